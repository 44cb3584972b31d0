// Any payload behind a right header and checksum, and a real one with bytes exchanged: it is refused, or the engine decides
// posts by it without a fault.

#include <cstdint>
#include <string>
#include <string_view>

#include "../tests/support/bundle_bytes.h"
#include "model/json.h"
#include "policy/bundle.h"
#include "service/decide.h"
#include "small_policy.h"

using namespace mizan;

namespace {

constexpr std::string_view kTexts[] = {
    "aa is bad. not bb bad, really? \"bad one aa\"",
    "aa moss bed slime mould @a 12 roos bad a bad c c #x https://e.org",
    "no offence; @you are rubbish #weeds 12 \xF0\x9F\x8C\xB1 https://example.org/x", "",
    "they spoil, suppose"};

void decide(std::shared_ptr<const policy::Policy> policy) {
    service::Decider decider(std::move(policy));
    std::string out;
    for (const auto text : kTexts) {
        Post post;
        post.id = "p";
        Part part;
        part.bytes = text;
        post.parts.push_back(part);
        Signal signal;
        signal.name = "target.declared_attributes";
        signal.values = {"gardeners"};
        post.signals.push_back(signal);
        append_json(out, decider.decide(post));
    }
}

// The payload of a real bundle with some bytes exchanged: four bytes of input an exchange, three of place and one of value.
// The words that stand first are left alone: they hold no index.
std::string patched(const std::uint8_t* data, std::size_t size) {
    static const std::string good =
        policy::to_bundle(fuzz::small_policy()).substr(test::kBundleHeader);
    static const std::size_t words = good.find(fuzz::small_policy().version);
    std::string payload = good;
    for (std::size_t i = 0; i + 4 <= size; i += 4) {
        const auto place = (data[i] | static_cast<std::size_t>(data[i + 1]) << 8 |
                            static_cast<std::size_t>(data[i + 2]) << 16) %
                           (good.size() - words);
        payload[words + place] = static_cast<char>(data[i + 3]);
    }
    return payload;
}

}  // namespace

// An odd first byte: the rest is the payload. Otherwise it is what to exchange in a real one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const bool raw = data[0] & 1;
    const auto payload = raw ? std::string(reinterpret_cast<const char*>(data + 1), size - 1)
                             : patched(data + 1, size - 1);
    const auto policy = policy::from_bundle(test::forge(payload));
    if (policy) decide(*policy);
    return 0;
}
