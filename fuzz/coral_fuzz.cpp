// Arbitrary bytes as what Coral sends, as its HTML, as its signature and as a decision: what is made of a comment is one JSON object with words.

#include <simdjson.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/coral.h"
#include "server/signature.h"
#include "text/html.h"

using namespace mizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto post = server::post_of_coral(bytes)) {
        simdjson::dom::parser parser;
        std::string_view text;
        if (parser.parse(*post)["text"].get(text) || text.empty()) std::abort();
    }
    // A reference is longer than what it stands for, and a block has at most two line ends and eight quotation marks.
    if (text::html_to_text(bytes).size() > 20 * size) std::abort();
    (void)server::coral_answer(bytes);
    const std::string secrets[] = {std::string(bytes)};
    const auto field = "sha256=" + server::signature_of(secrets[0], bytes);
    if (!server::is_signed(field, bytes, secrets)) std::abort();
    if (server::is_signed(bytes, bytes, secrets)) std::abort();
    return 0;
}
