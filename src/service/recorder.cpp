#include "service/recorder.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <utility>

#include "model/post_json.h"
#include "record/decision.h"
#include "record/frame.h"
#include "record/leaf.h"
#include "service/reject_text.h"

namespace mizan::service {

namespace {

std::uint32_t views_of(const Post& post) {
    if (!post.has_reach || post.reach.views < 0) return 0;
    constexpr auto kMost = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::min<std::int64_t>(post.reach.views, kMost));
}

constexpr std::size_t kPlatforms = 256;  // of one run; posts of others are turned away
constexpr std::size_t kPlatformBytes =
    64;  // of a name; it becomes part of files' names and of the log's

bool is_platform(std::string_view name) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; };
    return name.size() <= kPlatformBytes && std::none_of(name.begin(), name.end(), is_control);
}

Sha256 hash_from(std::string_view hex) {
    Sha256 hash{};
    (void)from_hex(hex, hash);  // what is no hash stands as zeros
    return hash;
}

}  // namespace

Recorder::Recorder(RecordFolder& folder, const LoadedPolicy& policy, RecorderOptions options)
    : folder_(folder),
      policy_(policy.policy),
      model_version_(policy.scorer == nullptr ? std::string() : policy.scorer->model().version),
      options_(std::move(options)) {}

Result<std::unique_ptr<Recorder>> Recorder::make(RecordFolder& folder, const LoadedPolicy& policy,
                                                 const std::string& policy_path,
                                                 RecorderOptions options) {
    MZ_CHECK(folder.archive(policy, policy_path));
    std::unique_ptr<Recorder> recorder(new Recorder(folder, policy, std::move(options)));
    if (recorder->options_.publish_ms > 0)
        recorder->publishing_ = std::jthread([r = recorder.get()](const std::stop_token& stop) {
            r->publish_from_time_to_time(stop);
        });
    return recorder;
}

Recorder::~Recorder() {
    publishing_.request_stop();
    stop_.notify_all();
}

std::uint64_t Recorder::now() { return not_before(options_.clock()); }

// The latest time that was ever told, to which `time` is added.
std::uint64_t Recorder::not_before(std::uint64_t time) {
    auto last = last_now_.load();
    while (last < time && !last_now_.compare_exchange_weak(last, time)) {
    }
    return std::max(last, time);
}

Result<const Recorder::Log*> Recorder::log_of(std::string_view platform) {
    const std::lock_guard lock(logs_mutex_);
    const auto at = logs_.find(platform);
    if (at != logs_.end()) return &at->second;
    if (logs_.size() == kPlatforms) {
        return fail(
            {Code::kRecordConflict,
             "this run has posts of " + std::to_string(kPlatforms) + " other platforms already",
             {}});
    }
    // An earlier run may have had a clock that went ahead of this one's.
    MZ_TRY(const auto last_at, folder_.store().last_at(platform));
    not_before(last_at);
    Log log;
    MZ_TRY(auto signer, folder_.make_log_key(platform, options_.origin));
    log.signer = std::make_unique<ledger::Signer>(std::move(signer));
    publish::PublisherOptions publishing;
    publishing.platform = platform;
    publishing.folder = folder_.log_path(platform);
    if (options_.ask_witnesses)
        publishing.ask_witnesses = options_.ask_witnesses(publishing.folder);
    log.publisher =
        std::make_unique<publish::Publisher>(folder_.store(), *log.signer, std::move(publishing));
    MZ_CHECK(go_live(platform, log));
    return &logs_.emplace(std::string(platform), std::move(log)).first->second;
}

// Finds the policy's activation on record, or records it.
Result<void> Recorder::go_live(std::string_view platform, Log& log) {
    log.setting.policy = record::policy_name(policy_->title, policy_->version);
    log.setting.engine = options_.engine;
    log.setting.bundle = hash_from(policy_->bundle_hash);
    const auto rest = [&](std::uint64_t t) {
        return record::leaf_rest(
            record::LeafType::kPolicy, t,
            {std::string_view(log.setting.policy), std::uint64_t{policy_->semantics_level},
             hash_from(policy_->version), log.setting.bundle, hash_from(model_version_),
             log.setting.engine});
    };
    MZ_TRY(auto last, folder_.store().activation(platform));
    if (!last || last->leaf != rest(last->at)) {
        record::Draft draft;
        draft.kind = record::Kind::kActivation;
        draft.at = now();
        draft.leaf = rest(draft.at);
        record::Outcome outcome;
        outcome.platform = platform;
        outcome.records.push_back(std::move(draft));
        MZ_TRY(const auto done, folder_.store().commit(std::move(outcome)));
        MZ_TRY(auto entry, folder_.store().entry(done.records.front().record));
        last = std::move(entry);
    }
    log.setting.activation = last->index.value_or(0);
    log.setting.activation_record = last->id;
    return {};
}

