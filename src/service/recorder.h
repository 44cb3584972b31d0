// Recorder: has every decision of a run recorded before it is told to anybody, and publishes the logs meanwhile.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "model/decision.h"
#include "model/post.h"
#include "publish/publisher.h"
#include "service/moderate.h"
#include "service/record_folder.h"
#include "service/record_notes.h"

namespace mizan::service {

// Unix time in seconds. A clock that goes back is held by the recorder until it has caught up.
using Clock = std::function<std::uint64_t()>;

struct RecorderOptions {
    std::string platform = "default";  // of posts that name none
    std::string source;  // the feed; empty: none for posts with an id, else the input's name
    std::string purpose{record::kFirst};
    std::string origin;  // the name of a log that is made; empty: see RecordFolder
    Sha256 engine{};     // of the program
    std::uint64_t publish_ms =
        500;  // so often, that a leaf is public within a second; 0: only at the end
    std::function<publish::AskWitnesses(const std::string& log_folder)>
        ask_witnesses;  // may be empty
    Clock clock;
};

struct RecorderReport {
    std::uint64_t recorded = 0;  // decisions, records of their own
    std::uint64_t in_batches = 0;
    std::uint64_t known = 0;      // were recorded before
    std::uint64_t kept_old = 0;   // of those, decided differently now; the old decision stands
    std::uint64_t conflicts = 0;  // other contents under a known key
    std::uint64_t erased = 0;     // keys of erased posts
    std::vector<std::pair<std::string, std::uint64_t>> published;  // platform, size of its log
};

class Recorder {
public:
    // Keeps the policy in the archive. Folder must outlive it. Errors: kFileWrite.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> make(RecordFolder& folder,
                                                                const LoadedPolicy& policy,
                                                                const std::string& policy_path,
                                                                RecorderOptions options);
    ~Recorder();

    // Notes a decision, whose JSON is `json`. Thread-safe for different notes.
    void note(RecordNotes& notes, const Post& post, const Decision& decision, std::string_view json,
              std::string_view input_name, const NotedLine& line);

    // Records what was noted; when it returns, all is durable. A decision that was recorded before stands in `output` as it was then; one
    // that cannot be recorded is taken out and told in `rejects`. One call at a time. Errors: of the store; of a log's folder and key.
    [[nodiscard]] Result<void> commit(RecordNotes& notes, RejectFormat format,
                                      std::string_view input_name, std::string& output,
                                      std::string& rejects);

    // Publishes what is recorded and says what was done. Errors: of publishing, now or before.
    [[nodiscard]] Result<RecorderReport> finish();

private:
    Recorder(RecordFolder& folder, const LoadedPolicy& policy, RecorderOptions options);

    struct Log {
        record::Setting setting;
        std::unique_ptr<ledger::Signer> signer;
        std::unique_ptr<publish::Publisher> publisher;
    };
    // A line of the output that is not as it was noted.
    struct Edit {
        std::size_t begin = 0;
        std::size_t size = 0;
        std::string instead;
    };
    struct Settling {
        std::vector<Edit> edits;
        std::vector<std::pair<NotedLine, Error>> refused;
    };

    [[nodiscard]] std::uint64_t now();
    std::uint64_t not_before(std::uint64_t time);
    [[nodiscard]] Result<const Log*> log_of(std::string_view platform);
    [[nodiscard]] Result<void> go_live(std::string_view platform, Log& log);
    [[nodiscard]] Result<RecordNotes::OfPlatform*> notes_of(RecordNotes& notes,
                                                            std::string_view platform);
    [[nodiscard]] Result<std::string> old_decision(const record::Answer& answer,
                                                   std::string_view post);
    [[nodiscard]] Result<void> settle(const record::Answer& answer, std::string_view post,
                                      const NotedLine& line, std::string_view output,
                                      Settling& settling);
    static void apply(Settling& settling, RecordNotes& notes, RejectFormat format,
                      std::string_view input_name, std::string& output, std::string& rejects);
    [[nodiscard]] Result<void> publish_all();
    void publish_from_time_to_time(const std::stop_token& stop);

    RecordFolder& folder_;
    std::shared_ptr<const policy::Policy> policy_;
    std::string model_version_;
    RecorderOptions options_;
    std::atomic<std::uint64_t> last_now_{0};

    std::mutex logs_mutex_;  // guards logs_; what it holds stays where it is
    std::map<std::string, Log, std::less<>> logs_;

    RecorderReport report_;
    record::RecordId frame_id_ = 0;  // of frame_, the last that was looked into
    store::StoredFrame frame_;
    std::vector<record::Batch::Tail> frame_tails_;

    std::mutex publish_mutex_;  // one at a time; guards the rest
    std::condition_variable_any stop_;
    std::jthread publishing_;
};

}  // namespace mizan::service
