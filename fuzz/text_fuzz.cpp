// Fuzzes normalize(): any bytes as several parts, against a small vocabulary; every invariant must hold.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "text/invariants.h"
#include "text/languages.h"
#include "text/normalize.h"
#include "text/spans.h"

namespace {

const mizan::text::Vocabulary& vocabulary() {
    static const mizan::text::Vocabulary built = [] {
        mizan::text::Vocabulary v;
        mizan::text::add_function_words(v);
        for (const auto* word : {"vermin", "rats", "rat", "cockroaches", "build", "wall"})
            v.allow_typos(v.add(word));
        v.finish();
        return v;
    }();
    return built;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mizan;
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    std::vector<Part> parts;
    for (std::size_t begin = 0; begin <= all.size() && parts.size() < 4;) {
        const std::size_t end =
            parts.size() == 3 ? all.size() : std::min(all.find('\0', begin), all.size());
        Part part;
        part.bytes = all.substr(begin, end - begin);
        part.role = parts.size() == 1 ? PartRole::kQuoted : PartRole::kBody;
        part.kind = parts.size() == 2 ? PartKind::kDerivedText : PartKind::kText;
        parts.push_back(part);
        begin = end + 1;
    }
    static text::NormalText out;
    text::normalize(parts, "en", vocabulary(), out);
    if (const auto broken = text::broken_invariant(parts, out); !broken.empty()) {
        std::fprintf(stderr, "broken: %s\n", broken.c_str());
        std::abort();
    }
    for (const auto& t : out.tokens) {
        const Span span = text::SpanMapper(parts[t.part].bytes, t.part).map({t.begin, t.end});
        if (span.code_points.begin >= span.code_points.end || span.utf16.end < span.code_points.end)
            std::abort();
    }
    (void)text::fold_term(all);
    return 0;
}
