// The lexical rule of CSV (RFC 4180), stated once for the chunker, which looks for the ends of records, and for the
// reader, which looks for fields. Lenient where it is safe: a quote inside an unquoted field is a plain character.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace mizan::feeds {

// Finds the ends of records in bytes that come piece by piece; keeps its state between pieces.
class CsvScanner {
public:
    explicit CsvScanner(char delimiter = ',') : delimiter_(delimiter) {}

    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    // Scans all of `bytes`: the offset after the last record end in them, or kNone.
    std::size_t last_end(std::string_view bytes) {
        std::size_t last = kNone;
        for (std::size_t at = 0; at < bytes.size();) {
            const auto end = first_end(bytes.substr(at));
            if (end == kNone) break;
            at += end;
            last = at;
        }
        return last;
    }
    // Scans up to the first record end: the offset after it, or kNone with all bytes scanned.
    std::size_t first_end(std::string_view bytes);

    [[nodiscard]] bool in_quotes() const { return state_ == State::kQuoted; }
    void reset() { state_ = State::kFieldStart; }

private:
    enum class State : std::uint8_t { kFieldStart, kPlain, kQuoted, kQuoteSeen };
    char delimiter_;
    State state_ = State::kFieldStart;
};

// What can be wrong with a record.
enum class CsvFault : std::uint8_t { kNone, kOpenQuote, kAfterQuote };

// Splits one record (without its line end) into fields. A field that needs unquoting is written to `scratch`, which
// must hold record.size() bytes; the others are views into `record`.
[[nodiscard]] CsvFault split_csv(std::string_view record, char delimiter, char* scratch,
                                 std::vector<std::string_view>& fields);

// Looks for lines that are rows by themselves: every quote closed, as many fields as there are columns. Serves to go on
// behind a quote that was opened and not closed. Keeps its memory.
class CsvRow {
public:
    CsvRow(char delimiter, std::size_t columns) : delimiter_(delimiter), columns_(columns) {}

    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    [[nodiscard]] bool is_row(std::string_view line);
    // Where the first such line of `lines` begins, or kNone.
    [[nodiscard]] std::size_t find(std::string_view lines);

private:
    char delimiter_;
    std::size_t columns_;
    std::string scratch_;
    std::vector<std::string_view> fields_;
};

// Which of comma, tab and semicolon the header row holds most outside quotes; a comma if none.
[[nodiscard]] char guess_delimiter(std::string_view first_line);

}  // namespace mizan::feeds
