#include "ledger/witness_policy.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ledger/cosignature.h"
#include "ledger/lines.h"

namespace mizan::ledger {

namespace {

constexpr std::string_view kNoQuorum = "none";
constexpr std::string_view kPolicyBlanks = " \t";

// Takes the next word of a line; empty at its end.
std::string_view take_word(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(kPolicyBlanks), line.size()));
    const auto word = line.substr(0, line.find_first_of(kPolicyBlanks));
    line.remove_prefix(word.size());
    return word;
}

// Reads a policy line by line. Members are numbered as WitnessPolicy::Group has it only at the end: until then a group's number
// has kGroupBit set, as witnesses may still follow.
class PolicyReader {
public:
    Result<WitnessPolicy> read(std::string_view file);

private:
    static constexpr std::size_t kGroupBit = std::size_t{1} << 63;

    Result<void> read_line(std::string_view line);
    Result<void> read_log(std::string_view rest);
    Result<void> read_witness(std::string_view rest);
    Result<void> read_group(std::string_view rest);
    Result<void> read_quorum(std::string_view rest);
    Result<VerifierKey> key(std::string_view vkey, KeyType type) const;
    // What may follow a key; nothing may follow that.
    Result<std::string> url(std::string_view rest) const;
    Result<std::string> new_name(std::string_view name) const;
    Result<std::size_t> member(std::string_view name) const;
    Result<void> add_members(WitnessPolicy::Group& group, std::string_view rest);
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
    template <class Entries> Result<void> check_room(const Entries& entries) const;
    template <class Entries>
    Result<void> check_new(const Entries& entries, const PublicKey& key) const;
    [[nodiscard]] std::unexpected<Error> wrong(const std::string& why) const {
        return fail(
            {Code::kWitnessPolicyInvalid, "line " + std::to_string(number_) + ": " + why, {}});
    }

    WitnessPolicy out_;
    std::vector<std::size_t> taken_;  // members of some group
    bool has_quorum_ = false;
    std::size_t number_ = 0;
};

std::optional<std::size_t> PolicyReader::find(std::string_view name) const {
    for (std::size_t i = 0; i < out_.witnesses.size(); ++i) {
        if (out_.witnesses[i].name == name) return i;
    }
    for (std::size_t i = 0; i < out_.groups.size(); ++i) {
        if (out_.groups[i].name == name) return i | kGroupBit;
    }
    return std::nullopt;
}

template <class Entries> Result<void> PolicyReader::check_room(const Entries& entries) const {
    if (entries.size() < kPolicyEntries) return {};
    return wrong("there are more than " + std::to_string(kPolicyEntries) + " of these");
}

template <class Entries>
Result<void> PolicyReader::check_new(const Entries& entries, const PublicKey& key) const {
    const auto same =
        std::ranges::find_if(entries, [&](const auto& e) { return e.key.key == key; });
    if (same == entries.end()) return {};
    return wrong("the same key stands in the file before, with the name " + same->key.name);
}

Result<VerifierKey> PolicyReader::key(std::string_view vkey, KeyType type) const {
    if (vkey.empty()) return wrong("there is no key");
    const auto parsed = parse_vkey(vkey);
    if (!parsed) return wrong(parsed.error().message);
    if (parsed->type != type) {
        return wrong(type == KeyType::kEd25519
                         ? "this key is for cosignatures; a log's is of type 1"
                         : "a witness needs a key for cosignatures, of type 4");
    }
    return *parsed;
}

Result<std::string> PolicyReader::url(std::string_view rest) const {
    std::string out(take_word(rest));
    if (!take_word(rest).empty()) return wrong("there is something after the address");
    return out;
}

Result<std::string> PolicyReader::new_name(std::string_view name) const {
    if (name.empty()) return wrong("there is no name");
    if (name == kNoQuorum) return wrong("the name `none` has a meaning of its own");
    if (find(name)) return wrong("the name " + std::string(name) + " is taken");
    return std::string(name);
}

Result<std::size_t> PolicyReader::member(std::string_view name) const {
    const auto found = find(name);
    if (!found) return wrong("no line before this one defines " + std::string(name));
    return *found;
}

Result<void> PolicyReader::read_log(std::string_view rest) {
    MZ_CHECK(check_room(out_.logs));
    MZ_TRY(auto log_key, key(take_word(rest), KeyType::kEd25519));
    MZ_CHECK(check_new(out_.logs, log_key.key));
    MZ_TRY(auto address, url(rest));
    out_.logs.push_back({std::move(log_key), std::move(address)});
    return {};
}

