// Routes: every address of the service, who may use it, and what it does. schemas/openapi.json describes them; a test holds both equal.
#pragma once

#include <span>

#include "server/site.h"

namespace mizan::server {

[[nodiscard]] std::span<const Route> routes();

struct Found {
    const Route* route = nullptr;
    std::size_t index = 0;
    std::string allowed;  // there is none, but for these methods: "GET, HEAD"
    std::vector<std::string> params;
};
// HEAD is answered as GET.
[[nodiscard]] Found find_route(std::string_view method, std::string_view path);

}  // namespace mizan::server
