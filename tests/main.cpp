// The one test program: doctest's main; every tests/<room>/*_test.cpp is linked into it.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
