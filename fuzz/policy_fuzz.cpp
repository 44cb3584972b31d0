// Any bytes as the files of a policy (cut at the byte 0x1E: policy.md, rules, terms): diagnostics or a policy, never a fault;
// what compiles comes back whole from its bundle and decides a post.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "policy/bundle.h"
#include "policy/compile.h"
#include "service/decide.h"

using namespace mizan;

namespace {

policy::Source source_of(std::string_view bytes) {
    constexpr std::string_view kPaths[] = {"policy.md", "a.rules", "lexicon/en/a.terms",
                                           "lexicon/de/b.terms"};
    std::vector<policy::SourceFile> files;
    for (const auto path : kPaths) {
        const auto end = bytes.find('\x1E');
        files.push_back(
            {std::string(path), std::string(bytes.substr(0, end)), policy::FileKind::kOther, {}});
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
    return policy::Source::from_files(std::move(files));
}

void check(const policy::Compiled& compiled) {
    const auto bytes = policy::to_bundle(*compiled.policy);
    const auto back = policy::from_bundle(bytes);
    if (!back || policy::to_bundle(**back) != bytes) std::abort();
    service::Decider decider(*back);
    Post post;
    Part part;
    part.bytes = "The gardeners are weeds, not \"weeds\". They spoil it? @you 12 #weeds";
    post.parts.push_back(part);
    (void)decider.decide(post);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto source = source_of({reinterpret_cast<const char*>(data), size});
    const auto compiled = policy::compile(source);
    for (const auto& d : compiled.diagnostics.all()) {
        if (policy::to_text(d, source, true).empty()) std::abort();
    }
    if (policy::to_json(compiled.diagnostics, source).empty()) std::abort();
    if (compiled.policy) check(compiled);
    return 0;
}
