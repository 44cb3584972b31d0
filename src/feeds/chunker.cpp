#include "feeds/chunker.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/limits.h"
#include "feeds/binary.h"

namespace mizan::feeds {

namespace {

constexpr std::size_t kHeadBytes = 4096;         // looked at to recognise the content
constexpr std::size_t kChunkBytes = 128u << 10;  // a chunk is delivered once this much is there
constexpr std::size_t kFirstBytes = 64u << 10;   // small inputs need no more memory than this
constexpr std::size_t kMaxPending = limits::kLineBytes + 1;  // the longest line and its end
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

// How much to hold after the next read: eight times as much, up to a chunk; beyond it a long line doubles.
std::size_t next_size(std::size_t pending) {
    if (pending < kChunkBytes) return std::clamp(pending * 8, kFirstBytes, kChunkBytes);
    return std::min(kMaxPending, pending * 2);
}

std::uint64_t count_lines(std::string_view bytes) {
    std::uint64_t lines = 0;
    for (auto at = bytes.find('\n'); at != bytes.npos; at = bytes.find('\n', at + 1)) ++lines;
    return lines;
}

std::string_view trim_line_end(std::string_view s) {
    if (s.ends_with('\n')) s.remove_suffix(1);
    if (s.ends_with('\r')) s.remove_suffix(1);
    return s;
}

}  // namespace

LineChunker::LineChunker(ByteSource& source, Format format, const FieldMap& fields)
    : source_(source), format_(format), text_column_(fields.text) {}

// Reads once, to hold at most `want` pending bytes. Sets ended_, and fault_ if the source failed.
void LineChunker::fill(std::size_t want) {
    if (pending_.size() < want + Chunk::kPadding) pending_.resize(want + Chunk::kPadding);
    auto n = source_.read({pending_.data() + pending_size_, want - pending_size_});
    if (!n) fault_ = std::move(n.error());
    ended_ = !n || *n == 0;
    if (n) pending_size_ += *n;
}

Result<void> LineChunker::check_text() const {
    const auto advice = binary_advice(pending().substr(0, kHeadBytes), format_);
    if (advice.empty()) return {};
    return fail({Code::kBinaryInput, std::string(advice), std::string(source_.name())});
}

Result<void> LineChunker::start() {
    started_ = true;
    while (!ended_ && pending_size_ < kHeadBytes) {
        fill(kFirstBytes);
        if (source_.live() && pending().find('\n') != std::string_view::npos) break;
    }
    if (format_ == Format::kAuto) {
        const auto mark = pending().starts_with(kUtf8Mark) ? kUtf8Mark.size() : 0;
        format_ = detect(source_.name(), pending().substr(mark));
    }
    MZ_CHECK(check_text());
    if (pending().starts_with(kUtf8Mark)) drop_front(kUtf8Mark.size());
    if (format_ != Format::kCsv) return {};
    return read_csv_header();
}

// Takes the header row off the front and checks that it names the text column.
Result<void> LineChunker::read_csv_header() {
    const std::string where(source_.name());
    auto blank_lines = [&] {
        const auto first = std::min(pending().find_first_not_of("\r\n"), pending_size_);
        line_ += count_lines(pending().substr(0, first));
        drop_front(first);
    };
    blank_lines();
    while (!ended_ && pending().find('\n') == std::string_view::npos &&
           pending_size_ < kMaxPending) {
        fill(next_size(pending_size_));
        blank_lines();
    }
    if (pending_size_ == 0) return {};
    const auto first_line = pending().substr(0, pending().find('\n'));
    auto header = std::make_shared<CsvHeader>();
    header->delimiter = guess_delimiter(first_line);
    scanner_ = CsvScanner(header->delimiter);
    // A header is one line: a name with a line end in it is far more likely a quote that was never closed.
    std::string scratch(first_line.size(), '\0');
    std::vector<std::string_view> names;
    if (pending_size_ >= kMaxPending || split_csv(trim_line_end(first_line), header->delimiter,
                                                  scratch.data(), names) != CsvFault::kNone) {
        return fail({Code::kCsvMalformed,
                     "the header row does not follow the quoting rules of RFC 4180",
                     where + ":" + std::to_string(line_)});
    }
    header->columns.assign(names.begin(), names.end());
    if (std::find(names.begin(), names.end(), text_column_) == names.end()) {
        return fail(
            {Code::kCsvMalformed,
             fmt::format(
                 "no column is named \"{}\"; the columns are: {}. Name the one that holds the text "
                 "(--text-field)",
                 text_column_, fmt::join(header->columns, ", ")),
             where + ":" + std::to_string(line_)});
    }
    header_ = std::move(header);
    drop_front(std::min(first_line.size() + 1, pending_size_));
    ++line_;
    return {};
}

// Looks for record ends in what came since the last call; true if a whole record is pending.
bool LineChunker::find_record_end() {
    const auto fresh = pending().substr(scanned_);
    std::size_t end = CsvScanner::kNone;
    if (format_ == Format::kCsv) {
        end = scanner_.last_end(fresh);
    } else if (const auto newline = fresh.rfind('\n'); newline != fresh.npos) {
        end = newline + 1;
    }
    if (end != CsvScanner::kNone) record_end_ = scanned_ + end;
    scanned_ = pending_size_;
    return record_end_ > 0;
}

void LineChunker::drop_front(std::size_t size) {
    std::memmove(pending_.data(), pending_.data() + size, pending_size_ - size);
    pending_size_ -= size;
    scanned_ -= std::min(scanned_, size);
    record_end_ -= std::min(record_end_, size);
}

void LineChunker::label(Chunk& out) const {
    out.size = 0;
    out.first_line = line_;
    out.format = format_;
    out.source.assign(source_.name());
    out.header = header_;
    out.skipped.reset();
    out.skipped_size = 0;
    out.open_quote = false;
}

// Names a record that is not handed over, with its beginning for the rejects.
void LineChunker::skip_record(Chunk& out, Error why) const {
    label(out);
    constexpr std::size_t kWholeCharacter = 4;  // so that the cut need not fall inside one
    const auto head = pending().substr(0, limits::kRejectRawBytes + kWholeCharacter);
    out.buffer.assign(head);
    out.skipped_size = head.size();
    out.skipped = std::move(why);
}

// Hands the first `size` pending bytes over by swapping buffers; only the unfinished record behind them is copied.
void LineChunker::emit(Chunk& out, std::size_t size) {
    label(out);
    const auto rest = pending().substr(size);
    line_ += count_lines(pending().substr(0, size));
    if (out.buffer.size() < rest.size() + Chunk::kPadding)
        out.buffer.resize(rest.size() + Chunk::kPadding);
    std::copy(rest.begin(), rest.end(), out.buffer.begin());
    std::swap(out.buffer, pending_);
    out.size = size;
    pending_size_ -= size;
    scanned_ = pending_size_;
    record_end_ = 0;
}

// A quote that is not closed for so long and has rows behind it was not meant to hold them: what is pending is handed
// over in whole lines, for the reader to take apart. False if there are no such rows.
bool LineChunker::emit_open_quote(Chunk& out) {
    if (format_ != Format::kCsv || !scanner_.in_quotes()) return false;
    const auto first = pending().find('\n');
    CsvRow row{header_->delimiter, header_->columns.size()};
    if (first == std::string_view::npos || row.find(pending().substr(first + 1)) == CsvRow::kNone)
        return false;
    emit(out, pending().rfind('\n') + 1);
    out.open_quote = true;
    scanner_.reset();
    scanned_ = 0;
    return true;
}

// Reads past a record that is over the limit, keeping none of it but its head.
void LineChunker::skip_long_record(Chunk& out) {
    const auto quoted = format_ == Format::kCsv && scanner_.in_quotes();
    skip_record(out, {Code::kLineTooLong,
                      fmt::format("longer than {} bytes; skipped to its end{}", limits::kLineBytes,
                                  quoted ? " (is a quote not closed?)" : ""),
                      fmt::format("{}:{}", source_.name(), line_)});
    skip_to_record_end();
    if (const auto lines = line_ - out.first_line; lines > 1)
        out.skipped->message.append(fmt::format("; it spans {} lines", lines));
}

void LineChunker::skip_to_record_end() {
    for (;;) {
        line_ += count_lines(pending().substr(0, scanned_));
        drop_front(scanned_);
        if (pending_size_ == 0) {
            if (!ended_) fill(kChunkBytes);
            if (ended_) return;
        }
        const auto newline = pending().find('\n');
        const auto end = format_ == Format::kCsv             ? scanner_.first_end(pending())
                         : newline == std::string_view::npos ? CsvScanner::kNone
                                                             : newline + 1;
        scanned_ = end == CsvScanner::kNone ? pending_size_ : end;
        if (end == CsvScanner::kNone) continue;
        line_ += count_lines(pending().substr(0, end));
        drop_front(end);
        return;
    }
}

Result<bool> LineChunker::next(Chunk& out) {
    if (done_) return false;
    if (!started_) {
        if (auto ready = start(); !ready) {
            done_ = true;
            return fail(std::move(ready).error());
        }
    }
    for (;;) {
        const bool whole = find_record_end();
        if (whole && (pending_size_ >= kChunkBytes || ended_ || source_.live())) {
            emit(out, record_end_);
            return true;
        }
        if (!whole && pending_size_ >= kMaxPending) {
            if (!emit_open_quote(out)) skip_long_record(out);
            return true;
        }
        if (ended_) break;
        fill(next_size(pending_size_));
    }
    if (pending_size_ > 0) {  // a last record without a line end
        if (!fault_) {
            emit(out, pending_size_);
        } else {
            skip_record(out, {fault_->code, "the record is cut off here",
                              fmt::format("{}:{}", source_.name(), line_)});
            pending_size_ = scanned_ = 0;
        }
        return true;
    }
    done_ = true;
    if (fault_) return fail(*std::exchange(fault_, std::nullopt));
    return false;
}

}  // namespace mizan::feeds
