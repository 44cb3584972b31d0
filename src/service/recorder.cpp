#include "service/recorder.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "model/post_json.h"
#include "record/decision.h"
#include "record/frame.h"
#include "record/leaf.h"
#include "service/authors.h"
#include "service/reject_text.h"
#include "service/restraint.h"

namespace mizan::service {

namespace {

std::uint32_t views_of(const Post& post) {
    if (!post.has_reach || post.reach.views < 0) return 0;
    constexpr auto kMost = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::min<std::int64_t>(post.reach.views, kMost));
}

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

Recorder::Recorder(RecordFolder& folder, LiveLogs& logs, const LoadedPolicy& policy,
                   RecorderOptions options)
    : folder_(folder),
      logs_(logs),
      policy_(policy.policy),
      model_version_(policy.scorer == nullptr ? std::string() : policy.scorer->model().version),
      options_(std::move(options)) {}

Result<std::unique_ptr<Recorder>> Recorder::make(RecordFolder& folder, LiveLogs& logs,
                                                 const LoadedPolicy& policy,
                                                 const std::string& policy_path,
                                                 RecorderOptions options) {
    MZ_CHECK(folder.archive(policy, policy_path));
    return std::unique_ptr<Recorder>(new Recorder(folder, logs, policy, std::move(options)));
}

Result<record::Setting> Recorder::go_live(std::string_view platform) {
    if (!is_platform(platform))
        return fail(
            {Code::kFieldType,
             "a platform's name has at most 64 characters, none of them a control character",
             {}});
    const std::lock_guard lock(settings_mutex_);
    const auto at = settings_.find(platform);
    if (at != settings_.end()) return at->second;
    MZ_CHECK(logs_.open(platform));
    MZ_TRY(auto setting, activate(platform));
    settings_.emplace(std::string(platform), setting);
    return setting;
}

// Finds the policy's activation on record, or records it.
Result<record::Setting> Recorder::activate(std::string_view platform) {
    record::Setting setting;
    setting.policy = record::policy_name(policy_->title, policy_->version);
    setting.engine = options_.engine;
    setting.bundle = hash_from(policy_->bundle_hash);
    const auto rest = [&](std::uint64_t t) {
        return record::leaf_rest(
            record::LeafType::kPolicy, t,
            {std::string_view(setting.policy), std::uint64_t{policy_->semantics_level},
             hash_from(policy_->version), setting.bundle, hash_from(model_version_),
             setting.engine});
    };
    MZ_TRY(auto last, folder_.store().activation(platform));
    if (!last || last->leaf != rest(last->at)) {
        record::Draft draft;
        draft.kind = record::Kind::kActivation;
        draft.at = logs_.now();
        draft.leaf = rest(draft.at);
        record::Outcome outcome;
        outcome.platform = platform;
        outcome.records.push_back(std::move(draft));
        MZ_TRY(const auto done, folder_.store().commit(std::move(outcome)));
        MZ_TRY(auto entry, folder_.store().entry(done.records.front().record));
        last = std::move(entry);
    }
    setting.activation = last->index.value_or(0);
    setting.activation_record = last->id;
    return setting;
}

Result<RecordNotes::OfPlatform*> Recorder::notes_of(RecordNotes& notes, std::string_view platform) {
    for (auto& of : notes.platforms)
        if (of.platform == platform) return &of;
    MZ_TRY(auto setting, go_live(platform));
    auto& of = notes.platforms.emplace_back();
    of.platform = platform;
    of.batch.setting = std::move(setting);
    of.batch.purpose = options_.purpose;
    of.batch.at = logs_.now();
    return &of;
}

void Recorder::restrain(const Post& post, Decision& decision) {
    if (options_.restraint == nullptr) return;
    // Of a platform that can have no record no brake could be put on it either; note() turns the post away.
    const auto platform =
        post.platform.empty() ? std::string_view(options_.platform) : post.platform;
    if (decision.route == Route::kAct && !go_live(platform)) return;
    options_.restraint->hold(post, decision);
    if (record::is_ordinary(decision)) return;  // recorded among others, and nobody looks
    decision.post_views = views_of(post);
    if (options_.authors != nullptr)
        decision.author_strikes = options_.authors->strikes_of(platform, post.author);
}

void Recorder::note(RecordNotes& notes, const Post& post, const Decision& decision,
                    std::string_view json, std::string_view input_name, const NotedLine& line) {
    const auto platform =
        post.platform.empty() ? std::string_view(options_.platform) : post.platform;
    const auto found = notes_of(notes, platform);
    if (!found &&
        (found.error().code == Code::kRecordConflict || found.error().code == Code::kFieldType)) {
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
                              const NotedLine& line, std::string_view output, Settled& settled) {
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
            settled.edits.push_back({line, std::move(old)});
            return {};
        }
        case kConflict:
            ++report_.conflicts;
            settled.refused.emplace_back(line, Error{Code::kRecordConflict,
                                                     "a post of this id was recorded before with "
                                                     "other contents; an edited post needs a "
                                                     "higher \"revision\"",
                                                     {}});
            break;
        case kErased:
            ++report_.erased;
            settled.refused.emplace_back(
                line,
                Error{Code::kRecordErased, "a post of this id was recorded before and erased", {}});
            break;
    }
    if (written) settled.edits.push_back({line, {}});
    return {};
}

