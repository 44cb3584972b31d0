// Recorder: has every decision recorded before it is told to anybody.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/decision.h"
#include "model/post.h"
#include "service/live_logs.h"
#include "service/moderate.h"
#include "service/record_folder.h"
#include "service/record_notes.h"

namespace mizan::service {

class Authors;
class Restraint;

struct RecorderOptions {
    std::string platform = "default";  // of posts that name none
    std::string source;  // the feed; empty: none for posts with an id, else the input's name
    std::string purpose{record::kFirst};
    Sha256 engine{};                 // of the program
    Restraint* restraint = nullptr;  // of a service; must outlive the recorder, as must
    const Authors* authors = nullptr;
};

struct RecorderReport {
    std::uint64_t recorded = 0;  // decisions, records of their own
    std::uint64_t in_batches = 0;
    std::uint64_t known = 0;      // were recorded before
    std::uint64_t kept_old = 0;   // of those, decided differently now; the old decision stands
    std::uint64_t conflicts = 0;  // other contents under a known key
    std::uint64_t erased = 0;     // keys of erased posts
};

// What became of noted decisions that do not stand as they were noted.
struct Settled {
    // Another line stands for the one that was noted; empty: none does.
    struct Edit {
        NotedLine line;
        std::string instead;  // with its line end
    };
    std::vector<Edit> edits;
    std::vector<std::pair<NotedLine, Error>> refused;
};

// Thread-safe.
class Recorder {
public:
    // Keeps the policy in the archive. Folder and logs must outlive it. Errors: kFileWrite.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> make(RecordFolder& folder,
                                                                LiveLogs& logs,
                                                                const LoadedPolicy& policy,
                                                                const std::string& policy_path,
                                                                RecorderOptions options);

    // What a service does to a decision before it is written as JSON and noted, and what it adds of its own knowledge; elsewhere nothing.
    void restrain(const Post& post, Decision& decision);
    // Notes a decision, whose JSON is `json`. For each notes one thread at a time.
    void note(RecordNotes& notes, const Post& post, const Decision& decision, std::string_view json,
              std::string_view input_name, const NotedLine& line);

    // Records what was noted; when it returns, all is durable. `output` holds the lines that were noted. A decision that was recorded
    // before stands as it was then. Errors: of the store; of a log's folder and key.
    [[nodiscard]] Result<Settled> record(RecordNotes& notes, std::string_view output,
                                         store::Store::Frames frames);

    // The same, and changes `output` accordingly; what cannot be recorded is told in `rejects`.
    [[nodiscard]] Result<void> commit(RecordNotes& notes, RejectFormat format,
                                      std::string_view input_name, std::string& output,
                                      std::string& rejects);

    // The policy's activation is on the platform's record from then on. Errors: kFieldType for what cannot be a platform's name; of the
    // store; of the log's folder and key.
    [[nodiscard]] Result<record::Setting> go_live(std::string_view platform);

    [[nodiscard]] RecorderReport report();

private:
    Recorder(RecordFolder& folder, LiveLogs& logs, const LoadedPolicy& policy,
             RecorderOptions options);

    [[nodiscard]] Result<record::Setting> activate(std::string_view platform);
    [[nodiscard]] Result<RecordNotes::OfPlatform*> notes_of(RecordNotes& notes,
                                                            std::string_view platform);
    [[nodiscard]] Result<std::string> old_decision(const record::Answer& answer,
                                                   std::string_view post);
    [[nodiscard]] Result<void> settle(const record::Answer& answer, std::string_view post,
                                      const NotedLine& line, std::string_view output,
                                      Settled& settled);
    [[nodiscard]] Result<void> record_platform(RecordNotes::OfPlatform& of, std::string_view output,
                                               store::Store::Frames frames, Settled& settled);

    RecordFolder& folder_;
    LiveLogs& logs_;
    std::shared_ptr<const policy::Policy> policy_;
    std::string model_version_;
    RecorderOptions options_;

    std::mutex settings_mutex_;  // guards settings_
    std::map<std::string, record::Setting, std::less<>> settings_;

    std::mutex mutex_;  // guards the rest
    RecorderReport report_;
    record::RecordId frame_id_ = 0;  // of frame_, the last that was looked into
    store::StoredFrame frame_;
    std::vector<record::Batch::Tail> frame_tails_;
};

}  // namespace mizan::service