Result<void> PolicyReader::read_witness(std::string_view rest) {
    MZ_CHECK(check_room(out_.witnesses));
    MZ_TRY(auto name, new_name(take_word(rest)));
    MZ_TRY(auto witness_key, key(take_word(rest), KeyType::kCosignature));
    MZ_CHECK(check_new(out_.witnesses, witness_key.key));
    MZ_TRY(auto address, url(rest));
    out_.witnesses.push_back({std::move(name), std::move(witness_key), std::move(address)});
    return {};
}

Result<void> PolicyReader::add_members(WitnessPolicy::Group& group, std::string_view rest) {
    for (auto word = take_word(rest); !word.empty(); word = take_word(rest)) {
        MZ_TRY(const auto found, member(word));
        // So that each witness counts but once, in a group and in the quorum.
        if (std::ranges::find(taken_, found) != taken_.end())
            return wrong(std::string(word) + " is a member of a group already");
        taken_.push_back(found);
        group.members.push_back(found);
    }
    if (group.members.empty()) return wrong("the group has no members");
    return {};
}

Result<void> PolicyReader::read_group(std::string_view rest) {
    MZ_CHECK(check_room(out_.groups));
    WitnessPolicy::Group group;
    MZ_TRY(group.name, new_name(take_word(rest)));
    const auto needed = take_word(rest);
    MZ_CHECK(add_members(group, rest));
    const auto size = group.members.size();
    const auto number = needed == "all"   ? std::optional<std::uint64_t>(size)
                        : needed == "any" ? std::optional<std::uint64_t>(1)
                                          : decimal(needed, size);
    if (!number || *number == 0) {
        return wrong("how many must sign is `all`, `any` or a number from 1 to " +
                     std::to_string(size));
    }
    group.needed = *number;
    out_.groups.push_back(std::move(group));
    return {};
}

Result<void> PolicyReader::read_quorum(std::string_view rest) {
    if (has_quorum_) return wrong("the quorum is stated twice");
    has_quorum_ = true;
    const auto name = take_word(rest);
    if (name.empty()) return wrong("there is no name");
    if (!take_word(rest).empty()) return wrong("there is something after the name");
    if (name == kNoQuorum) return {};
    MZ_TRY(out_.quorum, member(name));
    return {};
}

Result<void> PolicyReader::read_line(std::string_view line) {
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t') || byte == 0x7F)
            return wrong("there is a control character");
    }
    const auto word = take_word(line);
    if (word.empty() || word.starts_with('#')) return {};
    if (word == "log") return read_log(line);
    if (word == "witness") return read_witness(line);
    if (word == "group") return read_group(line);
    if (word == "quorum") return read_quorum(line);
    return wrong("a line begins with log, witness, group, quorum or #");
}

Result<WitnessPolicy> PolicyReader::read(std::string_view file) {
    if (file.size() > kPolicyFileBytes) {
        return fail({Code::kWitnessPolicyInvalid,
                     "a policy has at most " + std::to_string(kPolicyFileBytes) + " bytes",
                     {}});
    }
    while (!file.empty()) {
        ++number_;
        auto line = take_line(file);
        if (!line) line = std::exchange(file, {});  // the last one, without its end
        MZ_CHECK(read_line(*line));
    }
    if (!has_quorum_) {
        return wrong("the file ends without a quorum; `quorum none` asks for no witness");
    }
    const auto numbered = [&](std::size_t found) {
        const bool group = found != WitnessPolicy::kNone && (found & kGroupBit) != 0;
        return group ? out_.witnesses.size() + (found ^ kGroupBit) : found;
    };
    for (auto& group : out_.groups)
        std::ranges::transform(group.members, group.members.begin(), numbered);
    out_.quorum = numbered(out_.quorum);
    return std::move(out_);
}

}  // namespace

Result<WitnessPolicy> parse_witness_policy(std::string_view file) {
    return PolicyReader().read(file);
}

Result<Cosigned> check_quorum(const Note& note, const WitnessPolicy& policy) {
    Cosigned out;
    std::vector<bool> signed_by;  // by member: witnesses, then groups
    for (std::size_t i = 0; i < policy.witnesses.size(); ++i) {
        MZ_TRY(const auto time, find_cosignature(note, policy.witnesses[i].key));
        signed_by.push_back(time.has_value());
        if (time) out.witnesses.push_back(i);
    }
    // Groups have members that stand before them.
    for (const auto& group : policy.groups) {
        const auto count =
            std::ranges::count_if(group.members, [&](std::size_t m) { return signed_by[m]; });
        signed_by.push_back(static_cast<std::size_t>(count) >= group.needed);
    }
    out.quorum = policy.quorum == WitnessPolicy::kNone || signed_by[policy.quorum];
    return out;
}

}  // namespace mizan::ledger
