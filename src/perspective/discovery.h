// The discovery document: what clients that build themselves at run time read before their first request
// (GET /$discovery/rest?version=v1alpha1). Pure; thread-safe. Source: the Google API Discovery Service's format, "discovery#restDescription".
#pragma once

#include <string>
#include <string_view>

namespace mizan::perspective {

// `base_url` is where clients reach this server: "https://mizan.example:8443", perhaps with a path, with or without a slash at its
// end. The methods are BASE/v1alpha1/comments:analyze and BASE/v1alpha1/comments:suggestscore. Always valid JSON.
[[nodiscard]] std::string discovery_document(std::string_view base_url);

}  // namespace mizan::perspective
