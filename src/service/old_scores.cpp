#include "service/old_scores.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "feeds/chunker.h"
#include "feeds/csv.h"
#include "feeds/record_reader.h"
#include "service/analyze.h"

namespace mizan::service {

namespace {

namespace dom = simdjson::dom;
using perspective::Attribute;

using OldScores =
    std::map<const Attribute*, double>;  // by their place in the table, which is by name

const Attribute* attribute_of(std::string_view field) {
    std::string name(field);
    for (char& c : name)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    return perspective::find_attribute(name);
}

bool is_score(double value) { return value >= 0 && value <= 1; }

// A number, or one as the API has it: {"summaryScore":{"value":0.8}}.
std::optional<double> number_in(const dom::element& value) {
    double number = 0;
    if (value.get_double().get(number) == simdjson::SUCCESS) return number;
    if (value["summaryScore"]["value"].get_double().get(number) == simdjson::SUCCESS) return number;
    return std::nullopt;
}

class OldScoreReader {
public:
    explicit OldScoreReader(const OldScoresOptions& options) : options_(options) {}

    // Those of a record that is a post.
    void read(const feeds::Chunk& chunk, std::string_view raw, OldScores& out) {
        out.clear();
        if (chunk.format == feeds::Format::kCsv) read_row(*chunk.header, raw, out);
        else read_object(raw, out);
    }

private:
    void put(std::string_view field, std::optional<double> value, OldScores& out) const {
        if (!value || !is_score(*value)) return;
        for (const auto& [name, attribute] : options_.score_fields)
            if (name == field) out.emplace(attribute, *value);
        if (const auto* attribute = attribute_of(field)) out.emplace(attribute, *value);
    }

    void read_members(const dom::object& object, OldScores& out) const {
        for (const auto member : object)
            if (attribute_of(member.key) != nullptr) put(member.key, number_in(member.value), out);
    }

    void read_object(std::string_view raw, OldScores& out) {
        dom::element whole;
        dom::object object;
        if (parser_.parse(raw.data(), raw.size()).get(whole) != simdjson::SUCCESS ||
            whole.get_object().get(object) != simdjson::SUCCESS)
            return;
        read_named(whole, out);
        read_members(object, out);
        for (const auto* inner : {"attributeScores", "scores"}) {
            dom::object scores;
            if (object[inner].get_object().get(scores) == simdjson::SUCCESS)
                read_members(scores, out);
        }
    }

    // What --score-field names.
    void read_named(const dom::element& whole, OldScores& out) const {
        for (const auto& [name, attribute] : options_.score_fields) {
            auto at = whole;
            std::string_view rest = name;
            bool there = true;
            while (there && !rest.empty()) {
                const auto step = rest.substr(0, rest.find('.'));
                rest.remove_prefix(std::min(step.size() + 1, rest.size()));
                there = at[step].get(at) == simdjson::SUCCESS;
            }
            const auto number = there ? number_in(at) : std::nullopt;
            if (number && is_score(*number)) out.emplace(attribute, *number);
        }
    }

    void read_row(const feeds::CsvHeader& header, std::string_view raw, OldScores& out) {
        scratch_.resize(raw.size());
        fields_.clear();
        if (feeds::split_csv(raw, header.delimiter, scratch_.data(), fields_) !=
            feeds::CsvFault::kNone)
            return;
        for (std::size_t i = 0; i < std::min(fields_.size(), header.columns.size()); ++i) {
            double value = 0;
            const std::string_view field = fields_[i];
            const auto read = std::from_chars(field.begin(), field.end(), value);
            if (read.ec == std::errc() && read.ptr == field.end() && !field.empty())
                put(header.columns[i], value, out);
        }
    }

    const OldScoresOptions& options_;
    dom::parser parser_;
    std::string scratch_;
    std::vector<std::string_view> fields_;
};

// The text that was sent to be scored: the post's own words, else the first there are.
std::string_view text_of(const Post& post) {
    const auto body =
        std::ranges::find_if(post.parts, [](const Part& p) { return p.role == PartRole::kBody; });
    return body != post.parts.end() ? body->bytes : post.parts.front().bytes;
}

class ScoringAgain {
public:
    ScoringAgain(std::shared_ptr<const policy::Policy> policy,
                 std::shared_ptr<const score::Scorer> scorer)
        : analyzer_(std::move(policy), std::move(scorer)) {}

    void take(const Post& post, const OldScores& old) {
        perspective::AnalyzeRequest request;
        for (const auto& [attribute, value] : old) {
            if (attribute->served == perspective::ServedBy::kNone) not_served_[attribute] = true;
            else request.attributes.push_back({attribute, 0});
        }
        if (request.attributes.empty()) {
            ++out_.without_scores;
            return;
        }
        const auto text = text_of(post);
        if (text.size() > perspective::kTextBytes) {
            ++out_.too_long;
            return;
        }
        request.text = text;
        if (!post.lang.empty()) request.languages.emplace_back(post.lang);
        request.do_not_store = true;
        request.drop_unsupported = true;
        const auto analysis = analyzer_.analyze(request);
        if (!analysis || analysis->scores.empty()) {
            ++out_.other_language;
            return;
        }
        ++out_.texts;
        for (const auto& score : analysis->scores)
            pairs_[score.asked.attribute].push_back({old.at(score.asked.attribute), score.value});
    }
    void count_unreadable() { ++out_.unreadable; }
    [[nodiscard]] std::uint64_t texts() const { return out_.texts; }

    ScoredAgain finish() {
        for (auto& [attribute, texts] : pairs_)
            out_.attributes.push_back({attribute, std::move(texts)});
        for (const auto& [attribute, seen] : not_served_) out_.not_served.push_back(attribute);
        return std::move(out_);
    }

private:
    Analyzer analyzer_;
    std::map<const Attribute*, std::vector<ScorePair>> pairs_;
    std::map<const Attribute*, bool> not_served_;
    ScoredAgain out_;
};

}  // namespace

Result<ScoredAgain> score_again(feeds::ByteSource& source, const OldScoresOptions& options,
                                std::shared_ptr<const policy::Policy> policy,
                                std::shared_ptr<const score::Scorer> scorer) {
    feeds::LineChunker chunker(source, options.format, options.fields);
    feeds::RecordReader reader(options.fields);
    OldScoreReader scores(options);
    ScoringAgain scoring(std::move(policy), std::move(scorer));
    feeds::Chunk chunk;
    Post post;
    OldScores old;
    while (true) {
        MZ_TRY(const bool more, chunker.next(chunk));
        if (!more) break;
        if (chunk.format == feeds::Format::kText)
            return fail({Code::kUsage, "plain text has no old scores: give JSON lines or CSV",
                         std::string(source.name())});
        reader.begin(chunk);
        for (auto step = reader.next(post); step != feeds::Step::kEnd; step = reader.next(post)) {
            if (step == feeds::Step::kReject) {
                scoring.count_unreadable();
                continue;
            }
            if (scoring.texts() == kMostOldTexts)
                return fail({Code::kUsage, "more than 5000000 texts: a part of them tells as much",
                             std::string(source.name())});
            scores.read(chunk, reader.raw(), old);
            scoring.take(post, old);
        }
    }
    return scoring.finish();
}

}  // namespace mizan::service
