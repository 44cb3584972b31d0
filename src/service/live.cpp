#include "service/live.h"

#include <utility>

namespace mizan::service {

Result<std::unique_ptr<Live>> Live::open(LiveOptions options) {
    std::unique_ptr<Live> live(new Live(std::move(options)));
    const auto& o = live->options_;
    MZ_TRY(live->folder_, RecordFolder::open({o.folder, o.keys, true}));
    live->logs_ = std::make_unique<LiveLogs>(*live->folder_, o.logs);
    MZ_TRY(live->restraint_,
           Restraint::open(*live->folder_, *live->logs_, o.platform, o.restraint));
    MZ_TRY(live->engine_, live->make_engine(o.policy));
    auto notices = o.notices;
    notices.path = o.folder + "/outbox.db";
    notices.clock = o.logs.clock;
    MZ_TRY(live->notices_, Notices::open(*live->folder_, std::move(notices)));
    for (unsigned i = 0; i < o.desks; ++i)
        live->desks_.push_back(std::make_unique<Desk>(live->engine_));
    return live;
}

Result<std::shared_ptr<const Engine>> Live::make_engine(const std::string& path) {
    auto engine = std::make_shared<Engine>();
    engine->path = path;
    MZ_TRY(engine->loaded, load_policy(path, options_.cache));
    RecorderOptions recording;
    recording.platform = options_.platform;
    recording.engine = options_.program;
    recording.restraint = restraint_.get();
    recording.authors = &authors_;
    MZ_TRY(engine->recorder, Recorder::make(*folder_, *logs_, engine->loaded, path, recording));
    MZ_TRY(auto platforms, folder_->store().platforms());
    platforms.push_back(options_.platform);
    for (const auto& platform : platforms) MZ_CHECK(engine->recorder->go_live(platform));
    return std::shared_ptr<const Engine>(std::move(engine));
}

std::shared_ptr<const Engine> Live::engine() {
    const std::lock_guard lock(mutex_);
    return engine_;
}

Result<std::shared_ptr<const Engine>> Live::go_live(const std::string& path) {
    const std::lock_guard one_at_a_time(going_live_);
    MZ_TRY(auto engine, make_engine(path));
    {
        const std::lock_guard lock(mutex_);
        engine_ = engine;
    }
    for (const auto& desk : desks_) desk->adopt(engine);
    return engine;
}

Result<void> Live::finish() {
    desks_.clear();
    restraint_->stop();
    const auto published = logs_->finish();
    notices_.reset();  // what it has not sent yet it sends when the service is there again
    MZ_CHECK(published);
    return {};
}

}  // namespace mizan::service
