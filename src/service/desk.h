// Desk: decides posts that come one by one, has them recorded many at a time, and tells each decision once it is durable.
//
// While a group of decisions becomes durable the next one gathers; so the more posts come at once, the fewer times is the disk waited
// for, and a lone one waits for nobody. Where one group follows the other, those who were just answered are given a moment to come
// again, or half of them would always miss the group of the other half.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "model/json.h"
#include "model/post.h"
#include "service/decide.h"
#include "service/load_policy.h"
#include "service/post_line.h"
#include "service/record_notes.h"
#include "service/recorder.h"

namespace mizan::service {

// A policy at work, and who records under it.
struct Engine {
    LoadedPolicy loaded;
    std::string path;  // where it was loaded from
    std::unique_ptr<Recorder> recorder;
};

struct DeskFigures {
    std::uint64_t decided = 0;
    std::uint64_t refused = 0;  // posts that could not be read or recorded
    std::uint64_t groups = 0;   // that became durable together
};

// moderate() and adopt() may be called by any thread, one call at a time does its work.
class Desk {
public:
    // The decision as JSON, without a line end; or why there is none. Called once, by any thread.
    using Told = std::move_only_function<void(Result<std::string>)>;

    explicit Desk(std::shared_ptr<const Engine> engine);
    // Finishes what it has taken.
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    struct Order {
        std::string_view json;      // the post: one object, as a line of a feed
        std::string_view where;     // what an error calls it
        std::string_view platform;  // the only one that it may be of; empty: any
        std::string_view id;        // of a post that brings none
    };
    // Errors: those of a record that cannot be read, kFieldType for another platform, kRecordConflict, kRecordErased, of the store;
    // kOverload if kWaiting posts wait to become durable already.
    void moderate(const Order& order, Told told);
    // Decides by this engine from now on.
    void adopt(std::shared_ptr<const Engine> engine);
    [[nodiscard]] DeskFigures figures();

    static constexpr std::size_t kWaiting = 16'384;

private:
    struct Waiting {
        std::size_t begin = 0;  // in the group's output
        std::size_t size = 0;   // without the line end
        Told told;
    };
    // Decisions that become durable together.
    struct Group {
        std::shared_ptr<const Engine> engine;
        RecordNotes notes;
        std::string output;
        std::vector<Waiting> waiting;
    };
    // Errors: of a post that is refused at once. Else whether thread_ is to be woken.
    [[nodiscard]] Result<bool> take(const Order& order, Told& told);
    [[nodiscard]] bool put(const Order& order, const Decision& decision, bool made_id, Told& told);
    [[nodiscard]] Group& open_group();
    // The group to record, when there is one; null: there will be none. `answered`: posts of the group before.
    [[nodiscard]] std::unique_ptr<Group> next(const std::stop_token& stop, std::size_t answered);
    void work(const std::stop_token& stop);
    static void record(Group& group);

    // Two, taken in this order: who records must not wait until a post is decided.
    std::mutex deciding_;  // guards what is used to decide
    std::shared_ptr<const Engine> engine_;
    std::unique_ptr<Decider> decider_;
    PostLine line_;
    Post post_;
    DecisionWriter json_;
    std::string decided_;  // the last decision as JSON
    std::mutex mutex_;     // guards the rest
    std::condition_variable_any changed_;
    std::deque<std::unique_ptr<Group>> groups_;  // the last is the one that gathers
    std::size_t waiting_ = 0;                    // in groups_ and in the one that is being recorded
    std::size_t wake_at_ = 1;  // posts of the group that gathers at which thread_ is woken
    DeskFigures figures_;
    std::jthread thread_;
};

}  // namespace mizan::service