Result<RecordNotes::OfPlatform*> Recorder::notes_of(RecordNotes& notes, std::string_view platform) {
    for (auto& of : notes.platforms)
        if (of.platform == platform) return &of;
    MZ_TRY(const auto* log, log_of(platform));
    auto& of = notes.platforms.emplace_back();
    of.platform = platform;
    of.batch.setting = log->setting;
    of.batch.purpose = options_.purpose;
    of.batch.at = now();
    return &of;
}

void Recorder::note(RecordNotes& notes, const Post& post, const Decision& decision,
                    std::string_view json, std::string_view input_name, const NotedLine& line) {
    const auto platform =
        post.platform.empty() ? std::string_view(options_.platform) : post.platform;
    if (!is_platform(platform)) {
        notes.turned_away.emplace_back(
            line,
            Error{Code::kFieldType,
                  "a platform's name has at most 64 characters, none of them a control character",
                  {}});
        return;
    }
    const auto found = notes_of(notes, platform);
    if (!found && found.error().code == Code::kRecordConflict) {
        notes.turned_away.emplace_back(line, found.error());
        return;
    }
    if (!found) {
        notes.error = found.error();
        return;
    }
    auto& of = **found;
    const auto source = source_of(options_.source, post.id, input_name);
    const auto tag = folder_.tags().tag(platform, source, post.id);
    notes.input.clear();
    append_post_json(notes.input, post);
    if (!record::is_ordinary(decision)) {
        const record::Occasion occasion{tag,           source,           post.id,
                                        post.revision, options_.purpose, of.batch.at};
        of.drafts.push_back(record::decision_draft(of.batch.setting, occasion, decision,
                                                   post.author, notes.input, std::string(json)));
        of.draft_lines.push_back(line);
        return;
    }
    const auto tail = record::tail_of(json);
    if (of.batch.tails.empty() || of.batch.tails[of.last_tail].text != tail) {
        const auto [at, fresh] = of.tails.try_emplace(
            std::string(tail), static_cast<std::uint32_t>(of.batch.tails.size()));
        if (fresh)
            of.batch.tails.push_back(
                {std::string(tail), static_cast<std::uint8_t>(decision.coverage.level)});
        of.last_tail = at->second;
    }
    of.batch.posts.push_back(
        {tag, post.revision, views_of(post), of.last_tail, sha256(notes.input)});
    of.post_lines.push_back(line);
    of.posts.emplace_back(post.id);
}

Result<std::string> Recorder::old_decision(const record::Answer& answer, std::string_view post) {
    if (!answer.in_batch) {
        MZ_TRY(auto vault, folder_.store().vault(answer.record));
        return std::move(vault.decision);
    }
    if (frame_id_ != answer.record) {
        MZ_TRY(frame_, folder_.store().frame(answer.record));
        frame_id_ = answer.record;
        MZ_TRY(const auto view, record::FrameView::read(frame_.bytes));
        MZ_TRY(frame_tails_, view.tails());
    }
    MZ_TRY(const auto view, record::FrameView::read(frame_.bytes));
    const auto slot = view.slot(answer.slot);
    if (slot.tail >= frame_tails_.size())
        return fail({Code::kStoreCorrupt, "a slot has no decision",
                     "batch " + std::to_string(answer.record)});
    return record::from_tail(post, frame_tails_[slot.tail].text);
}

// What an answer means for the line that told of the decision.
Result<void> Recorder::settle(const record::Answer& answer, std::string_view post,
                              const NotedLine& line, std::string_view output, Settling& settling) {
    using enum record::AnswerState;
    const bool written = line.begin != NotedLine::kNotWritten;
    const auto told = written ? output.substr(line.begin, line.size) : std::string_view();
    switch (answer.state) {
        case kNew: return {};
        case kKnown: {
            ++report_.known;
            if (!written) return {};
            MZ_TRY(auto old, old_decision(answer, post));
            old.push_back('\n');
            if (old == told) return {};
            ++report_.kept_old;
            settling.edits.push_back({line.begin, line.size, std::move(old)});
            return {};
        }
        case kConflict:
            ++report_.conflicts;
            settling.refused.emplace_back(line, Error{Code::kRecordConflict,
                                                      "a post of this id was recorded before with "
                                                      "other contents; an edited post needs a "
                                                      "higher \"revision\"",
                                                      {}});
            break;
        case kErased:
            ++report_.erased;
            settling.refused.emplace_back(
                line,
                Error{Code::kRecordErased, "a post of this id was recorded before and erased", {}});
            break;
    }
    if (written) settling.edits.push_back({line.begin, line.size, {}});
    return {};
}

