#include "service/example_post.h"

#include <algorithm>

#include "base/json.h"

namespace mizan::service {

namespace {

constexpr std::string_view kSignal = "signal.";

bool is_number(std::string_view s) {
    return !s.empty() &&
           std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void append_list(std::string& out, const std::vector<policy::Named>& values) {
    out.push_back('[');
    for (const auto& v : values) {
        if (!out.ends_with('[')) out.push_back(',');
        json::append_string(out, v.text);
    }
    out.push_back(']');
}

std::string_view value_of(const policy::Example& example, std::string_view key) {
    for (const auto& s : example.context) {
        if (s.key.text == key && !s.values.empty()) return s.values.front().text;
    }
    return {};
}

// The words, and beside them perhaps an image.
void append_words(std::string& out, const policy::Example& example) {
    const auto role = value_of(example, "role");
    out.append("{\"parts\":[{\"role\":");
    json::append_string(out, role.empty() ? "body" : role);
    out.append(",\"text\":");
    json::append_string(out, example.text);
    out.append("}");
    if (value_of(example, "image") == "yes") out.append(",{\"kind\":\"media-ref\",\"text\":\"\"}");
    out.append("]");
}

void append_signals(std::string& out, const policy::Example& example) {
    bool any = false;
    for (const auto& s : example.context) {
        if (!s.key.text.starts_with(kSignal) || s.values.empty()) continue;
        out.append(any ? "," : ",\"signals\":{");
        any = true;
        json::append_string(out, std::string_view(s.key.text).substr(kSignal.size()));
        out.push_back(':');
        if (s.values.size() == 1 && is_number(s.values.front().text))
            out.append(s.values.front().text);
        else append_list(out, s.values);
    }
    if (any) out.append("}");
}

}  // namespace

std::string example_post(const policy::Example& example) {
    std::string out;
    if (example.context.empty()) {
        out.append("{\"text\":");
        json::append_string(out, example.text);
        return out.append("}");
    }
    append_words(out, example);
    for (const std::string_view key : {"surface", "lang", "reply_to", "target", "created_at"}) {
        if (const auto value = value_of(example, key); !value.empty()) {
            out.append(",\"").append(key).append("\":");
            json::append_string(out, value);
        }
    }
    for (const auto& s : example.context) {
        if (s.key.text != "mentions") continue;
        out.append(",\"mentions\":");
        append_list(out, s.values);
        break;
    }
    append_signals(out, example);
    return out.append("}");
}

}  // namespace mizan::service
