#include "api/convert.h"
#include "api/engine_impl.h"
#include "api/errors.h"
#include "base/instant.h"
#include "base/limits.h"
#include "feeds/record_reader.h"
#include "model/json.h"
#include "service/decide.h"

namespace mizan::api {

struct Session::Impl {
    Impl(std::shared_ptr<const policy::Policy> policy, std::shared_ptr<const score::Scorer> scorer)
        : decider(std::move(policy), std::move(scorer)), reader(feeds::FieldMap{}) {
        chunk.format = feeds::Format::kNdjson;
        chunk.source = "line";
    }

    service::Decider decider;
    feeds::RecordReader reader;
    feeds::Chunk chunk;  // holds the line with the padding that the parser wants
    mizan::Post post;
};

namespace {

Error refuse(Code code, std::string message, std::string where) {
    return to_public(mizan::Error{code, std::move(message), std::move(where)});
}

// The same limits that a reader of records keeps.
Result<void> check(const Post& post) {
    std::size_t bytes = 0;
    for (const auto& part : post.parts) bytes += part.text.size();
    if (post.parts.empty())
        return std::unexpected(refuse(Code::kTextMissing, "the post has no parts", post.id));
    if (post.parts.size() > limits::kParts) {
        return std::unexpected(refuse(Code::kFieldType,
                                      "the post has " + std::to_string(post.parts.size()) +
                                          " parts; at most " + std::to_string(limits::kParts) +
                                          " are read",
                                      post.id));
    }
    if (bytes > limits::kTextBytes) {
        return std::unexpected(refuse(Code::kTextTooLong,
                                      "the text is " + std::to_string(bytes) +
                                          " bytes long; at most " +
                                          std::to_string(limits::kTextBytes) + " are read",
                                      post.id));
    }
    if (post.reach && post.reach->views < 0) {
        return std::unexpected(refuse(Code::kFieldType,
                                      "field \"reach.views\": expected an integer of 0 or more, "
                                      "found a negative one",
                                      post.id));
    }
    return {};
}

std::string_view without_line_end(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace

Session::Session(const Engine& engine)
    : impl_(std::make_unique<Impl>(engine.impl_->policy, engine.impl_->scorer)) {}
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

Result<Decision> Session::assess(const Post& post) {
    if (auto ok = check(post); !ok) return std::unexpected(std::move(ok).error());
    to_model(post, impl_->post);
    const auto created = read_instant(post.created_at);
    if (!created && !post.created_at.empty()) {
        return std::unexpected(refuse(Code::kFieldType,
                                      "field \"created_at\": expected " +
                                          std::string(kInstantForms) + ", found \"" +
                                          post.created_at.substr(0, 40) + "\"",
                                      post.id));
    }
    if (created) impl_->post.created_at = created->view();
    return to_public(impl_->decider.decide(impl_->post));
}

std::vector<Result<Decision>> Session::assess(std::span<const Post> posts) {
    std::vector<Result<Decision>> out;
    out.reserve(posts.size());
    for (const auto& post : posts) out.push_back(assess(post));
    return out;
}

Result<void> Session::assess_json(std::string_view line, std::string& out) {
    auto& me = *impl_;
    line = without_line_end(line);
    if (line.size() > limits::kLineBytes) {
        return std::unexpected(
            refuse(Code::kLineTooLong,
                   "the line is longer than " + std::to_string(limits::kLineBytes) + " bytes", {}));
    }
    if (line.find('\n') != line.npos) {
        return std::unexpected(refuse(
            Code::kJsonMalformed, "more than one line; give each line in a call of its own", {}));
    }
    me.chunk.buffer.assign(line).append(feeds::Chunk::kPadding, '\0');
    me.chunk.size = line.size();
    me.reader.begin(me.chunk);
    switch (me.reader.next(me.post)) {
        case feeds::Step::kPost: break;
        case feeds::Step::kReject: return std::unexpected(to_public(me.reader.reject().error));
        case feeds::Step::kEnd:
            return std::unexpected(refuse(Code::kJsonMalformed, "the line is empty", {}));
    }
    append_json(out, me.decider.decide(me.post));
    return {};
}

}  // namespace mizan::api
