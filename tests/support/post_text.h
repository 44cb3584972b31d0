// Whole posts as text, and lines read back the way a run reads them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "feeds/record_reader.h"
#include "model/post_json.h"

namespace mizan::test {

inline std::string post_json(const Post& post) {
    std::string out;
    append_post_json(out, post);
    return out;
}

// Reads one line of newline-delimited JSON; its post's views hold as long as this lives.
class LineReader {
public:
    // False if it is no post; then error() says why.
    [[nodiscard]] bool read(std::string_view line) {
        error_.clear();
        source_ = feeds::memory_source(std::string(line) + "\n", "line");
        chunker_.emplace(*source_, feeds::Format::kNdjson, fields_);
        const auto more = chunker_->next(chunk_);
        if (!more || !*more) {
            error_ = more ? "no record" : more.error().message;
            return false;
        }
        reader_.begin(chunk_);
        if (reader_.next(post_) == feeds::Step::kPost) return true;
        error_ = reader_.reject().error.message;
        return false;
    }
    [[nodiscard]] const Post& post() const { return post_; }
    [[nodiscard]] const std::string& error() const { return error_; }

private:
    feeds::FieldMap fields_;
    std::unique_ptr<feeds::ByteSource> source_;
    std::optional<feeds::LineChunker> chunker_;
    feeds::RecordReader reader_{fields_};
    feeds::Chunk chunk_;
    Post post_;
    std::string error_;
};

// All of a post that its JSON holds.
inline bool same_post(const Post& a, const Post& b) {
    if (a.platform != b.platform || a.id != b.id || a.author != b.author ||
        a.created_at != b.created_at || a.lang != b.lang || a.surface != b.surface ||
        a.reply_to != b.reply_to || a.target != b.target || a.mentions != b.mentions ||
        a.parts.size() != b.parts.size() || a.signals.size() != b.signals.size())
        return false;
    for (std::size_t i = 0; i < a.parts.size(); ++i) {
        const auto &x = a.parts[i], &y = b.parts[i];
        if (x.kind != y.kind || x.role != y.role || x.bytes != y.bytes ||
            x.provenance != y.provenance)
            return false;
    }
    for (std::size_t i = 0; i < a.signals.size(); ++i) {
        const auto &x = a.signals[i], &y = b.signals[i];
        if (x.name != y.name || x.source != y.source || x.version != y.version ||
            x.value != y.value || x.values != y.values || x.asked_at != y.asked_at)
            return false;
    }
    return true;
}

}  // namespace mizan::test
