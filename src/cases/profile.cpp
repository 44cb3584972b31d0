#include "cases/profile.h"

#include <algorithm>

#include "cases/command_parts.h"

namespace mizan::cases {

namespace {

constexpr std::size_t kLangBytes = 35;
constexpr std::size_t kWordBytes = 100;

Result<void> check_words(const std::vector<std::string>& words, std::size_t most,
                         const std::string& where) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto place = where + "[" + std::to_string(i) + "]";
        if (words[i].empty()) return wrong("this says nothing", place);
        if (words[i].size() > most)
            return wrong("this must be at most " + std::to_string(most) + " bytes long", place);
    }
    return {};
}

bool is_one_spared(const std::vector<std::string>& opt_outs, std::string_view clause) {
    return std::ranges::any_of(opt_outs,
                               [&](const auto& category) { return in_category(clause, category); });
}

}  // namespace

Result<void> check(const Profile& profile) {
    MZ_CHECK(check_words(profile.langs, kLangBytes, "langs"));
    MZ_CHECK(check_words(profile.skills, kWordBytes, "skills"));
    MZ_CHECK(check_words(profile.opt_outs, kWordBytes, "opt_outs"));
    const auto all = std::ranges::find(profile.opt_outs, "*");
    if (all == profile.opt_outs.end()) return {};
    return wrong("nobody who decides cases is spared all of them",
                 "opt_outs[" + std::to_string(all - profile.opt_outs.begin()) + "]");
}

std::string primary_lang(std::string_view tag) {
    std::string out(tag.substr(0, tag.find_first_of("-_")));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool in_category(std::string_view clause, std::string_view category) {
    if (!category.ends_with('*')) return clause == category;
    return clause.starts_with(category.substr(0, category.size() - 1));
}

bool counts_for(const CategoryLoad& load, std::string_view clause, std::uint8_t severity) {
    return severity >= load.severity_from &&
           (load.category.empty() || in_category(clause, load.category));
}

// What is no language (ISO 639: two or three letters) is an unknown one: whoever flags cannot make lanes of their own.
Lane lane_of(std::string_view lang, std::string skill, std::string clause, std::uint8_t severity) {
    auto primary = primary_lang(lang);
    const bool is_one = (primary.size() == 2 || primary.size() == 3) &&
                        std::ranges::all_of(primary, [](char l) { return l >= 'a' && l <= 'z'; });
    if (!is_one) primary.clear();
    return {std::move(primary), std::move(skill), std::move(clause), severity};
}

Lane lane_of(const Case& c) { return lane_of(c.lang, c.skill, c.clause, c.severity); }

bool Takes::lang(std::string_view primary) const {
    if (langs.empty() || primary.empty()) return true;
    return std::ranges::any_of(langs, [&](const auto& l) { return primary_lang(l) == primary; });
}

bool Takes::skill(std::string_view wanted) const {
    if (!skills || wanted.empty()) return true;
    return std::ranges::find(*skills, wanted) != skills->end();
}

bool Takes::is_spared(std::string_view clause) const { return is_one_spared(opt_outs, clause); }

bool Takes::lane(const Lane& lane) const {
    if (!lang(lane.lang) || !skill(lane.skill)) return false;
    if (severity_below != 0 && lane.severity >= severity_below) return false;
    const bool is_full = std::ranges::any_of(full, [&](const CategoryLoad& load) {
        return counts_for(load, lane.clause, lane.severity);
    });
    return !is_full && !is_spared(lane.clause);
}

bool is_spared(const Profile& profile, const Case& c) {
    return is_one_spared(profile.opt_outs, c.clause);
}

Takes takes_of(const Profile& profile, bool leads) {
    Takes takes;
    takes.langs = profile.langs;
    if (!leads) takes.skills = profile.skills;
    takes.opt_outs = profile.opt_outs;
    return takes;
}

}  // namespace mizan::cases
