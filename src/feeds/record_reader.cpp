#include "feeds/record_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/instant.h"
#include "base/limits.h"
#include "base/unreadable.h"
#include "feeds/csv.h"
#include "feeds/json_record.h"

namespace mizan::feeds {

namespace {

constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

bool is_blank(std::string_view s) { return s.find_first_not_of(" \t\r\n") == s.npos; }

// The columns of a CSV file that stand for fields of a Post.
struct CsvColumns {
    std::size_t text = kNoColumn;
    std::size_t title = kNoColumn;
    std::array<std::pair<std::size_t, std::string_view Post::*>, 8> others{};
};

CsvColumns find_columns(const CsvHeader& header, const FieldMap& fields) {
    auto column = [&](const std::string& wanted) {
        const auto found = std::find(header.columns.begin(), header.columns.end(), wanted);
        return wanted.empty() || found == header.columns.end()
                   ? kNoColumn
                   : static_cast<std::size_t>(found - header.columns.begin());
    };
    return {column(fields.text),
            column(fields.title),
            {{{column(fields.id), &Post::id},
              {column(fields.author), &Post::author},
              {column(fields.platform), &Post::platform},
              {column(fields.created_at), &Post::created_at},
              {column(fields.lang), &Post::lang},
              {column(fields.surface), &Post::surface},
              {column(fields.reply_to), &Post::reply_to},
              {column(fields.target), &Post::target}}}};
}

}  // namespace

struct RecordReader::Impl {
    explicit Impl(const FieldMap& map) : fields(map), json(map) {}

    FieldMap fields;
    JsonRecordParser json;
    const Chunk* chunk = nullptr;
    std::size_t at = 0;           // of the next record in the chunk
    std::uint64_t next_line = 1;  // its first line
    std::uint64_t line = 0;       // of the record last read
    std::string_view record;      // the record last read
    bool skipped_told = false;
    bool made = false;  // the id of the post last read, which is:
    std::string made_id;
    Instant created;
    Reject reject;

    std::shared_ptr<const CsvHeader> header;
    CsvColumns columns;
    CsvScanner scanner;
    std::vector<std::string_view> cells;
    std::string scratch;
    // Records that begin before it are single lines: they stand in a record whose quotes went wrong.
    std::size_t broken_end = 0;

