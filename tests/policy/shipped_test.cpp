// The shipped policy against harmless text: look-alikes of what it forbids, and everyday sentences of other languages.
#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "feeds/chunker.h"
#include "feeds/record_reader.h"
#include "feeds/source.h"
#include "service/decide.h"
#include "service/load_policy.h"

namespace mizan {

namespace {

struct Flagged {
    std::size_t posts = 0;
    std::string list;  // ids and clauses of those flagged
};

Flagged flag(const std::string& file) {
    const std::string root = MIZAN_SOURCE_DIR;
    auto loaded = service::load_policy(root + "/policies/hateful-conduct", "");
    REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : to_string(loaded.error())));
    auto source = feeds::open_source(root + "/tests/data/" + file);
    REQUIRE(source.has_value());
    const feeds::FieldMap fields;
    feeds::LineChunker chunker(**source, feeds::Format::kNdjson, fields);
    feeds::RecordReader reader(fields);
    feeds::Chunk chunk;
    service::Decider decider(loaded->policy);
    Post post;
    Flagged out;
    while (true) {
        const auto more = chunker.next(chunk);
        REQUIRE(more.has_value());
        if (!*more) return out;
        reader.begin(chunk);
        for (auto step = reader.next(post); step != feeds::Step::kEnd; step = reader.next(post)) {
            REQUIRE(step == feeds::Step::kPost);
            ++out.posts;
            const auto& d = decider.decide(post);
            const bool flagged = d.outcome == Outcome::kViolation || d.outcome == Outcome::kReview;
            if (flagged)
                out.list.append(" ").append(post.id).append("(").append(d.clause).append(")");
        }
    }
}

}  // namespace

TEST_CASE("innocent look-alikes stay untouched by the shipped policy") {
    const auto result = flag("lookalikes.jsonl");
    CHECK(result.posts >= 300);
    CHECK(result.list == "");
}

TEST_CASE("every lexicon crossed with everyday text of other languages stays silent") {
    const auto result = flag("ordinary_other_languages.jsonl");
    CHECK(result.posts >= 200);
    CHECK(result.list == "");
}

}  // namespace mizan
