#include "feeds/binary.h"

#include <algorithm>

#include "base/unreadable.h"

namespace mizan::feeds {

namespace {

using std::string_view_literals::operator""sv;

// The first bytes of what is not text but may be given by mistake.
struct Magic {
    std::string_view bytes;
    std::string_view advice;
};

constexpr std::string_view kPicture = "the file is a picture; give the text that goes with it";
constexpr std::string_view kMedia = "the file is sound or video; give the text that goes with it";
constexpr std::string_view kArchive = "the file is an archive; unpack it first";
constexpr std::string_view kOffice = "the file is a document; export it as plain text or CSV first";
constexpr std::string_view kUtf16 =
    "the file is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8";
constexpr std::string_view kTable =
    "the file is a binary table; export it as newline-delimited JSON first";

constexpr Magic kMagics[] = {
    {"\xFF\xFE"sv, kUtf16},
    {"\xFE\xFF"sv, kUtf16},
    // gzip and zstd are unpacked on the way; what is met here was inside one.
    {"\x1F\x8B"sv, "the file is compressed twice; unpack it first: gzip -dc FILE | ..."},
    {"\x28\xB5\x2F\xFD"sv, "the file is compressed twice; unpack it first: zstd -dc FILE | ..."},
    {"\xFD"
     "7zXZ"sv,
     "the file is compressed with xz; pipe it in: xz -dc FILE | ..."},
    {"BZh"sv, "the file is compressed with bzip2; pipe it in: bzip2 -dc FILE | ..."},
    {"\x04\x22\x4D\x18"sv, "the file is compressed with lz4; pipe it in: lz4 -dc FILE | ..."},
    {"PK\x03\x04"sv, "the file is a ZIP archive; unpack it first"},
    {"PK\x05\x06"sv, kArchive},
    {"7z\xBC\xAF\x27\x1C"sv, kArchive},
    {"Rar!\x1A\x07"sv, kArchive},
    {"PAR1"sv, "the file is Parquet; export it as newline-delimited JSON first"},
    {"Obj\x01"sv, kTable},
    {"ARROW1\0\0"sv, kTable},
    {"\x89HDF"sv, kTable},
    {"SQLite format 3\0"sv, kTable},
    {"\x89PNG"sv, kPicture},
    {"\xFF\xD8\xFF"sv, kPicture},
    {"GIF87a"sv, kPicture},
    {"GIF89a"sv, kPicture},
    {"OggS"sv, kMedia},
    {"ID3\x03"sv, kMedia},
    {"ID3\x04"sv, kMedia},
    {"%PDF-"sv, kOffice},
    {"\xD0\xCF\x11\xE0"sv, kOffice},
    {"\x7F"
     "ELF"sv,
     "the file is a program"},
    {"MIZANBND"sv, "the file is a compiled policy; name it with --policy"},
};

}  // namespace

std::string_view binary_advice(std::string_view head, Format format) {
    for (const auto& magic : kMagics) {
        if (head.starts_with(magic.bytes)) return magic.advice;
    }
    const auto nuls = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\0'));
    if (nuls * 32 > head.size()) {
        return "the file holds many NUL bytes and is not UTF-8 text; if it is UTF-16 or UTF-32, "
               "convert it with iconv";
    }
    // A line of JSON is refused one by one: what stands between the strings is ASCII.
    const bool plain = format == Format::kText || format == Format::kCsv;
    if (plain && count_unreadable(head).mostly()) {
        return "the file does not begin with UTF-8 text; if it is text in another encoding, "
               "convert "
               "it first, for example: iconv -f WINDOWS-1251 -t UTF-8";
    }
    return {};
}

}  // namespace mizan::feeds