Result<void> Recorder::record_platform(RecordNotes::OfPlatform& of, std::string_view output,
                                       store::Store::Frames frames, Settled& settled) {
    record::Outcome outcome;
    outcome.platform = of.platform;
    std::vector<std::string> ids;
    for (const auto& draft : of.drafts) ids.push_back(draft.vault.post);
    outcome.records = std::move(of.drafts);
    if (!of.batch.posts.empty()) outcome.batches.push_back(std::move(of.batch));
    auto pieces = folder_.store().commit_each(record::in_pieces(std::move(outcome)), frames);
    const std::lock_guard lock(mutex_);
    std::size_t record = 0;  // that is answered next
    std::size_t post = 0;
    for (const auto& piece : pieces) {
        if (!piece) return fail(piece.error());
        for (const auto& answer : piece->records) {
            if (answer.state == record::AnswerState::kNew) ++report_.recorded;
            MZ_CHECK(settle(answer, ids[record], of.draft_lines[record], output, settled));
            ++record;
        }
        for (const auto& answers : piece->batches)
            for (const auto& answer : answers) {
                if (answer.state == record::AnswerState::kNew) ++report_.in_batches;
                MZ_CHECK(settle(answer, of.posts[post], of.post_lines[post], output, settled));
                ++post;
            }
    }
    return {};
}

Result<Settled> Recorder::record(RecordNotes& notes, std::string_view output,
                                 store::Store::Frames frames) {
    if (notes.error) return fail(*notes.error);
    // A brake is on record before anybody is told what it did.
    if (options_.restraint != nullptr) MZ_CHECK(options_.restraint->commit());
    Settled settled;
    for (auto& of : notes.platforms) MZ_CHECK(record_platform(of, output, frames, settled));
    for (auto& [line, error] : notes.turned_away) {
        if (line.begin != NotedLine::kNotWritten) settled.edits.push_back({line, {}});
        settled.refused.emplace_back(line, std::move(error));
    }
    std::ranges::sort(settled.edits, {}, [](const auto& edit) { return edit.line.begin; });
    std::ranges::sort(settled.refused, {}, [](const auto& told) { return told.first.line; });
    return settled;
}

Result<void> Recorder::commit(RecordNotes& notes, RejectFormat format, std::string_view input_name,
                              std::string& output, std::string& rejects) {
    MZ_TRY(auto settled, record(notes, output, store::Store::Frames::kNow));
    if (!settled.edits.empty()) {
        std::string edited;
        std::size_t at = 0;
        for (const auto& edit : settled.edits) {
            edited.append(output, at, edit.line.begin - at).append(edit.instead);
            at = edit.line.begin + edit.line.size;
        }
        output = edited.append(output, at);
    }
    for (auto& [line, error] : settled.refused) {
        error.where = std::string(input_name) + ":" + std::to_string(line.line);
        append_reject(rejects, format, error, line.line, input_name, line.raw);
        notes.refused.push_back(error.code);
    }
    return {};
}

RecorderReport Recorder::report() {
    const std::lock_guard lock(mutex_);
    return report_;
}

}  // namespace mizan::service
