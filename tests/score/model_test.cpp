// The model's file: it comes back as it was written, and nothing else is taken for one.
#include "score/model.h"

#include <doctest/doctest.h>

using namespace mizan;

namespace {

score::Model small_model() {
    score::Model model;
    model.language = "en";
    model.note = "made by a test";
    model.log2_rows = 8;
    model.rows.resize(256);
    for (std::size_t r = 0; r < model.rows.size(); ++r) {
        model.rows[r].check = static_cast<std::uint8_t>(r);
        for (std::size_t l = 0; l < score::kLabels; ++l)
            model.rows[r].weights[l] =
                static_cast<std::int8_t>(static_cast<int>((r * 7 + l) % 255) - 127);
    }
    model.frequent.assign((std::size_t{1} << score::Model::kFrequentLog2) / 64, 0);
    model.frequent[3] = 0x8001;
    model.knots[0] = {{-50, 100}, {0, 4000}, {90, 9900}};
    return model;
}

Code code_of(const std::string& bytes) {
    const auto read = score::read_model(bytes);
    REQUIRE(!read);
    return read.error().code;
}

}  // namespace

TEST_CASE("a model comes back as it was written, with its hash as version") {
    const auto model = small_model();
    const auto bytes = score::write_model(model);
    const auto back = score::read_model(bytes);
    REQUIRE(back);
    CHECK(back->language == "en");
    CHECK(back->note == model.note);
    CHECK(back->log2_rows == 8);
    CHECK(back->frequent == model.frequent);
    CHECK(back->version.size() == 64);
    for (std::size_t r = 0; r < model.rows.size(); ++r) {
        CHECK(back->rows[r].check == model.rows[r].check);
        CHECK(back->rows[r].weights == model.rows[r].weights);
    }
    CHECK(score::write_model(*back) == bytes);
}

TEST_CASE("a damaged model is refused, wherever the damage is") {
    const auto bytes = score::write_model(small_model());
    for (std::size_t at = 0; at < bytes.size(); at += 37) {
        auto damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
        CHECK(!score::read_model(damaged));
    }
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{9}, std::size_t{40}, bytes.size() - 1})
        CHECK(code_of(bytes.substr(0, size)) == Code::kModelCorrupt);
    CHECK(code_of(bytes + "x") == Code::kModelCorrupt);
    auto later = bytes;
    later[10] = 9;  // the format, behind the magic word
    CHECK(code_of(later) == Code::kModelVersion);
}

TEST_CASE("fields that do not fit together are refused although the checksum is right") {
    auto model = small_model();
    model.knots[2] = {{0, 500}, {10, 400}};  // falls
    CHECK(code_of(score::write_model(model)) == Code::kModelCorrupt);
    model = small_model();
    model.knots[2] = {{0, 10001}};
    CHECK(code_of(score::write_model(model)) == Code::kModelCorrupt);
    model = small_model();
    model.frequent.pop_back();
    CHECK(code_of(score::write_model(model)) == Code::kModelCorrupt);
    model = small_model();
    model.log2_rows = 9;  // twice the rows that there are
    CHECK(code_of(score::write_model(model)) == Code::kModelCorrupt);
}

TEST_CASE("calibration is a line between knots") {
    const std::vector<score::Knot> knots{{-50, 100}, {0, 4000}, {90, 9900}};
    CHECK(score::calibrate(knots, -51) == 100);
    CHECK(score::calibrate(knots, -50) == 100);
    CHECK(score::calibrate(knots, -25) == 2050);
    CHECK(score::calibrate(knots, 0) == 4000);
    CHECK(score::calibrate(knots, 89) == 9834);
    CHECK(score::calibrate(knots, 2'000'000) == 9900);
    CHECK(score::calibrate({}, 5) == 0);
}
