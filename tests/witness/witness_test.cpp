// A witness asked by its client over the loopback interface, and what it keeps from one start to the next.
#include "witness/witness.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "base/files.h"
#include "ledger/cosignature.h"
#include "ledger/hashing.h"
#include "ledger/tree.h"
#include "witness/client.h"

using namespace mizan;
using namespace mizan::witness;

namespace {

namespace fs = std::filesystem;

struct Place {
    std::string path = (fs::temp_directory_path() / "mizan-witness-XXXXXX").string();
    Place() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { fs::remove_all(path); }
};

const ledger::Signer& the_log() {
    static const auto key =
        ledger::Signer::generate("log.example.org", ledger::KeyType::kEd25519).value();
    return key;
}

Result<Witness> open_in(const Place& place, const std::string& name = "w.example.org") {
    return Witness::open(
        {place.path, name, {the_log().key()}, [] { return std::uint64_t{1'790'000'000}; }});
}

AddRequest first_of(std::vector<ledger::Hash> leaves) {
    const ledger::Checkpoint checkpoint{
        "log.example.org", leaves.size(), ledger::root_of(leaves), {}};
    return {0, {}, to_string(sign_checkpoint(checkpoint, the_log()).note)};
}

class Served {
public:
    explicit Served(Witness& witness)
        : server_(http::Server::listen("127.0.0.1", 0, routes(witness)).value()),
          thread_([this] { server_.run(); }) {}
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;
    ~Served() {
        server_.stop();
        thread_.join();
    }
    [[nodiscard]] std::string address() const {
        return "http://127.0.0.1:" + std::to_string(server_.port());
    }

private:
    http::Server server_;
    std::thread thread_;
};

Code refusal(const Result<Cosigning>& got) {
    REQUIRE_FALSE(got.has_value());
    return got.error().code;
}

}  // namespace

TEST_CASE("a client gets a cosignature, the size held, or the reason why not") {
    const Place place;
    auto witness = open_in(place).value();
    const Served served(witness);
    const std::vector leaves{ledger::leaf_hash("a"), ledger::leaf_hash("b")};
    const auto asked = first_of(leaves);
    const auto got = add_checkpoint(served.address(), asked);
    REQUIRE(got.has_value());
    REQUIRE(got->lines.size() == 1);
    auto note = ledger::parse_note(asked.checkpoint).value();
    note.signatures.push_back(got->lines[0]);
    CHECK(ledger::check_cosignature(note, witness.key()).value() == 1'790'000'000);

    const auto again = add_checkpoint(served.address(), asked);
    REQUIRE(again.has_value());
    CHECK(again->lines.empty());
    CHECK(again->held == 2);

    auto other = asked;
    other.old_size = 2;
    other.proof.emplace_back();
    CHECK(refusal(add_checkpoint(served.address(), other)) == Code::kProofInvalid);
    other.old_size = 3;
    CHECK(refusal(add_checkpoint(served.address(), other)) == Code::kNoteMalformed);
    auto& letter = other.checkpoint[other.checkpoint.size() - 10];  // of the signature, in Base64
    letter = letter == 'A' ? 'B' : 'A';
    CHECK(refusal(add_checkpoint(served.address(), other)) == Code::kSignatureInvalid);
    other.checkpoint[0] = 'x';
    CHECK(refusal(add_checkpoint(served.address(), other)) == Code::kLogMissing);
    CHECK(refusal(add_checkpoint(served.address() + "/none", asked)) == Code::kNetwork);
    CHECK(refusal(add_checkpoint("nowhere", asked)) == Code::kNetwork);
}

TEST_CASE("what was cosigned is there at the next start") {
    const Place place;
    const auto asked = first_of({ledger::leaf_hash("a")});
    ledger::VerifierKey key;
    {
        auto witness = open_in(place).value();
        key = witness.key();
        CHECK(witness.add_checkpoint(to_string(asked)).status == 200);
        const auto second = open_in(place);
        REQUIRE_FALSE(second.has_value());
        CHECK(second.error().code == Code::kStoreBusy);
    }
    auto witness = open_in(place, "").value();
    CHECK(witness.key() == key);
    CHECK(witness.add_checkpoint(to_string(asked)).body == "1\n");
}

TEST_CASE("a checkpoint that cannot be brought to disk is not cosigned") {
    const Place place;
    auto witness = open_in(place).value();
    fs::remove_all(place.path);
    const auto asked = to_string(first_of({ledger::leaf_hash("a")}));
    const auto answer = witness.add_checkpoint(asked);
    CHECK(answer.status == 500);
    CHECK(answer.body.find("w.example.org") == std::string::npos);
    fs::create_directory(place.path);
    CHECK(witness.add_checkpoint(asked).status == 200);  // nothing was held
}
