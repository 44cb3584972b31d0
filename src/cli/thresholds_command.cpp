// `mizan thresholds`: which thresholds of our scores flag as many texts as the old ones of another model did.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <map>
#include <memory>

#include "base/json.h"
#include "cli/command.h"
#include "cli/input_options.h"
#include "console/terminal.h"
#include "feeds/source.h"
#include "perspective/answer.h"
#include "service/load_policy.h"
#include "service/old_scores.h"

namespace mizan::cli {

namespace {

using perspective::Attribute;
using service::ThresholdPick;

constexpr double kUsual[] = {0.5, 0.7, 0.8, 0.9};
constexpr std::size_t kMostThresholds = 100;

struct ThresholdSettings {
    std::string file;
    std::string policy;
    std::string cache;
    service::OldScoresOptions reading;
    std::map<const Attribute*, std::vector<double>> of;  // null: of all others
    bool json = false;

    [[nodiscard]] std::vector<double> at(const Attribute* attribute) const {
        for (const auto* key : {attribute, static_cast<const Attribute*>(nullptr)})
            if (const auto found = of.find(key); found != of.end()) return found->second;
        return {std::begin(kUsual), std::end(kUsual)};
    }
};

std::string decimal(std::uint16_t score) {
    std::string out;
    perspective::append_score(out, score);
    return out;
}

std::string share(std::uint64_t part, std::uint64_t whole) {
    return fmt::format("{} ({:.1f} %)", part,
                       100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

// On how many texts both say the same.
std::uint64_t alike(const ThresholdPick& pick, std::uint64_t texts) {
    return texts - (pick.flagged_old - pick.flagged_both) - (pick.flagged_ours - pick.flagged_both);
}

std::string pick_json(const ThresholdPick& pick, std::uint64_t texts) {
    std::string out;
    {
        json::Object object(out);  // which ends with its scope
        object.json_value("old", fmt::format("{}", pick.old));
        object.number("flagged_old", pick.flagged_old);
        if (pick.ours) {
            object.json_value("ours", decimal(*pick.ours))
                .json_value("interval", "[" + decimal(pick.low) + "," + decimal(pick.high) + "]")
                .number("flagged_ours", pick.flagged_ours)
                .number("flagged_both", pick.flagged_both)
                .number("alike", alike(pick, texts));
        }
        object.flag("few", pick.few);
    }
    return out;
}

std::string to_json(const service::ScoredAgain& again, const ThresholdSettings& s) {
    std::string left_out;
    json::Object(left_out)
        .number("unreadable", again.unreadable)
        .number("without_scores", again.without_scores)
        .number("too_long", again.too_long)
        .number("other_language", again.other_language);
    std::string out;
    json::Object(out)
        .number("texts", again.texts)
        .json_value("left_out", left_out)
        .list("attributes", again.attributes,
              [&](const auto& of) {
                  const auto picks = service::pick_thresholds(of.texts, s.at(of.attribute));
                  json::Object(out)
                      .text("attribute", of.attribute->name)
                      .number("texts", of.texts.size())
                      .list("thresholds", picks, [&](const ThresholdPick& pick) {
                          out.append(pick_json(pick, of.texts.size()));
                      });
              })
        .list("not_served", again.not_served,
              [&](const Attribute* attribute) { json::append_string(out, attribute->name); });
    return out.append("\n");
}

std::string pick_text(std::string_view name, const ThresholdPick& pick, std::uint64_t texts) {
    const auto old = share(pick.flagged_old, texts);
    if (!pick.ours)
        return fmt::format("{:<22}{:<6}{:<8}{:<17}{:<16}none reaches it\n", name,
                           fmt::format("{}", pick.old), "-", "", old);
    const auto alike_share =
        100.0 * static_cast<double>(alike(pick, texts)) / static_cast<double>(texts);
    return fmt::format(
        "{:<22}{:<6}{:<8}{:<17}{:<16}{:<16}{:<8}{:.1f} %{}\n", name, fmt::format("{}", pick.old),
        decimal(*pick.ours), decimal(pick.low) + " to " + decimal(pick.high), old,
        share(pick.flagged_ours, texts), pick.flagged_both, alike_share, pick.few ? "   few" : "");
}

std::string left_out_text(const service::ScoredAgain& again) {
    std::string out;
    const auto say = [&](std::uint64_t count, std::string_view what) {
        if (count == 0) return;
        out.append(out.empty() ? "; left out: " : ", ");
        out.append(fmt::format("{} {}", count, what));
    };
    say(again.unreadable, "unreadable");
    say(again.without_scores, "without old scores of what is served");
    say(again.too_long, "too long");
    say(again.other_language, "in another language");
    return out;
}

std::string to_text(const service::ScoredAgain& again, const ThresholdSettings& s) {
    std::string out =
        counted(again.texts, "text", "texts") + " scored by both" + left_out_text(again) + "\n";
    for (const auto* attribute : again.not_served)
        out.append(fmt::format("{} is not served: no score stands behind it\n", attribute->name));
    if (again.attributes.empty()) return out;
    out.append(fmt::format("\n{:<22}{:<6}{:<8}{:<17}{:<16}{:<16}{:<8}{}\n", "attribute", "old",
                           "ours", "95 %", "flagged, old", "flagged, ours", "both", "alike"));
    bool few = false;
    for (const auto& of : again.attributes) {
        for (const auto& pick : service::pick_thresholds(of.texts, s.at(of.attribute))) {
            out.append(pick_text(of.attribute->name, pick, of.texts.size()));
            few = few || pick.few;
        }
    }
    if (few)
        out.append(
            fmt::format("\nfew: fewer than {} texts are flagged, or are not. Collect more "
                        "before you use this threshold.\n",
                        service::kFewTexts));
    return out;
}

int run_thresholds(const ThresholdSettings& s) {
    const auto folder = find_policy(s.policy);
    if (!folder) return complain(folder.error());
    const auto loaded = service::load_policy(*folder, cache_dir(s.cache));
    if (!loaded) return complain(loaded.error());
    if (!loaded->note.empty()) print_note(loaded->note);
    if (!loaded->scorer)
        return complain(
            {Code::kUsage, "the policy has no learned scores, so there is nothing to compare", {}});
    const auto source = feeds::open_source(s.file);
    if (!source) return complain(source.error());
    const auto again = service::score_again(**source, s.reading, loaded->policy, loaded->scorer);
    if (!again) return complain(again.error());
    if (again->texts == 0 && !s.json)
        print_warning("no text has an old score between 0 and 1 of an attribute that is served");
    return print(s.json ? to_json(*again, s) : to_text(*again, s));
}

// "TOXICITY", whatever its case; null: there is none.
const Attribute* named(std::string_view text) {
    std::string name(text);
    for (char& c : name)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    return perspective::find_attribute(name);
}

// "TOXICITY=0.8", or "0.8" for all that are not named.
std::string set_threshold(ThresholdSettings& s, std::string_view text) {
    const auto equals = text.find('=');
    const auto* attribute = equals == text.npos ? nullptr : named(text.substr(0, equals));
    if (equals != text.npos && attribute == nullptr)
        return "no attribute is called \"" + std::string(text.substr(0, equals)) + "\"";
    const auto digits = equals == text.npos ? text : text.substr(equals + 1);
    double value = -1;
    const auto read = std::from_chars(digits.begin(), digits.end(), value);
    if (read.ec != std::errc() || read.ptr != digits.end() || !(value > 0 && value <= 1))
        return "write it as ATTRIBUTE=NUMBER or NUMBER, more than 0 and at most 1";
    auto& all = s.of[attribute];
    if (all.size() == kMostThresholds) return "at most 100 of one attribute";
    all.push_back(value);
    return {};
}

std::string set_score_field(ThresholdSettings& s, std::string_view text) {
    const auto equals = std::min(text.find('='), text.size());
    const auto* attribute = named(text.substr(0, equals));
    if (attribute == nullptr || equals + 1 >= text.size())
        return "write it as ATTRIBUTE=FIELD, for example TOXICITY=perspective.toxicity";
    s.reading.score_fields.emplace_back(text.substr(equals + 1), attribute);
    return {};
}

// An option that may be repeated, each value of which goes through `set`.
using SetThreshold = std::string (*)(ThresholdSettings&, std::string_view);
void add_repeated(CLI::App& command, const std::shared_ptr<ThresholdSettings>& s,
                  const std::string& option, const std::string& type, const std::string& help,
                  SetThreshold set) {
    const auto each = [s, set, option](const std::vector<std::string>& values) {
        for (const auto& value : values)
            if (const auto complaint = set(*s, value); !complaint.empty())
                throw CLI::ValidationError(option, complaint);
    };
    command.add_option_function<std::vector<std::string>>(option, each, help)->type_name(type);
}

}  // namespace

void add_thresholds_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "thresholds", "Find the thresholds that flag as many texts as old ones of another model");
    auto s = std::make_shared<ThresholdSettings>();
    command
        ->add_option("file", s->file,
                     "File of texts with their old scores, JSON lines or CSV; - for standard input")
        ->required()
        ->type_name("FILE");
    add_repeated(*command, s, "--at", "ATTRIBUTE=NUMBER",
                 "An old threshold; may be repeated. NUMBER alone: of all attributes that are not "
                 "named. None: 0.5, 0.7, 0.8 and 0.9",
                 set_threshold);
    add_repeated(*command, s, "--score-field", "ATTRIBUTE=FIELD",
                 "The input's name for the old scores of an attribute; may be repeated",
                 set_score_field);
    command->add_option("--policy", s->policy, "Policy folder, or a compiled bundle")
        ->type_name("DIR");
    command->add_option("--cache", s->cache, "Folder for compiled policies, or none")
        ->type_name("DIR");
    add_input_options(*command, s->reading.format, s->reading.fields);
    command->add_flag("--json", s->json, "Print the figures as JSON");
    command->footer(
        "Old scores stand beside the text under the attribute's name, or there stands the "
        "API's answer, \"attributeScores\".\n"
        "Examples:\n"
        "  mizan thresholds scored.csv --at TOXICITY=0.8\n"
        "  mizan thresholds scored.jsonl.gz --json\n"
        "docs/migrating.md says how to read it.");
    command->callback([s, &exit_code] { exit_code = run_thresholds(*s); });
}

}  // namespace mizan::cli
