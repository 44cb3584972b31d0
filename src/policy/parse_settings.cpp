// key=value,value key ...: the options of terms and of blocks of examples.
#include "policy/parse.h"

namespace mizan::policy {

namespace {

bool is_word(const LexToken& t) {
    return t.type == TokenType::kName || t.type == TokenType::kString ||
           t.type == TokenType::kNumber;
}

// A value may hold several words; it ends at a comma, or where the next key= begins.
Named value(Cursor& c) {
    Named out{{}, c.here()};
    while (is_word(c.peek()) && !c.at("=", 1)) {
        const auto& t = c.take();
        out.text.append(out.text.empty() ? "" : " ").append(t.text);
        out.loc.end = t.loc.end;
    }
    if (out.text.empty()) {
        c.expected("a value");
        c.skip();
    }
    return out;
}

Setting setting(Cursor& c) {
    Setting out;
    out.key = c.name("an option, as in kind=slur");
    if (!c.accept("=")) return out;
    do {
        out.values.push_back(value(c));
    } while (c.accept(","));
    return out;
}

}  // namespace

std::vector<Setting> parse_settings(const Source& source, Loc region, Diagnostics& diagnostics) {
    std::vector<Setting> out;
    for (const auto& line : lex(source, region, diagnostics)) {
        Cursor c(line, diagnostics);
        while (!c.done()) {
            auto one = setting(c);
            if (one.key.text.empty()) c.skip();
            else out.push_back(std::move(one));
        }
    }
    return out;
}

}  // namespace mizan::policy
