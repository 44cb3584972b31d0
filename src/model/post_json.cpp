#include "model/post_json.h"

#include <string_view>

#include "base/json.h"

namespace mizan {

namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void append_raw(std::string& out, std::string_view s) {
    out.push_back('"');
    std::size_t plain = 0;  // where what is not yet appended begins
    for (std::size_t i = 0; i < s.size(); ++i) {
        const auto c = static_cast<unsigned char>(s[i]);
        if (c >= ' ' && c != '"' && c != '\\') continue;
        out.append(s.substr(plain, i - plain));
        plain = i + 1;
        if (c >= ' ') {
            out.push_back('\\');
            out.push_back(s[i]);
        } else {
            out.append("\\u00");
            out.push_back(kHex[c >> 4]);
            out.push_back(kHex[c & 15]);
        }
    }
    out.append(s.substr(plain)).push_back('"');
}

class PostWriter {
public:
    explicit PostWriter(std::string& out) : out_(out) {}

    void text(std::string_view key, std::string_view value) {
        begin(key);
        append_raw(out_, value);
    }
    void given(std::string_view key, std::string_view value) {
        if (!value.empty()) text(key, value);
    }
    void number(std::string_view key, std::int64_t value) {
        begin(key);
        json::append_int(out_, value);
    }
    template <class Items, class F> void list(std::string_view key, const Items& items, F write) {
        if (items.empty()) return;
        begin(key);
        out_.push_back('[');
        bool first = true;
        for (const auto& item : items) {
            if (!first) out_.push_back(',');
            first = false;
            write(item);
        }
        out_.push_back(']');
    }
    template <class F> void object(F write) {
        out_.push_back('{');
        write();
        out_.push_back('}');
    }
    void raw_item(std::string_view value) { append_raw(out_, value); }
    void begin(std::string_view key) {
        if (out_.back() != '{') out_.push_back(',');
        out_.push_back('"');
        out_.append(key).append("\":");
    }

private:
    std::string& out_;
};

void write_part(PostWriter& w, const Part& part) {
    w.object([&] {
        w.text("kind", name(part.kind));
        w.text("role", name(part.role));
        w.text("text", part.bytes);
        w.given("provenance", part.provenance);
    });
}

void write_signal(PostWriter& w, const Signal& signal) {
    w.object([&] {
        w.text("name", signal.name);
        w.given("source", signal.source);
        w.given("version", signal.version);
        if (signal.values.empty()) w.number("value", signal.value);
        w.list("value", signal.values, [&](std::string_view v) { w.raw_item(v); });
        w.given("asked_at", signal.asked_at);
    });
}

}  // namespace

void append_post_json(std::string& out, const Post& post) {
    PostWriter w(out);
    w.object([&] {
        w.given("platform", post.platform);
        w.text("id", post.id);
        w.given("author", post.author);
        w.given("created_at", post.created_at);
        w.given("lang", post.lang);
        w.given("surface", post.surface);
        w.given("reply_to", post.reply_to);
        w.given("target", post.target);
        w.list("mentions", post.mentions, [&](std::string_view m) { w.raw_item(m); });
        w.list("parts", post.parts, [&](const Part& p) { write_part(w, p); });
        w.list("signals", post.signals, [&](const Signal& s) { write_signal(w, s); });
    });
}

}  // namespace mizan
