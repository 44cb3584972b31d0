// Writes plain values to bytes and reads them back, little-endian, bounded: a damaged input can make a read fail, never
// overrun or allocate more than the input could hold. A struct takes part with
//     template <class A> void archive(A& a) { a(first, second); }
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace mizan {

// Stands in memory as it stands in an archive.
template <class T> inline constexpr bool kArchivedAsIs =
    std::endian::native == std::endian::little && std::is_integral_v<T> && !std::is_same_v<T, bool>;

class ArchiveWriter {
public:
    template <class... T> void operator()(const T&... values) { (put(values), ...); }
    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    template <class T> void put(const T& v) {
        if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
            auto u = static_cast<std::uint64_t>(v);
            for (std::size_t i = 0; i < sizeof(T); ++i, u >>= 8)
                out_.push_back(static_cast<char>(u & 0xFF));
        } else {
            const_cast<T&>(v).archive(*this);  // archive() only reads when A is a writer
        }
    }
    void put(const std::string& s) {
        put(static_cast<std::uint32_t>(s.size()));
        out_.append(s);
    }
    template <class T> void put(const std::vector<T>& v) {
        put(static_cast<std::uint32_t>(v.size()));
        for (const auto& e : v) put(e);
    }
    template <class T, std::size_t N> void put(const std::array<T, N>& v) {
        for (const auto& e : v) put(e);
    }
    std::string out_;
};

class ArchiveReader {
public:
    explicit ArchiveReader(std::string_view bytes) : in_(bytes) {}
    template <class... T> void operator()(T&... values) { (get(values), ...); }
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool at_end() const { return at_ == in_.size(); }
    [[nodiscard]] std::string_view rest() const { return in_.substr(at_); }  // not yet read

private:
    template <class T> void get(T& v) {
        if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
            std::uint64_t u = 0;
            if (in_.size() - at_ < sizeof(T)) {
                ok_ = false;
            } else {
                for (std::size_t i = 0; i < sizeof(T); ++i) {
                    u |= static_cast<std::uint64_t>(static_cast<unsigned char>(in_[at_ + i]))
                         << (8 * i);
                }
                at_ += sizeof(T);
            }
            v = static_cast<T>(u);
        } else {
            v.archive(*this);
        }
    }
    void get(std::string& s) {
        const auto n = size();
        s.assign(in_.substr(at_, n));
        at_ += n;
    }
    template <class T> void get(std::vector<T>& v) {
        const auto n = size();
        v.clear();
        if constexpr (kArchivedAsIs<T>) {
            if (n > (in_.size() - at_) / sizeof(T)) {
                ok_ = false;
                return;
            }
            v.resize(n);
            if (n == 0) return;
            std::memcpy(v.data(), in_.data() + at_, n * sizeof(T));
            at_ += n * sizeof(T);
        } else {
            v.reserve(std::min(n, kReserved));
            for (std::size_t i = 0; i < n && ok_; ++i) get(v.emplace_back());
        }
    }
    template <class T, std::size_t N> void get(std::array<T, N>& v) {
        for (auto& e : v) get(e);
    }
    // A count that the rest of the input could hold (every element takes a byte at least).
    std::size_t size() {
        std::uint32_t n = 0;
        get(n);
        if (n > in_.size() - at_) ok_ = false;
        return ok_ ? n : 0;
    }
    static constexpr std::size_t kReserved = 1u << 15;  // elements, before any of them is read
    std::string_view in_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

}  // namespace mizan
