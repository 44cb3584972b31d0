// How events stand in the store.
#pragma once

#include <string>

#include "casework/casework.h"

namespace mizan::casework {

// The record of a deed: sealed, so that nobody outside sees when what kind of thing happened. In the vault stand what it is about (post), who did
// it (source) and its events (input).
//
// Of a flag `input` is only what was flagged and when, as its receipt shows it; who flagged stands in `source`, and what followed for the case, with
// by what the flag is known again, in `decision`: a receipt that is passed on tells neither. The deed is afterwards as it was before.
[[nodiscard]] record::Draft draft_of(Deed& deed, std::uint64_t at);

// Whether others can be told of it (notify/webhook.h): then its record says what the case is about.
[[nodiscard]] bool is_for_others(const cases::Events& events);

// Outside the vault stand only the numbers: of the case (slot), and of the flag (revision). They are what is left of a flag that was erased.
[[nodiscard]] cases::Event erased_flag(const store::Entry& entry, bool opens);
// Of what the engine found that was erased: a case, and nothing in it.
[[nodiscard]] cases::Event erased_find(const store::Entry& entry);

// What a record holds.
struct Recorded {
    cases::Events events;  // none if its contents were erased
    std::string flag_key;
};
// Errors: kStoreCorrupt, of the store.
[[nodiscard]] Result<Recorded> recorded(store::Store& store, record::RecordId id);
[[nodiscard]] Result<Recorded> recorded(const record::Vault& vault, record::RecordId id);

// What is said of a post of which nothing is on record: by the platform, the last time that it was, else by the first flag that does.
struct SaidOfPost {
    std::string text;
    std::string author;
    std::string lang;
    bool by_platform = false;
};
// Takes one more event of a case into account, in their order.
void add_said(SaidOfPost& said, const cases::Event& event);
// By what the last records of a case say. Errors: as above.
[[nodiscard]] Result<SaidOfPost> said_of_post(store::Store& store,
                                              const std::vector<record::RecordId>& history);

}  // namespace mizan::casework
