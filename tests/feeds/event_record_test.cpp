#include "feeds/event_record.h"

#include <doctest/doctest.h>

namespace mizan::feeds {

namespace {

std::string where_of(std::string_view body) {
    const auto events = read_events(body);
    REQUIRE(events.has_value());
    REQUIRE(events->size() == 1);
    return events->front() ? "fine" : events->front().error().where;
}

std::string written(const Event& event) {
    std::string out;
    append_event_json(out, event);
    return out;
}

}  // namespace

TEST_CASE("an event is written in one way, whatever way it came") {
    const auto events = read_events(
        R"({ "views": 12, "as_of": "2026-01-31T10:30:00+01:00", "unknown": {"x": []}, "post": "p\u00fc", "type": "reach" })");
    REQUIRE(events.has_value());
    REQUIRE(events->front().has_value());
    CHECK(written(*events->front()) ==
          R"({"type":"reach","post":"pü","as_of":"2026-01-31T09:30:00Z","views":12})");
}

TEST_CASE("an event needs what its type is about") {
    CHECK(where_of(R"({"type":"reach","post":"p","as_of":"2026-01-31"})") == "views");
    CHECK(where_of(R"({"type":"reach","views":1,"as_of":"2026-01-31"})") == "post");
    CHECK(where_of(R"({"type":"edited","post":"p","as_of":"2026-01-31"})") == "revision");
    CHECK(where_of(R"({"type":"deleted","as_of":"2026-01-31"})") == "post");
    CHECK(where_of(R"({"type":"author-deleted","post":"p","as_of":"2026-01-31"})") == "author");
    CHECK(where_of(R"({"type":"author-renamed","author":"a","as_of":"2026-01-31"})") ==
          "new_author");
    CHECK(where_of(R"({"type":"action-confirmed","post":"p","as_of":"2026-01-31"})") == "action");
    CHECK(where_of(R"({"type":"action-failed","action":"remove","as_of":"2026-01-31"})") == "post");
    CHECK(
        where_of(R"({"type":"action-failed","action":"remove","record":1,"as_of":"2026-01-31"})") ==
        "fine");
    CHECK(where_of(R"({"type":"deleted","post":"p"})") == "as_of");
    CHECK(where_of(R"({"type":"edited","post":"p","revision":4294967296,"as_of":"2026-01-31"})") ==
          "revision");
    CHECK(where_of(R"({"type":"applauded","post":"p","as_of":"2026-01-31"})") == "type");
}

TEST_CASE("one event, a list, or one a line") {
    const std::string one = R"({"type":"deleted","post":"p","as_of":"2026-01-31"})";
    CHECK(read_events(one)->size() == 1);
    CHECK(read_events("[" + one + "," + one + "]")->size() == 2);
    CHECK(read_events(one + "\n" + one + "\n\n" + one)->size() == 3);
    for (const auto& bad : std::vector<std::string>{"", " ", "[", "[" + one, one + " x", "7"})
        CHECK_MESSAGE(!read_events(bad).has_value(), bad);
    std::string many;
    for (std::size_t i = 0; i < kEventsAtOnce; ++i) many += one + "\n";
    CHECK(read_events(many)->size() == kEventsAtOnce);
    CHECK(read_events(many + one).error().code == Code::kLineTooLong);
}

}  // namespace mizan::feeds
