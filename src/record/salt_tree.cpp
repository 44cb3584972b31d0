#include "record/salt_tree.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace mizan::record {

namespace {

// One block of SHA-256 for each child.
Salt child(const Salt& seed, unsigned side) {
    constexpr std::string_view kDomain = "mizan/salt/v1";
    char bytes[kDomain.size() + 1 + sizeof(Salt)];
    std::memcpy(bytes, kDomain.data(), kDomain.size());
    bytes[kDomain.size()] = static_cast<char>(side);
    std::memcpy(bytes + kDomain.size() + 1, seed.data(), seed.size());
    return sha256({bytes, sizeof bytes});
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
        salts.resize(wanted);
        for (auto i = wanted; i-- > 0;) salts[i] = child(salts[i / 2], i & 1);
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
