#include "text/html.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.h"
#include "text/entities.h"

namespace mizan::text {

namespace {

constexpr std::size_t kNameBytes = 12;   // no name that matters is longer
constexpr std::size_t kTagBytes = 4096;  // of a tag of which quotes are believed
constexpr unsigned kMostQuotes = 8;      // deeper quotations look like this many
constexpr auto kNone = std::string_view::npos;

enum class TagKind : std::uint8_t { kInline, kLine, kBlock, kQuote, kHidden };

struct TagName {
    std::string_view name;
    TagKind kind;
};
constexpr std::array kTagNames{
    TagName{"address", TagKind::kBlock},    TagName{"article", TagKind::kBlock},
    TagName{"blockquote", TagKind::kQuote}, TagName{"br", TagKind::kLine},
    TagName{"dd", TagKind::kBlock},         TagName{"div", TagKind::kBlock},
    TagName{"dl", TagKind::kBlock},         TagName{"dt", TagKind::kBlock},
    TagName{"figure", TagKind::kBlock},     TagName{"h1", TagKind::kBlock},
    TagName{"h2", TagKind::kBlock},         TagName{"h3", TagKind::kBlock},
    TagName{"h4", TagKind::kBlock},         TagName{"h5", TagKind::kBlock},
    TagName{"h6", TagKind::kBlock},         TagName{"hr", TagKind::kBlock},
    TagName{"li", TagKind::kBlock},         TagName{"ol", TagKind::kBlock},
    TagName{"p", TagKind::kBlock},          TagName{"pre", TagKind::kBlock},
    TagName{"script", TagKind::kHidden},    TagName{"section", TagKind::kBlock},
    TagName{"style", TagKind::kHidden},     TagName{"table", TagKind::kBlock},
    TagName{"td", TagKind::kLine},          TagName{"th", TagKind::kLine},
    TagName{"tr", TagKind::kBlock},         TagName{"ul", TagKind::kBlock},
};

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

// Where a browser stands in a tag: it believes a quote before a value alone.
enum class TagPart : std::uint8_t {
    kTagName,
    kBeforeName,
    kName,
    kAfterName,
    kBeforeValue,
    kBareValue
};

// After a character that neither ends the tag nor opens a quoted value.
constexpr TagPart part_after(TagPart part, char c) {
    using enum TagPart;
    const bool of_value = part == kBeforeValue || part == kBareValue;
    if (is_blank(c)) {
        if (part == kBeforeValue) return part;
        return part == kName || part == kAfterName ? kAfterName : kBeforeName;
    }
    if (of_value) return kBareValue;
    if (c == '/') return kBeforeName;
    if (part == kTagName) return part;
    if (c == '=' && part != kBeforeName) return kBeforeValue;
    return kName;
}

struct Tag {
    TagKind kind = TagKind::kInline;
    std::string name;
    bool closes = false;
    std::size_t end = 0;  // after its '>'
};

class HtmlReader {
public:
    explicit HtmlReader(std::string_view html)
        : html_(html), last_end_(html.rfind('>')), last_close_(html.rfind("</")) {}

    std::string read() {
        while (at_ < html_.size()) {
            if (html_[at_] == '<' && markup()) continue;
            character();
        }
        return std::move(out_);
    }

private:
    // A tag or a comment at at_; false: it is a character.
    bool markup() {
        if (html_.substr(at_).starts_with("<!--")) return comment();
        Tag tag;
        if (!read_tag(tag)) return false;
        at_ = tag.end;
        switch (tag.kind) {
            case TagKind::kInline: break;
            case TagKind::kLine: lines_ = std::max(lines_, 1u); break;
            case TagKind::kBlock: lines_ = 2; break;
            case TagKind::kQuote:
                lines_ = 2;
                if (!tag.closes) ++quotes_;
                else if (quotes_ > 0) --quotes_;
                break;
            case TagKind::kHidden:
                if (!tag.closes) skip_to_close(tag.name);
                break;
        }
        return true;
    }

    // As browsers end it, which is not only where it should.
    bool comment() {
        const auto inside = html_.substr(at_ + 4);
        if (inside.starts_with('>') || inside.starts_with("->")) {
            at_ = html_.find('>', at_) + 1;
            return true;
        }
        const auto end = comments_end_ ? end_of_comment(at_ + 4) : kNone;
        comments_end_ = end != kNone;  // where one does not, no later one does
        if (comments_end_) at_ = end;
        return comments_end_;
    }

