// Files that wait for a flag, stay once it names them, and go after a day.
#include "casework/attachments.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "support/scratch_folder.h"

using namespace mizan;
using namespace mizan::casework;

namespace {

constexpr std::uint64_t kNoon = 1'790'000'000;
constexpr std::string_view kAnn = "0a0a";  // tags of who hands in
constexpr std::string_view kBen = "0b0b";
const std::string kPicture = "\x89PNG\r\n\x1A\n and what follows";

cases::Attachment kept_in(const std::string& folder, const std::string& bytes, std::uint64_t now) {
    return keep_attachment(folder, bytes, kAnn, now).value().file;
}

}  // namespace

TEST_CASE("what no flag names goes after a day, and what one names stays") {
    const test::ScratchFolder scratch;
    const auto folder = scratch / "attachments";
    CHECK(drop_unnamed(folder, kNoon).value() == 0);  // nothing was ever handed in
    const auto named = kept_in(folder, kPicture, kNoon);
    const auto unnamed = kept_in(folder, "text", kNoon);
    const auto again = kept_in(folder, "text, once more", kNoon);
    CHECK(hold_attachments(folder, {named}).value());
    CHECK_FALSE(hold_attachments(folder, {named}).value());  // by another flag
    CHECK(drop_unnamed(folder, kNoon + kUnnamedSeconds - 1).value() == 0);
    CHECK_FALSE(keep_attachment(folder, "text, once more", kAnn, kNoon + 100).value().is_new);
    CHECK(drop_unnamed(folder, kNoon + kUnnamedSeconds).value() == 1);
    CHECK_FALSE(read_attachment(folder, unnamed.sha256).has_value());
    CHECK(read_attachment(folder, again.sha256).value() == "text, once more");
    CHECK(read_attachment(folder, named.sha256).value() == kPicture);
    const auto gone = hold_attachments(folder, {named, unnamed});
    REQUIRE_FALSE(gone.has_value());
    CHECK(gone.error().where == "attachments.sha256");
    CHECK(keep_attachment(folder, kPicture, kAnn, kNoon).value().is_new);  // after a day
    for (const auto& sha256 : {named.sha256, again.sha256, std::string("../x")})
        drop_attachment(folder, sha256, kBen);  // who has handed in none of them
    CHECK(read_attachment(folder, again.sha256).has_value());
    for (const auto& sha256 : {named.sha256, again.sha256, std::string("../x")})
        drop_attachment(folder, sha256, kAnn);
    CHECK_FALSE(read_attachment(folder, again.sha256).has_value());
    CHECK(read_attachment(folder, named.sha256).value() == kPicture);
}

TEST_CASE("who handed in a file is noted with it for a day, and tells others nothing") {
    const test::ScratchFolder scratch;
    const auto folder = scratch / "attachments";
    const auto sha256 = keep_attachment(folder, "text", kAnn, kNoon).value().file.sha256;
    CHECK(is_handed_in(folder, sha256, kAnn));
    CHECK_FALSE(is_handed_in(folder, sha256, kBen));
    CHECK_FALSE(is_handed_in(folder, "..", kAnn));
    CHECK(keep_attachment(folder, "text", kBen, kNoon + 100).value().is_new);
    CHECK_FALSE(keep_attachment(folder, "text", kBen, kNoon + 200).value().is_new);
    CHECK(drop_unnamed(folder, kNoon + kUnnamedSeconds).value() == 0);  // ann's note goes alone
    CHECK_FALSE(is_handed_in(folder, sha256, kAnn));
    CHECK(is_handed_in(folder, sha256, kBen));
    CHECK(read_attachment(folder, sha256).has_value());
    CHECK(drop_unnamed(folder, kNoon + 200 + kUnnamedSeconds).value() == 1);
    CHECK_FALSE(is_handed_in(folder, sha256, kBen));
    CHECK(held_attachments(folder).value().empty());
}

TEST_CASE("a file that others handed in is written all the same: how long it takes tells nothing") {
    const test::ScratchFolder scratch;
    const auto folder = scratch / "attachments";
    const auto file = keep_attachment(folder, "text", kAnn, kNoon).value().file;
    REQUIRE(hold_attachments(folder, {file}).value());
    const auto written = std::filesystem::path(folder) / "incoming" / file.sha256;
    CHECK_FALSE(std::filesystem::exists(written));
    CHECK(keep_attachment(folder, "text", kBen, kNoon).value().is_new);
    CHECK(std::filesystem::exists(written));
    CHECK(drop_unnamed(folder, kNoon + kUnnamedSeconds).value() == 1);
    CHECK(read_attachment(folder, file.sha256).value() == "text");  // which a flag names
}

TEST_CASE("type and size are known without reading, whatever who names it says") {
    const test::ScratchFolder scratch;
    const auto folder = scratch / "attachments";
    for (const auto& bytes :
         {kPicture, std::string("GIF89a"), std::string("%PDF-1.7"), std::string("RIFF....WEBPVP8 "),
          std::string("x"), std::string("a text that is longer than what is looked at")}) {
        const auto kept = kept_in(folder, bytes, kNoon);
        for (const bool is_held : {false, true}) {
            if (is_held) REQUIRE(hold_attachments(folder, {kept}).has_value());
            const auto known =
                known_attachment(folder, {"a name", "text/html", kept.sha256, 99}).value();
            CHECK(known.type == sniffed_type(bytes));
            CHECK(known.size == bytes.size());
            CHECK(known.name == "a name");
        }
    }
    for (const auto* none : {"", "incoming", "..", "0000"})
        CHECK(known_attachment(folder, {"", "", none, 0}).error().code == Code::kFieldType);
}

TEST_CASE("so many files a day, of each") {
    DailyUploads uploads;
    CHECK(uploads.take("ann", kNoon, 2));
    CHECK(uploads.take("ann", kNoon, 2));
    CHECK_FALSE(uploads.take("ann", kNoon, 2));
    CHECK(uploads.take("ben", kNoon, 2));
    uploads.give_back("ann", kNoon);
    CHECK(uploads.take("ann", kNoon, 2));
    CHECK_FALSE(uploads.take("ann", kNoon, 2));
    CHECK(uploads.take("ann", kNoon + cases::kDay, 2));
    CHECK_FALSE(uploads.take("cem", kNoon, 0));
    uploads.give_back("dan", kNoon);  // who took none
    CHECK(uploads.take("dan", kNoon, 1));
    CHECK_FALSE(uploads.take("dan", kNoon, 1));
}
