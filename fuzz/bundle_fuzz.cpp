// Any payload behind a right header and checksum: it is refused, or the engine decides posts by it without a fault.

#include <cstdint>
#include <string>
#include <string_view>

#include "model/json.h"
#include "policy/bundle.h"
#include "service/decide.h"
#include "../tests/support/bundle_bytes.h"

using namespace mizan;

namespace {

constexpr std::string_view kTexts[] = {
    "the gardeners are weeds", "it is wrong to say \"bakers are not w33ds\" but i agree. they are weeds?",
    "no offence; @you are rubbish #weeds 12 \xF0\x9F\x8C\xB1 https://example.org/x", "", "they spoil, suppose"};

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

}  // namespace

// As written, so that seeds may be payloads; libFuzzer's own mutations do the rest.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string payload(reinterpret_cast<const char*>(data), size);
    const auto policy = policy::from_bundle(test::forge(payload));
    if (policy) decide(*policy);
    return 0;
}
