// The API's description, schemas/openapi.json, as it was when the program was built.
#pragma once

#include <string_view>

namespace mizan::server {

extern const std::string_view kOpenApi;

}  // namespace mizan::server
