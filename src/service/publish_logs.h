// Use case: publish what is due, of one platform or all.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "publish/publisher.h"
#include "service/record_folder.h"

namespace mizan::service {

// `platform` empty: all that have a log. `ask_witnesses` gives for a log's folder whom to ask; may be empty. `now` in unix seconds. Gives the sizes of the published logs. Errors: those of
// publish::Publisher.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::uint64_t>>> publish_logs(
    RecordFolder& folder, const std::string& platform, std::uint64_t now,
    const std::function<publish::AskWitnesses(const std::string&)>& ask_witnesses);

}  // namespace mizan::service
