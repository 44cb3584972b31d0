// LineChunker: cuts a stream of bytes into chunks of whole records, so that workers can parse them apart.
//
// A chunk is cut at a line end (CSV: at a record's end, since a quoted field may hold line ends). The UTF-8 byte
// order mark is skipped; CRLF and a last line without a line end are fine; an empty file has no chunks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "feeds/csv.h"
#include "feeds/format.h"
#include "feeds/source.h"

namespace mizan::feeds {

// The head of a CSV file, shared by all its chunks and never changed.
struct CsvHeader {
    char delimiter = ',';  // ',', '\t' or ';': the one the header row holds most
    std::vector<std::string> columns;
};

// Some whole records. A value: may move to another thread. Reuse it to keep its memory.
struct Chunk {
    std::string buffer;  // `size` bytes of input, then at least kPadding bytes nobody reads into
    std::size_t size = 0;
    std::uint64_t first_line = 1;             // number of the first line in the file, from 1
    Format format = Format::kText;            // never kAuto
    std::string source;                       // the source's name
    std::shared_ptr<const CsvHeader> header;  // CSV only
    // Set: the chunk is one record that was skipped (size is 0; first_line says which), because it is too long or
    // cut off by damage to the file. RecordReader reports it as a reject. `buffer` holds its first `skipped_size` bytes.
    std::optional<Error> skipped;
    std::size_t skipped_size = 0;
    bool open_quote = false;  // CSV: all of it follows a quote that is not closed within kLineBytes

    static constexpr std::size_t kPadding = 64;  // SIMDJSON_PADDING; a static_assert checks

    [[nodiscard]] std::string_view bytes() const { return {buffer.data(), size}; }
};

// Not thread-safe. The source must outlive the chunker.
class LineChunker {
public:
    // `fields` only serves to find the text column of a CSV header.
    LineChunker(ByteSource& source, Format format, const FieldMap& fields);

    // Fills `out` with the next chunk; false at the end. Errors are about the whole file and end it: file-read,
    // compressed-damaged (the chunks before the damage are delivered first), binary-input, csv-malformed (a header
    // without the text column; it lists the columns found). After an Error: false.
    [[nodiscard]] Result<bool> next(Chunk& out);

    // What "auto" turned out to be; known after the first next().
    [[nodiscard]] Format format() const { return format_; }

private:
    void fill(std::size_t want);
    [[nodiscard]] Result<void> start();
    [[nodiscard]] Result<void> check_text() const;
    [[nodiscard]] Result<void> read_csv_header();
    [[nodiscard]] bool find_record_end();
    void skip_record(Chunk& out, Error why) const;
    void skip_long_record(Chunk& out);
    void skip_to_record_end();
    [[nodiscard]] bool emit_open_quote(Chunk& out);
    void label(Chunk& out) const;
    void emit(Chunk& out, std::size_t size);
    void drop_front(std::size_t size);
    [[nodiscard]] std::string_view pending() const { return {pending_.data(), pending_size_}; }

    ByteSource& source_;
    Format format_;
    std::string text_column_;
    std::shared_ptr<const CsvHeader> header_;
    CsvScanner scanner_;
    std::string pending_;  // bytes read and not yet delivered: the first pending_size_
    std::size_t pending_size_ = 0;
    std::size_t scanned_ = 0;     // how much of them was searched for record ends
    std::size_t record_end_ = 0;  // the offset after the last record end found in them; 0: none
    std::uint64_t line_ = 1;      // number of the first pending line
    bool started_ = false;
    bool ended_ = false;  // the source has no more
    bool done_ = false;   // nothing will be delivered any more
    std::optional<Error>
        fault_;  // why the source ended, given once what came before it is delivered
};

}  // namespace mizan::feeds
