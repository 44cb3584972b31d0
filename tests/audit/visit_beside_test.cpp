// A visitor beside the reading sees what it would have seen, in order, and holds back who is far ahead.
#include "audit/visit_beside.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>

using namespace mizan;

namespace {

struct Seen final : audit::EntryVisitor {
    void visit(std::uint64_t first, std::span<const std::string_view> entries) override {
        if (slow) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        calls.push_back(std::to_string(first) + ":");
        for (const auto entry : entries) calls.back().append(entry).push_back('|');
        ++count;
    }
    bool slow = false;
    std::vector<std::string> calls;
    std::atomic<std::size_t> count = 0;
};

void send(audit::EntryVisitor& to, std::uint64_t bundles) {
    for (std::uint64_t i = 0; i < bundles; ++i) {
        std::vector<std::string> texts;  // which end with the call
        for (std::uint64_t j = 0; j < i % 5; ++j)
            texts.push_back(std::string(i % 7, 'a') + std::to_string(j));
        const std::vector<std::string_view> entries(texts.begin(), texts.end());
        to.visit(256 * i, entries);
    }
}

}  // namespace

TEST_CASE("what is visited beside is visited in the same calls") {
    for (const bool slow : {false, true}) {
        Seen direct, beside;
        beside.slow = slow;
        send(direct, 100);
        {
            audit::VisitBeside visitor(beside);
            send(visitor, 100);
            visitor.finish();
            CHECK(beside.calls == direct.calls);
            visitor.finish();
        }
        CHECK(beside.calls == direct.calls);
    }
}

TEST_CASE("who reads does not run far ahead, and the end waits for the last call") {
    Seen seen;
    seen.slow = true;
    {
        audit::VisitBeside visitor(seen);
        send(visitor, 60);
        CHECK(seen.count >= 40);
    }
    CHECK(seen.count == 60);
    audit::VisitBeside unused(seen);
}
