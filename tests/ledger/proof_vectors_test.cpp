// Vectors for proofs that others have made (transparency-dev/merkle, testdata): some written here, all where their folder is.
#include <doctest/doctest.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "ledger/base64.h"
#include "ledger/proof.h"
#include "support/naive_tree.h"

using namespace mizan;
using namespace mizan::ledger;
using namespace mizan::test;

namespace {

namespace fs = std::filesystem;
using simdjson::dom::element;

std::string vectors_folder() {
    const char* named = std::getenv("MIZAN_MERKLE_VECTORS");
    return named ? named : MIZAN_SOURCE_DIR "/../shared/reference/data/merkle-testdata";
}

std::vector<fs::path> vectors_in(const std::string& folder) {
    std::vector<fs::path> out;
    std::error_code none;
    for (const auto& entry :
         fs::recursive_directory_iterator(vectors_folder() + "/" + folder, none)) {
        if (entry.path().extension() == ".json") out.push_back(entry.path());
    }
    std::ranges::sort(out);
    return out;
}

std::string as_bytes(element value) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return {};
    const auto bytes = from_base64(text);
    REQUIRE(bytes.has_value());
    return *bytes;
}

// Some vectors that are about sizes have short texts for roots. A hash stands for these, equal where they are equal.
Hash as_hash(element value) {
    const auto bytes = as_bytes(value);
    if (bytes.size() != sizeof(Hash)) return sha256("no hash: ", bytes);
    return hash_of_base64(value.get_string().value());
}

// The hashes of a proof; null stands for none.
std::vector<Hash> as_proof(element value) {
    std::vector<Hash> out;
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) return out;
    for (const auto item : list) out.push_back(as_hash(item));
    return out;
}

bool holds_inclusion(element v) {
    // What is no hash is no leaf's either, and can not be written down here.
    if (as_bytes(v["leafHash"]).size() != sizeof(Hash)) return false;
    return check_inclusion(v["leafIdx"].get_uint64().value(), v["treeSize"].get_uint64().value(),
                           as_hash(v["leafHash"]), as_proof(v["proof"]), as_hash(v["root"]))
        .has_value();
}

bool holds_consistency(element v) {
    return check_consistency(v["size1"].get_uint64().value(), v["size2"].get_uint64().value(),
                             as_hash(v["root1"]), as_hash(v["root2"]), as_proof(v["proof"]))
        .has_value();
}

void run_vectors(const std::string& folder, bool (*holds)(element)) {
    const auto paths = vectors_in(folder);
    if (paths.empty()) {
        MESSAGE("skipped: no vectors in " << vectors_folder()
                                          << "; MIZAN_MERKLE_VECTORS names their folder");
        return;
    }
    CHECK(paths.size() == 98);
    std::size_t held = 0;
    simdjson::dom::parser parser;
    for (const auto& path : paths) {
        CAPTURE(path);
        const simdjson::padded_string text(read_file(path, 1 << 20).value());
        const element vector = parser.parse(text).value();
        const bool held_here = holds(vector);
        CHECK(held_here == !vector["wantErr"].get_bool().value());
        held += held_here;
    }
    CHECK(held > 0);
}

// The hashes of the reference tree of eight leaves that its proofs name.
struct ReferenceTree {
    Hash leaf0 = hash_of_base64("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=");
    Hash leaf1 = hash_of_base64("lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=");
    Hash leaf5 = hash_of_base64("QnGia+DYqE8L1UyMMC58s6O10fpngKQLzOKHNHfatlg=");
    Hash over_01 = hash_of_base64("+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=");
    Hash over_23 = hash_of_base64("Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=");
    Hash over_47 = hash_of_base64("a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=");
    Hash leaf4 = hash_of_base64("vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=");
    Hash over_67 = hash_of_base64("yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=");
    Hash over_03 = hash_of_base64("037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=");
    Hash root5 = hash_of_base64("Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ=");
    Hash root8 = hash_of_base64("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=");
};

}  // namespace

TEST_CASE("proofs of inclusion in the reference tree hold, and no other way round") {
    const ReferenceTree t;
    const std::vector<Hash> of0 = {t.leaf1, t.over_23, t.over_47},
                            of5 = {t.leaf4, t.over_67, t.over_03};
    CHECK(check_inclusion(0, 8, t.leaf0, of0, t.root8).has_value());
    CHECK(check_inclusion(5, 8, t.leaf5, of5, t.root8).has_value());
    CHECK(check_inclusion(1, 5, t.leaf1, std::vector{t.leaf0, t.over_23, t.leaf4}, t.root5)
              .has_value());
    CHECK(check_inclusion(0, 1, t.leaf0, {}, t.leaf0).has_value());
    CHECK_FALSE(check_inclusion(4, 8, t.leaf5, of5, t.root8).has_value());
    CHECK_FALSE(check_inclusion(5, 16, t.leaf5, of5, t.root8).has_value());
    CHECK_FALSE(check_inclusion(5, 4, t.leaf5, of5, t.root8).has_value());
    CHECK_FALSE(check_inclusion(0, 8, t.leaf5, of5, t.root8).has_value());
    CHECK_FALSE(check_inclusion(5, 8, t.leaf5, of0, t.root8).has_value());
}

TEST_CASE("proofs of consistency in the reference tree hold, and no other way round") {
    const ReferenceTree t;
    const std::vector<Hash> from1 = {t.leaf1, t.over_23, t.over_47}, from2 = {t.over_23, t.leaf4};
    CHECK(check_consistency(1, 8, t.leaf0, t.root8, from1).has_value());
    CHECK(check_consistency(2, 5, t.over_01, t.root5, from2).has_value());
    CHECK(check_consistency(1, 1, t.leaf0, t.leaf0, {}).has_value());
    CHECK_FALSE(check_consistency(1, 8, t.root8, t.leaf0, from1).has_value());
    CHECK_FALSE(check_consistency(2, 8, t.leaf0, t.root8, from1).has_value());
    CHECK_FALSE(check_consistency(1, 8, t.leaf0, t.root8, from2).has_value());
    CHECK_FALSE(check_consistency(2, 4, t.over_01, t.root5, from2).has_value());
    CHECK_FALSE(check_consistency(0, 8, empty_root(), t.root8, from1).has_value());
    CHECK_FALSE(check_consistency(1, 8, t.leaf0, t.root8, {}).has_value());
}

TEST_CASE("all vectors of proofs of inclusion come out as they say") {
    run_vectors("inclusion", holds_inclusion);
}

TEST_CASE("all vectors of proofs of consistency come out as they say") {
    run_vectors("consistency", holds_consistency);
}
