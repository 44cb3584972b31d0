#include "base/instant.h"

#include <doctest/doctest.h>

#include <string>

using namespace mizan;

namespace {

std::string utc(std::string_view given) {
    const auto read = read_instant(given);
    return read ? std::string(read->view()) : "none";
}

}  // namespace

TEST_CASE("a moment comes out in UTC, whatever its offset") {
    CHECK(utc("2026-01-31T09:30:00Z") == "2026-01-31T09:30:00Z");
    CHECK(utc("2026-01-31t09:30:00.123456z") == "2026-01-31T09:30:00Z");
    CHECK(utc("2026-01-31 09:30:00Z") == "2026-01-31T09:30:00Z");
    CHECK(utc("2026-01-30T23:30:00-05:00") == "2026-01-31T04:30:00Z");
    CHECK(utc("2026-03-01T00:15:00+05:45") == "2026-02-28T18:30:00Z");
    CHECK(utc("2024-03-01T00:00:00+00:01") == "2024-02-29T23:59:00Z");
    CHECK(utc("1969-12-31T23:59:60Z") == "1969-12-31T23:59:59Z");
    CHECK(utc("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00Z");
    CHECK(utc("2026-01-31") == "2026-01-31T00:00:00Z");
}

TEST_CASE("unix time is read in seconds and in milliseconds") {
    CHECK(utc("1769900000") == "2026-01-31T22:53:20Z");
    CHECK(utc("1769900000123") == "2026-01-31T22:53:20Z");
    CHECK(utc("100000000") == "1973-03-03T09:46:40Z");
    CHECK(utc("9999999999") == "2286-11-20T17:46:39Z");
}

TEST_CASE("what could only be guessed at is no moment") {
    for (const char* given : {"",
                              "c",
                              "01/31/2026",
                              "31.01.2026",
                              "2026",
                              "20260131",
                              "17699000001",
                              "0769900000",
                              "-1769900000",
                              "1769900000.5",
                              "2026-1-31",
                              "2026-02-30",
                              "2026-02-29",
                              "1900-02-29",
                              "2026-13-01",
                              "2026-00-01",
                              "2026-01-00",
                              "2026-01-31T",
                              "2026-01-31T09:30:00",
                              "2026-01-31T09:30Z",
                              "2026-01-31T24:00:00Z",
                              "2026-01-31T09:60:00Z",
                              "2026-01-31T09:30:61Z",
                              "2026-01-31T09:30:00.Z",
                              "2026-01-31T09:30:00+0500",
                              "2026-01-31T09:30:00+24:00",
                              "2026-01-31T09:30:00Zx",
                              " 2026-01-31",
                              "2026-01-31 ",
                              "0000-01-01T00:00:00+01:00",
                              "9999-12-31T23:59:59-01:00",
                              "Sat Jan 31 2026"}) {
        CAPTURE(given);
        CHECK(utc(given) == "none");
    }
}
