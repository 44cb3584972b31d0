// What examples carry besides their words: known names, values that can be.
#include <algorithm>

#include "base/instant.h"
#include "model/post.h"
#include "policy/builder.h"
#include "text/languages.h"

namespace mizan::policy {

namespace {

constexpr std::string_view kKeys[] = {"surface",  "lang",       "reply_to", "target",
                                      "mentions", "created_at", "role",     "image"};
constexpr std::string_view kSignal = "signal.";

void unknown_key(Builder& b, const Named& key) {
    auto& d = b.diagnostics.add(Diag::kUnknownOption, key.loc,
                                "a post of an example carries no '" + key.text + "'",
                                "it may carry surface, lang, reply_to, target, mentions, "
                                "created_at, role, image, signal.NAME");
    d.fix = nearest(key.text, {std::begin(kKeys), std::end(kKeys)});
}

void check_value(Builder& b, std::string_view key, const Named& value) {
    if (value.text.find(' ') != std::string::npos && !b.source.text(value.loc).starts_with('"')) {
        b.diagnostics.add(Diag::kSyntax, value.loc, "'" + value.text + "' is more than one word",
                          "write each as key=value; a value with blanks stands in quotes");
        return;
    }
    PartRole role{};
    std::string_view wrong;
    if (key == "lang" && text::language_index(value.text) == 0 && value.text != "und")
        wrong = "the language is not one that can be identified; write a code such as en or de";
    if (key == "role" && !mizan::parse(value.text, role))
        wrong = "a part's role is one of body, title, name, bio, alt, quoted, ocr, other";
    if (key == "created_at" && !read_instant(value.text))
        wrong = "a day is written as in 2026-01-31, a time as in \"2026-01-31T09:30:00Z\"";
    if (key == "image" && value.text != "yes" && value.text != "no")
        wrong = "a post has an image or not: write image=yes";
    if (!wrong.empty()) b.diagnostics.add(Diag::kUnknownValue, value.loc, std::string(wrong));
}

void check_setting(Builder& b, const Setting& s) {
    const std::string_view key = s.key.text;
    const bool signal = key.starts_with(kSignal);
    if (signal) {
        (void)b.signals.resolve({s.key.text.substr(kSignal.size()), s.key.loc}, b.diagnostics);
    } else if (std::find(std::begin(kKeys), std::end(kKeys), key) == std::end(kKeys)) {
        return unknown_key(b, s.key);
    }
    if (s.values.empty()) {
        b.diagnostics.add(Diag::kSyntax, s.key.loc, "'" + s.key.text + "' has no value",
                          "write it as in surface=comment");
    } else if (s.values.size() > 1 && !signal && key != "mentions") {
        b.diagnostics.add(Diag::kSyntax, s.values[1].loc,
                          "a post has one " + s.key.text + " at most");
    }
    for (const auto& value : s.values) check_value(b, key, value);
}

}  // namespace

void build_examples(Builder& b) {
    for (const auto& e : b.ast.examples) {
        for (const auto& s : e.context) check_setting(b, s);
    }
}

}  // namespace mizan::policy
