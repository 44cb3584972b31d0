// The suite that every implementation of store/store.h passes. A backend takes part as a type with
//     Backend();                   // an empty store
//     store::Store& store();       // that is open
//     void reopen();               // closes and opens it again
//     std::string views();         // all that rebuild_views() makes, as text in a fixed order
// and one line STORE_CONFORMANCE(Backend) in its own test file.
#pragma once

#include "store/conformance_erasure.h"
#include "store/conformance_keys.h"
#include "store/conformance_log.h"
#include "store/conformance_random.h"

#define STORE_CONFORMANCE(Backend)                           \
    TEST_CASE_TEMPLATE_INVOKE(store_same_key, Backend);      \
    TEST_CASE_TEMPLATE_INVOKE(store_told, Backend);          \
    TEST_CASE_TEMPLATE_INVOKE(store_flags, Backend);         \
    TEST_CASE_TEMPLATE_INVOKE(store_flag_erasure, Backend);  \
    TEST_CASE_TEMPLATE_INVOKE(store_batches, Backend);       \
    TEST_CASE_TEMPLATE_INVOKE(store_ordinary_full, Backend); \
    TEST_CASE_TEMPLATE_INVOKE(store_revisions, Backend);     \
    TEST_CASE_TEMPLATE_INVOKE(store_purposes, Backend);      \
    TEST_CASE_TEMPLATE_INVOKE(store_platforms, Backend);     \
    TEST_CASE_TEMPLATE_INVOKE(store_contents, Backend);      \
    TEST_CASE_TEMPLATE_INVOKE(store_large_batch, Backend);   \
    TEST_CASE_TEMPLATE_INVOKE(store_erasure, Backend);       \
    TEST_CASE_TEMPLATE_INVOKE(store_slot_erasure, Backend);  \
    TEST_CASE_TEMPLATE_INVOKE(store_bad_erasure, Backend);   \
    TEST_CASE_TEMPLATE_INVOKE(store_holds, Backend);         \
    TEST_CASE_TEMPLATE_INVOKE(store_slot_holds, Backend);    \
    TEST_CASE_TEMPLATE_INVOKE(store_group_failure, Backend); \
    TEST_CASE_TEMPLATE_INVOKE(store_several, Backend);       \
    TEST_CASE_TEMPLATE_INVOKE(store_indices, Backend);       \
    TEST_CASE_TEMPLATE_INVOKE(store_sealed, Backend);        \
    TEST_CASE_TEMPLATE_INVOKE(store_log_state, Backend);     \
    TEST_CASE_TEMPLATE_INVOKE(store_lost, Backend);          \
    TEST_CASE_TEMPLATE_INVOKE(store_each, Backend);          \
    TEST_CASE_TEMPLATE_INVOKE(store_at_once, Backend);       \
    TEST_CASE_TEMPLATE_INVOKE(store_each_of, Backend);       \
    TEST_CASE_TEMPLATE_INVOKE(store_times, Backend);         \
    TEST_CASE_TEMPLATE_INVOKE(store_threads, Backend);       \
    TEST_CASE_TEMPLATE_INVOKE(store_random, Backend)
