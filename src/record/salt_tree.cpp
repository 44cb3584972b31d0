#include "record/salt_tree.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <span>

namespace mizan::record {

namespace {

// What the child of a seed is the hash of: one block of SHA-256.
constexpr std::string_view kSaltDomain = "mizan/salt/v1";
struct Message {
    std::array<char, kSaltDomain.size() + 1 + sizeof(Salt)> bytes;

    Message(const Salt& seed, unsigned side) {
        std::memcpy(bytes.data(), kSaltDomain.data(), kSaltDomain.size());
        bytes[kSaltDomain.size()] = static_cast<char>(side);
        std::memcpy(bytes.data() + kSaltDomain.size() + 1, seed.data(), seed.size());
    }
    [[nodiscard]] std::string_view view() const { return {bytes.data(), bytes.size()}; }
};

Salt child(const Salt& seed, unsigned side) { return sha256(Message(seed, side).view()); }

// Both, or the left one alone.
void put_children(const Salt& seed, std::span<Salt> children) {
    const Message left(seed, 0), right(seed, 1);
    const std::array messages{left.view(), right.view()};
    sha256_each({}, std::span(messages).first(children.size()), children);
}

}  // namespace

SaltTree::SaltTree(const Salt& seed, std::size_t slots)
    : depth_(static_cast<std::uint32_t>(std::bit_width(std::max<std::size_t>(slots, 1) - 1))),
      seeds_{{0, 0, seed}} {}

std::optional<Salt> SaltTree::salt(std::size_t slot) const {
    for (const auto& s : seeds_) {
        if (slot >> (depth_ - s.level) != s.index) continue;
        auto salt = s.seed;
        for (auto below = depth_ - s.level; below-- > 0;) salt = child(salt, slot >> below & 1);
        return salt;
    }
    return std::nullopt;
}

std::vector<Salt> SaltTree::all(std::size_t slots) const {
    std::vector<Salt> salts;
    if (seeds_.empty()) return salts;
    salts.reserve(std::size_t{1} << depth_);
    salts.push_back(seeds_.front().seed);
    for (auto level = depth_; level-- > 0;) {
        // Only those that lead to a slot that is asked for.
        const auto wanted = ((slots - 1) >> level) + 1;
        const auto parents = salts.size();
        salts.resize(wanted);
        for (auto i = parents; i-- > 0;) {
            const auto seed = salts[i];  // the children of the first take its place
            put_children(seed,
                         std::span(salts).subspan(2 * i, std::min<std::size_t>(2, wanted - 2 * i)));
        }
    }
    return salts;
}

bool SaltTree::erase(std::size_t slot) {
    const auto covers = [&](const Seed& s) { return slot >> (depth_ - s.level) == s.index; };
    const auto at = std::find_if(seeds_.begin(), seeds_.end(), covers);
    if (at == seeds_.end()) return false;
    const auto above = *at;
    std::vector<Seed> left;
    std::vector<Seed> right;
    auto seed = above.seed;
    for (auto level = above.level; level < depth_; ++level) {
        const auto side = static_cast<unsigned>(slot >> (depth_ - level - 1) & 1);
        const auto index = static_cast<std::uint32_t>(slot >> (depth_ - level - 1));
        auto& kept = side == 1 ? left : right;
        kept.push_back({level + 1, index ^ 1, child(seed, 1 - side)});
        seed = child(seed, side);
    }
    left.insert(left.end(), right.rbegin(), right.rend());
    const auto place = seeds_.erase(at);
    seeds_.insert(place, left.begin(), left.end());
    return true;
}

std::size_t SaltTree::left() const {
    std::size_t left = 0;
    for (const auto& s : seeds_) left += std::size_t{1} << (depth_ - s.level);
    return left;
}

bool SaltTree::valid() const {
    if (depth_ > kMaxDepth) return false;
    std::uint64_t next = 0;  // the first slot that no seed has covered
    for (const auto& s : seeds_) {
        if (s.level > depth_ || s.index >> s.level != 0) return false;
        const auto begin = std::uint64_t{s.index} << (depth_ - s.level);
        if (begin < next) return false;
        next = begin + (std::uint64_t{1} << (depth_ - s.level));
    }
    return true;
}

}  // namespace mizan::record