Result<void> Recorder::commit(RecordNotes& notes, RejectFormat format, std::string_view input_name,
                              std::string& output, std::string& rejects) {
    if (notes.error) return fail(*notes.error);
    Settling settling;
    for (auto& of : notes.platforms) {
        record::Outcome outcome;
        outcome.platform = of.platform;
        std::vector<std::string> ids;
        for (const auto& draft : of.drafts) ids.push_back(draft.vault.post);
        outcome.records = std::move(of.drafts);
        if (!of.batch.posts.empty()) outcome.batches.push_back(std::move(of.batch));
        std::size_t record = 0;  // that is answered next
        std::size_t post = 0;
        for (const auto& piece :
             folder_.store().commit_each(record::in_pieces(std::move(outcome)))) {
            if (!piece) return fail(piece.error());
            for (const auto& answer : piece->records) {
                if (answer.state == record::AnswerState::kNew) ++report_.recorded;
                MZ_CHECK(settle(answer, ids[record], of.draft_lines[record], output, settling));
                ++record;
            }
            for (const auto& answers : piece->batches)
                for (const auto& answer : answers) {
                    if (answer.state == record::AnswerState::kNew) ++report_.in_batches;
                    MZ_CHECK(settle(answer, of.posts[post], of.post_lines[post], output, settling));
                    ++post;
                }
        }
    }
    for (auto& [line, error] : notes.turned_away) {
        if (line.begin != NotedLine::kNotWritten)
            settling.edits.push_back({line.begin, line.size, {}});
        settling.refused.emplace_back(line, std::move(error));
    }
    apply(settling, notes, format, input_name, output, rejects);
    return {};
}

void Recorder::apply(Settling& settling, RecordNotes& notes, RejectFormat format,
                     std::string_view input_name, std::string& output, std::string& rejects) {
    auto& edits = settling.edits;
    std::sort(edits.begin(), edits.end(),
              [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
    if (!edits.empty()) {
        std::string edited;
        std::size_t at = 0;
        for (const auto& edit : edits) {
            edited.append(output, at, edit.begin - at).append(edit.instead);
            at = edit.begin + edit.size;
        }
        output = edited.append(output, at);
    }
    auto& refused = settling.refused;
    std::sort(refused.begin(), refused.end(),
              [](const auto& a, const auto& b) { return a.first.line < b.first.line; });
    for (auto& [line, error] : refused) {
        error.where = std::string(input_name) + ":" + std::to_string(line.line);
        append_reject(rejects, format, error, line.line, input_name, line.raw);
        notes.refused.push_back(error.code);
    }
}

Result<void> Recorder::publish_all() {
    std::vector<publish::Publisher*> publishers;
    {
        const std::lock_guard lock(logs_mutex_);
        for (const auto& [platform, log] : logs_) publishers.push_back(log.publisher.get());
    }
    Result<void> first;
    for (auto* publisher : publishers) {
        const auto done = publisher->publish(now());
        if (!done && first) first = fail(done.error());  // the other platforms' logs go on
    }
    return first;
}

void Recorder::publish_from_time_to_time(const std::stop_token& token) {
    std::unique_lock lock(publish_mutex_);
    while (!token.stop_requested()) {
        stop_.wait_for(lock, std::chrono::milliseconds(options_.publish_ms),
                       [&] { return token.stop_requested(); });
        // What fails now may work the next time, when the disk has room again; finish() tells what does not.
        if (!token.stop_requested()) (void)publish_all();
    }
}

Result<RecorderReport> Recorder::finish() {
    publishing_.request_stop();
    stop_.notify_all();
    const std::lock_guard lock(publish_mutex_);
    MZ_CHECK(publish_all());
    for (const auto& [platform, log] : logs_) {
        MZ_TRY(const auto state, folder_.store().log_state(platform));
        report_.published.emplace_back(platform, state.signed_size);
    }
    return report_;
}

}  // namespace mizan::service