    // After the first "-->" or "--!>" from `begin`; kNone if there is none.
    [[nodiscard]] std::size_t end_of_comment(std::size_t begin) const {
        for (auto at = html_.find("--", begin); at != kNone; at = html_.find("--", at + 1)) {
            const auto rest = html_.substr(at + 2, 2);
            if (rest.starts_with('>')) return at + 3;
            if (rest == "!>") return at + 4;
        }
        return kNone;
    }

    // The name of the tag at at_, and where it ends; kNone if there is no tag.
    std::size_t read_name(Tag& tag) const {
        auto at = at_ + 1;
        if (at < html_.size() && html_[at] == '/') {
            tag.closes = true;
            ++at;
        }
        if (at >= html_.size()) return kNone;
        const bool declaration = html_[at] == '!' || html_[at] == '?';
        if (!declaration && !is_letter(html_[at])) return kNone;
        while (at < html_.size() && !is_blank(html_[at]) && html_[at] != '>' && html_[at] != '/' &&
               html_[at] != '<') {
            if (tag.name.size() < kNameBytes)
                tag.name.push_back(is_letter(html_[at]) ? static_cast<char>(html_[at] | 0x20)
                                                        : html_[at]);
            ++at;
        }
        if (at < html_.size() && html_[at] == '<') tag.name.push_back('<');  // and is none we know
        return at;
    }

    bool read_tag(Tag& tag) const {
        const auto at = read_name(tag);
        if (at == kNone || last_end_ == kNone || at > last_end_) return false;
        const bool declaration = tag.name.starts_with('!') || tag.name.starts_with('?');
        tag.end = declaration ? html_.find('>', at) + 1 : end_of_tag(at);
        const auto known = std::ranges::find(kTagNames, tag.name, &TagName::name);
        if (known != kTagNames.end()) tag.kind = known->kind;
        return true;
    }

    // After the '>' that closes a tag, which may hold others in the quoted values of its attributes. If it makes no sense so, the
    // first one closes it. `begin` is where its name ends, at the last '>' or before.
    [[nodiscard]] std::size_t end_of_tag(std::size_t begin) const {
        const auto stop = std::min(last_end_ + 1, begin + kTagBytes);
        auto part = TagPart::kTagName;
        for (auto at = begin; at < stop; ++at) {
            const char c = html_[at];
            if (c == '>') return at + 1;
            if (part == TagPart::kBeforeValue && (c == '"' || c == '\'')) {
                at = html_.substr(0, stop).find(c, at + 1);
                if (at == kNone) break;
                part = TagPart::kBeforeName;
            } else {
                part = part_after(part, c);
            }
        }
        return html_.find('>', begin) + 1;
    }

    // Passes over what a script holds; to the end of all if it is not closed.
    void skip_to_close(const std::string& name) {
        while (last_close_ != kNone && at_ <= last_close_) {
            at_ = html_.find("</", at_);
            Tag tag;
            if (read_name(tag) != kNone && tag.name == name) return;  // and is read as a tag
            at_ += 2;
        }
        at_ = html_.size();
    }

    void character() {
        const char c = html_[at_];
        if (is_blank(c)) {
            blank_ = true;
            ++at_;
            return;
        }
        begin_word();
        const auto reference = c == '&' ? entity(html_, at_) : Entity{};
        if (reference.size > 0) {
            utf8::append(out_, reference.code_point);
            at_ += reference.size;
        } else {
            out_.push_back(c);
            ++at_;
        }
    }

    // What stands between the last word and this one.
    void begin_word() {
        if (lines_ > 0 || out_.empty()) {
            if (!out_.empty()) out_.append(lines_, '\n');
            for (unsigned i = 0; i < std::min(quotes_, kMostQuotes); ++i) out_.append("> ");
        } else if (blank_) {
            out_.push_back(' ');
        }
        lines_ = 0;
        blank_ = false;
    }

    std::string_view html_;
    std::size_t last_end_, last_close_;  // the last '>' and the last "</"
    std::size_t at_ = 0;
    std::string out_;
    unsigned lines_ = 0;   // line ends that are due
    unsigned quotes_ = 0;  // open <blockquote>
    bool blank_ = false;   // a blank is due
    bool comments_end_ = true;
};

}  // namespace

std::string html_to_text(std::string_view html) { return HtmlReader(html).read(); }

}  // namespace mizan::text
