#include "feeds/csv.h"

#include <algorithm>

namespace mizan::feeds {

std::size_t CsvScanner::first_end(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (state_ == State::kQuoted) {
            const auto quote = bytes.find('"', i);
            if (quote == bytes.npos) return kNone;
            i = quote;
            state_ = State::kQuoteSeen;
            continue;
        }
        const char c = bytes[i];
        if (c == '\n') {
            state_ = State::kFieldStart;
            return i + 1;
        }
        if (c == delimiter_) {
            state_ = State::kFieldStart;
        } else if (c == '"' && state_ != State::kPlain) {
            state_ = State::kQuoted;
        } else {
            state_ = State::kPlain;
        }
    }
    return kNone;
}

namespace {

// One quoted field that begins at record[at] == '"'. Gives the offset after its closing quote.
CsvFault unquote(std::string_view record, std::size_t& at, char*& scratch,
                 std::string_view& field) {
    const auto first = at + 1;
    char* const begin = scratch;
    bool copied = false;
    for (auto from = first;;) {
        const auto quote = record.find('"', from);
        if (quote == record.npos) return CsvFault::kOpenQuote;
        const bool doubled = quote + 1 < record.size() && record[quote + 1] == '"';
        copied = copied || doubled;
        const auto piece = record.substr(from, quote - from + (doubled ? 1 : 0));
        if (copied) scratch = std::copy(piece.begin(), piece.end(), scratch);
        if (!doubled) {
            field = copied ? std::string_view(begin, static_cast<std::size_t>(scratch - begin))
                           : record.substr(first, quote - first);
            at = quote + 1;
            return CsvFault::kNone;
        }
        from = quote + 2;
    }
}

}  // namespace

CsvFault split_csv(std::string_view record, char delimiter, char* scratch,
                   std::vector<std::string_view>& fields) {
    fields.clear();
    for (std::size_t at = 0;;) {
        std::string_view field;
        if (at < record.size() && record[at] == '"') {
            const auto fault = unquote(record, at, scratch, field);
            if (fault != CsvFault::kNone) return fault;
            if (at < record.size() && record[at] != delimiter) return CsvFault::kAfterQuote;
        } else {
            const auto end = std::min(record.find(delimiter, at), record.size());
            field = record.substr(at, end - at);
            at = end;
        }
        fields.push_back(field);
        if (at >= record.size()) return CsvFault::kNone;
        ++at;  // the delimiter; a field follows it, if only an empty one
    }
}

bool CsvRow::is_row(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return false;
    if (scratch_.size() < line.size()) scratch_.resize(line.size());
    return split_csv(line, delimiter_, scratch_.data(), fields_) == CsvFault::kNone &&
           fields_.size() == columns_;
}

std::size_t CsvRow::find(std::string_view lines) {
    for (std::size_t at = 0; at < lines.size();) {
        const auto end = std::min(lines.find('\n', at), lines.size() - 1) + 1;
        if (is_row(lines.substr(at, end - at))) return at;
        at = end;
    }
    return kNone;
}

char guess_delimiter(std::string_view first_line) {
    std::size_t commas = 0;
    std::size_t tabs = 0;
    std::size_t semicolons = 0;
    bool quoted = false;
    for (const char c : first_line) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        commas += c == ',';
        tabs += c == '\t';
        semicolons += c == ';';
    }
    if (tabs > commas && tabs >= semicolons) return '\t';
    return semicolons > commas ? ';' : ',';
}

}  // namespace mizan::feeds
