// Arbitrary lines of JSON: of each that is a post, its recorded form is read back as the same post and gives the same bytes again.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../tests/support/post_text.h"

using namespace mizan;
using namespace mizan::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    LineReader first, second;
    if (!first.read(bytes.substr(0, bytes.find('\n')))) return 0;
    const auto json = post_json(first.post());
    if (!second.read(json)) std::abort();
    if (!same_post(first.post(), second.post()) || post_json(second.post()) != json) std::abort();
    return 0;
}
