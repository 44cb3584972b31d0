// HTML to the words that a reader sees: what editors of comments send, as plain text. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace mizan::text {

// Tags are taken out, character references read, white space made one blank; what stands in blocks (p, div, li, h1, ...) stands in lines
// of its own, and what a <blockquote> holds in lines that begin with "> ", by which a quotation is known for one. Comments, and what
// <script> and <style> hold, are left out; comments and tags end where they do in a browser. A '<' that begins no tag, or one that is never
// closed, is a character: nothing is hidden behind it. Not a sanitizer: the result is text and must be escaped where it is shown. Linear in the input.
[[nodiscard]] std::string html_to_text(std::string_view html);

}  // namespace mizan::text