    bool take_record();
    std::size_t csv_record_size(std::string_view rest);
    Step refuse_quotes(CsvFault fault);
    Step refuse(Code code, std::string message);
    bool is_binary(std::string_view text);
    Step with_time(Post& post);
    Step read_json(Post& post);
    Step read_text(Post& post);
    Step read_csv(Post& post);
    Step fill_from_cells(Post& post);
};

// Moves on to the next record that is not blank; false at the chunk's end.
bool RecordReader::Impl::take_record() {
    const auto bytes = chunk->bytes();
    while (at < bytes.size()) {
        const auto rest = bytes.substr(at);
        line = next_line;
        std::size_t end = CsvScanner::kNone;
        if (chunk->format == Format::kCsv) {
            end = csv_record_size(rest);
            record = rest.substr(0, end);
            next_line += static_cast<std::uint64_t>(std::count(record.begin(), record.end(), '\n'));
        } else {
            const auto newline = rest.find('\n');
            end = newline == rest.npos ? rest.size() : newline + 1;
            record = rest.substr(0, end);
            ++next_line;
        }
        at += end;
        if (record.ends_with('\n')) record.remove_suffix(1);
        if (record.ends_with('\r')) record.remove_suffix(1);
        if (!is_blank(record)) return true;
    }
    return false;
}

std::size_t RecordReader::Impl::csv_record_size(std::string_view rest) {
    if (at < broken_end) return std::min(rest.find('\n'), rest.size() - 1) + 1;
    if (chunk->open_quote && at == 0) return rest.size();
    scanner.reset();
    return std::min(scanner.first_end(rest), rest.size());
}

Step RecordReader::Impl::refuse(Code code, std::string message) {
    const auto line_ends = std::count(record.begin(), record.end(), '\n');
    if (line_ends > 0) message.append(fmt::format("; it spans {} lines", line_ends + 1));
    reject.error = {code, std::move(message), fmt::format("{}:{}", chunk->source, line)};
    reject.line = line;
    reject.raw = record;
    return Step::kReject;
}

// Text that is mostly none: the rest of a binary file, or another encoding. Refuses it.
bool RecordReader::Impl::is_binary(std::string_view text) {
    const auto count = count_unreadable(text);
    if (!count.mostly()) return false;
    refuse(Code::kBinaryInput,
           fmt::format("{} of {} characters are no UTF-8 text; if this is text in another "
                       "encoding, convert it with iconv first",
                       count.bad, count.all));
    return true;
}

// Gives created_at its one form, by which it is compared with what a policy says.
Step RecordReader::Impl::with_time(Post& post) {
    if (post.created_at.empty()) return Step::kPost;
    constexpr std::size_t kShown = 40;
    const auto read = read_instant(post.created_at);
    if (!read) {
        return refuse(Code::kFieldType,
                      fmt::format("field \"{}\": expected {}, found \"{}\"", fields.created_at,
                                  kInstantForms, post.created_at.substr(0, kShown)));
    }
    created = *read;
    post.created_at = created.view();
    return Step::kPost;
}

Step RecordReader::Impl::read_json(Post& post) {
    const auto offset = static_cast<std::size_t>(record.data() - chunk->buffer.data());
    if (!json.parse(record, chunk->buffer.size() - offset, post)) {
        return refuse(json.fault().code, json.fault().message);
    }
    made = post.id.empty();
    if (made) {
        made_id = fmt::format("line:{}", line);
        post.id = made_id;
    }
    return with_time(post);
}

Step RecordReader::Impl::read_text(Post& post) {
    if (record.size() > limits::kTextBytes) {
        return refuse(Code::kTextTooLong,
                      fmt::format("the text is {} bytes long; at most {} are read", record.size(),
                                  limits::kTextBytes));
    }
    if (is_binary(record)) return Step::kReject;
    made = true;
    made_id = fmt::format("{}", line);
    post.id = made_id;
    post.parts.push_back({PartKind::kText, PartRole::kBody, record, {}});
    return Step::kPost;
}

// A quote that goes wrong may swallow many rows. Only the lines up to the next one that is a row by itself are refused;
// what follows, up to the record's end, is read line by line.
Step RecordReader::Impl::refuse_quotes(CsvFault fault) {
    const auto bytes = chunk->bytes();
    const auto begin = static_cast<std::size_t>(record.data() - bytes.data());
    broken_end = std::max(at, broken_end);
    const auto whole = bytes.substr(begin, broken_end - begin);
    const auto second = std::min(whole.find('\n'), whole.size() - 1) + 1;
    CsvRow row(chunk->header->delimiter, chunk->header->columns.size());
    const auto found = row.find(whole.substr(second));
    const bool goes_on = found != CsvRow::kNone;
    at = goes_on ? begin + second + found : broken_end;
    record = bytes.substr(begin, at - begin);
    next_line = line + static_cast<std::uint64_t>(std::count(record.begin(), record.end(), '\n'));
    if (record.ends_with('\n')) record.remove_suffix(1);
    if (record.ends_with('\r')) record.remove_suffix(1);
    std::string message = fault == CsvFault::kOpenQuote
                              ? "a quote is opened and never closed"
                              : "something follows a closing quote: a quote is not closed where it "
                                "should be, or one inside a quoted field is not written twice";
    if (goes_on) message.append(fmt::format("; reading goes on at line {}", next_line));
    return refuse(Code::kCsvMalformed, std::move(message));
}

Step RecordReader::Impl::read_csv(Post& post) {
    if (!chunk->header) return refuse(Code::kCsvMalformed, "the file has no header row");
    if (scratch.size() < record.size()) scratch.resize(record.size());
    const auto fault = split_csv(record, chunk->header->delimiter, scratch.data(), cells);
    if (fault != CsvFault::kNone) return refuse_quotes(fault);
    const auto wanted = chunk->header->columns.size();
    if (cells.size() != wanted) {
        return refuse(Code::kCsvMalformed, fmt::format("the row has {} fields, the header has {}",
                                                       cells.size(), wanted));
    }
    return fill_from_cells(post);
}

Step RecordReader::Impl::fill_from_cells(Post& post) {
    auto cell = [&](std::size_t column) {
        return column < cells.size() ? cells[column] : std::string_view{};
    };
    const auto text = cell(columns.text);
    const auto title = cell(columns.title);
    if (text.empty()) {
        return refuse(Code::kTextMissing, fmt::format("the column \"{}\" is empty", fields.text));
    }
    if (text.size() + title.size() > limits::kTextBytes) {
        return refuse(Code::kTextTooLong,
                      fmt::format("the text is {} bytes long; at most {} are read",
                                  text.size() + title.size(), limits::kTextBytes));
    }
    if (is_binary(text) || is_binary(title)) return Step::kReject;
    if (!title.empty()) post.parts.push_back({PartKind::kText, PartRole::kTitle, title, {}});
    post.parts.push_back({PartKind::kText, PartRole::kBody, text, {}});
    for (const auto& [column, member] : columns.others) post.*member = cell(column);
    made = post.id.empty();
    if (made) {
        made_id = fmt::format("line:{}", line);
        post.id = made_id;
    }
    return with_time(post);
}

RecordReader::RecordReader(const FieldMap& fields) : impl_(std::make_unique<Impl>(fields)) {}
RecordReader::~RecordReader() = default;
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;

void RecordReader::begin(const Chunk& chunk) {
    auto& me = *impl_;
    me.chunk = &chunk;
    me.at = me.broken_end = 0;
    me.next_line = chunk.first_line;
    me.skipped_told = false;
    me.record = {};
    me.scanner = CsvScanner(chunk.header ? chunk.header->delimiter : ',');
    if (chunk.header && chunk.header != me.header)
        me.columns = find_columns(*chunk.header, me.fields);
    me.header = chunk.header;
}

Step RecordReader::next(Post& post) {
    auto& me = *impl_;
    post.clear();
    if (me.chunk == nullptr) return Step::kEnd;
    if (me.chunk->skipped && !me.skipped_told) {
        me.skipped_told = true;
        me.line = me.chunk->first_line;
        me.record = {};
        me.record = {me.chunk->buffer.data(), me.chunk->skipped_size};
        me.reject = {*me.chunk->skipped, me.line, me.record};
        return Step::kReject;
    }
    if (!me.take_record()) return Step::kEnd;
    switch (me.chunk->format) {
        case Format::kNdjson: return me.read_json(post);
        case Format::kCsv: return me.read_csv(post);
        case Format::kText:
        case Format::kAuto: break;
    }
    return me.read_text(post);
}

bool RecordReader::made_id() const { return impl_->made; }
const Reject& RecordReader::reject() const { return impl_->reject; }
std::uint64_t RecordReader::line() const { return impl_->line; }
std::string_view RecordReader::raw() const { return impl_->record; }

}  // namespace mizan::feeds
