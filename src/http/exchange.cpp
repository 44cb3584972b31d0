#include "http/exchange.h"

#include <algorithm>

namespace mizan::http {

namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, folded, folded);
}

std::string_view Request::field(std::string_view name) const {
    const auto at =
        std::ranges::find_if(fields, [&](const auto& f) { return same_name(f.first, name); });
    return at == fields.end() ? std::string_view() : std::string_view(at->second);
}

std::string_view Request::path() const {
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view Request::query() const {
    const auto at = target.find('?');
    return at == std::string::npos ? std::string_view() : std::string_view(target).substr(at + 1);
}

Reply::~Reply() {
    if (!send_) return;
    Response mistake;
    mistake.status = 500;
    mistake.content_type = "text/plain; charset=utf-8";
    mistake.body = "a mistake of the program itself: it gave no answer\n";
    std::exchange(send_, nullptr)(std::move(mistake));
}

void Reply::operator()(Response response) {
    if (send_) std::exchange(send_, nullptr)(std::move(response));
}

}  // namespace mizan::http
