#include "service/publish_logs.h"

#include "publish/publisher.h"
#include "service/record_lookup.h"

namespace mizan::service {

Result<std::vector<std::pair<std::string, std::uint64_t>>> publish_logs(
    RecordFolder& folder, const std::string& platform, std::uint64_t now,
    const std::function<publish::AskWitnesses(const std::string&)>& ask_witnesses) {
    std::vector<std::string> platforms;
    if (platform.empty()) {
        MZ_TRY(platforms, folder.store().platforms());
    } else {
        MZ_TRY(auto known, platform_of(folder.store(), platform));
        platforms.push_back(std::move(known));
    }
    std::vector<std::pair<std::string, std::uint64_t>> published;
    for (auto& name : platforms) {
        MZ_TRY(const auto signer, folder.log_key(name));
        publish::PublisherOptions options;
        options.platform = name;
        options.folder = folder.log_path(name);
        if (ask_witnesses) options.ask_witnesses = ask_witnesses(options.folder);
        publish::Publisher publisher(folder.store(), signer, std::move(options));
        MZ_TRY(const auto checkpoint, publisher.publish(now));
        published.emplace_back(std::move(name), checkpoint.checkpoint.size);
    }
    return published;
}

}  // namespace mizan::service
