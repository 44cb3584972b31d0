#include "perspective/request.h"

#include <algorithm>
#include <array>
#include <utility>

#include "perspective/json_fields.h"
#include "perspective/utf16.h"

namespace mizan::perspective {

struct RequestReader::Parser {
    dom::parser json{kBodyBytes};
    std::string mended;
};

namespace {

constexpr std::array<std::string_view, 3> kTextTypes{"TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML"};
constexpr std::array<std::string_view, 5> kScoreTypes{"SCORE_TYPE_UNSPECIFIED", "PROBABILITY",
                                                      "STD_DEV_SCORE", "PERCENTILE", "RAW"};

// A TextEntry, before what it says is judged.
struct TextEntry {
    std::string text;
    std::string type;
};

// What is read of a body, before it is judged as a whole: which of two faults is told does not depend on the order of fields.
struct AskedAttribute {
    std::string name;
    std::string score_type;
    std::uint16_t threshold = 0;
};
struct ToldAttribute {
    std::string name;
    std::vector<std::string> score_types;
    std::optional<std::uint16_t> summary;
    std::vector<SuggestedSpan> spans;
};
struct RawContext {
    std::vector<TextEntry> entries;
    TextEntry article;
    TextEntry parent;
    bool has_article = false;
};
struct RawBody {
    TextEntry comment;
    RawContext context;
    std::vector<AskedAttribute> asked;
    std::vector<ToldAttribute> told;
};

class BodyReader {
public:
    BodyReader(RawBody& raw, ApiError& error) : raw_(raw), in_(error) {}

    bool analyze(const dom::element& body, AnalyzeRequest& out) {
        return in_.object(body, {}, [&](std::string_view key, const dom::element& value) {
            if (is_field(key, "requestedAttributes")) return asked(value);
            if (is_field(key, "doNotStore")) return in_.flag(value, key, out.do_not_store);
            if (is_field(key, "spanAnnotations")) return in_.flag(value, key, out.span_annotations);
            if (is_field(key, "dropUnsupportedAttributes"))
                return in_.flag(value, key, out.drop_unsupported);
            return common(key, value, out);
        });
    }
    bool suggest(const dom::element& body, SuggestRequest& out) {
        return in_.object(body, {}, [&](std::string_view key, const dom::element& value) {
            if (is_field(key, "attributeScores")) return told(value);
            return common(key, value, out);
        });
    }

private:
    bool common(std::string_view key, const dom::element& value, CommentRequest& out) {
        if (key == "comment") return entry(value, "comment", raw_.comment);
        if (key == "context") return context(value);
        if (key == "languages") return languages(value, out);
        if (is_field(key, "clientToken")) return token(value, key, out.client_token);
        if (is_field(key, "sessionId")) return token(value, key, out.session_id);
        if (is_field(key, "communityId")) return token(value, key, out.community_id);
        return true;
    }
    bool token(const dom::element& value, std::string_view path, std::string& out) {
        return in_.text(value, path, out) && within(out.size(), kTokenBytes, path);
    }
    // A list or a text of at most so many elements or bytes.
    bool within(std::size_t size, std::size_t limit, std::string_view path) {
        if (size <= limit) return true;
        return in_.refuse(invalid_request("Too much in field " + std::string(path) + ": at most " +
                                          std::to_string(limit) + " are read"));
    }
    bool entry(const dom::element& value, const std::string& path, TextEntry& out) {
        return in_.object(value, path, [&](std::string_view key, const dom::element& inner) {
            if (key == "text") return in_.text(inner, path + ".text", out.text);
            if (key == "type") return in_.enumerator(inner, path + ".type", kTextTypes, out.type);
            return true;
        });
    }
    bool context(const dom::element& value) {
        auto& context = raw_.context;
        return in_.object(value, "context", [&](std::string_view key, const dom::element& inner) {
            if (key == "entries") {
                context.entries.clear();
                return in_.array(inner, "context.entries", [&](const dom::element& item) {
                    context.entries.emplace_back();
                    return within(context.entries.size(), kContextEntries, "context.entries") &&
                           entry(item, "context.entries", context.entries.back());
                });
            }
            if (is_field(key, "articleAndParentComment")) {
                context.has_article = !inner.is_null();
                return article(inner);
            }
            return true;
        });
    }
    bool article(const dom::element& value) {
        const std::string path = "context.article_and_parent_comment";
        return in_.object(value, path, [&](std::string_view key, const dom::element& inner) {
            if (key == "article") return entry(inner, path + ".article", raw_.context.article);
            if (is_field(key, "parentComment"))
                return entry(inner, path + ".parent_comment", raw_.context.parent);
            return true;
        });
    }
    bool languages(const dom::element& value, CommentRequest& out) {
        out.languages.clear();
        return in_.array(value, "languages", [&](const dom::element& item) {
            std::string language;
            if (!in_.text(item, "languages", language) ||
                !within(language.size(), kLanguageBytes, "languages"))
                return false;
            if (!language.empty()) out.languages.push_back(std::move(language));
            return within(out.languages.size(), kLanguages, "languages");
        });
    }
    // The element of that name, made if there is none: of a name given twice the last counts.
    template <class T> static T& named(std::vector<T>& all, std::string_view name) {
        const auto at =
            std::find_if(all.begin(), all.end(), [&](const T& item) { return item.name == name; });
        auto& out = at == all.end() ? all.emplace_back() : *at;
        out = {};
        out.name = name;
        return out;
    }
    // One that is not known is noted and no more are read: it is what the answer will be about.
    template <class T> static bool has_unknown(const std::vector<T>& all) {
        return !all.empty() && find_attribute(all.back().name) == nullptr;
    }
    bool asked(const dom::element& value) {
        raw_.asked.clear();
        const std::string path = "requested_attributes";
        return in_.object(value, path, [&](std::string_view name, const dom::element& inner) {
            if (has_unknown(raw_.asked)) return true;
            auto& attribute = named(raw_.asked, name);
            return in_.object(inner, path, [&](std::string_view key, const dom::element& field) {
                if (is_field(key, "scoreType"))
                    return in_.enumerator(field, path + ".score_type", kScoreTypes,
                                          attribute.score_type);
                if (is_field(key, "scoreThreshold"))
                    return in_.threshold(field, path + ".score_threshold", attribute.threshold);
                return true;
            });
        });
    }
    bool told(const dom::element& value) {
        raw_.told.clear();
        const std::string path = "attribute_scores";
        return in_.object(value, path, [&](std::string_view name, const dom::element& inner) {
            if (has_unknown(raw_.told)) return true;
            auto& attribute = named(raw_.told, name);
            return in_.object(inner, path, [&](std::string_view key, const dom::element& field) {
                if (is_field(key, "summaryScore"))
                    return score(field, path + ".summary_score", attribute, attribute.summary);
                if (is_field(key, "spanScores")) return spans(field, path, attribute);
                return true;
            });
        });
    }
    bool score(const dom::element& value, const std::string& path, ToldAttribute& attribute,
               std::optional<std::uint16_t>& out) {
        return in_.object(value, path, [&](std::string_view key, const dom::element& field) {
            if (key == "type")
                return in_.enumerator(field, path + ".type", kScoreTypes,
                                      attribute.score_types.emplace_back());
            if (key != "value" || field.is_null()) return true;
            std::uint16_t share = 0;
            if (!in_.share(field, path + ".value", share)) return false;
            out = share;
            return true;
        });
    }
    bool spans(const dom::element& value, const std::string& path, ToldAttribute& attribute) {
        attribute.spans.clear();
        return in_.array(value, path + ".span_scores", [&](const dom::element& item) {
            auto& span = attribute.spans.emplace_back();
            return within(attribute.spans.size(), kSpans, path + ".span_scores") &&
                   suggested_span(item, path + ".span_scores", attribute, span);
        });
    }
    bool suggested_span(const dom::element& value, const std::string& path,
                        ToldAttribute& attribute, SuggestedSpan& out) {
        std::optional<std::uint16_t> given;
        const bool read =
            in_.object(value, path, [&](std::string_view key, const dom::element& field) {
                if (key == "begin") return in_.count(field, path + ".begin", out.begin);
                if (key == "end") return in_.count(field, path + ".end", out.end);
                if (key == "score") return score(field, path + ".score", attribute, given);
                return true;
            });
        if (!read) return false;
        if (!given) return in_.refuse(invalid_request("A span score without a value"));
        out.value = *given;
        return true;
    }

    RawBody& raw_;
    FieldReader in_;
};

// ---- judging what was read: these give nothing, or the error

using Fault = std::optional<ApiError>;

Fault text_type_fault(const std::string& type) {
    if (type.empty() || type == kTextTypes[0] || type == kTextTypes[1]) return {};
    return type == kTextTypes[2] ? not_plain_text() : unknown_text_type();
}

Fault comment_fault(const TextEntry& comment) {
    if (comment.text.empty()) return comment_empty();
    if (comment.text.size() > kTextBytes) return comment_too_long();
    return text_type_fault(comment.type);
}

Fault context_entry_fault(const TextEntry& entry) {
    if (entry.text.size() > kContextBytes) return invalid_request("Context text too long.");
    return text_type_fault(entry.type);
}

Fault take_context(RawContext& raw, RequestContext& out) {
    if (raw.has_article && !raw.entries.empty()) return two_contexts();
    for (auto& entry : raw.entries) {
        if (auto fault = context_entry_fault(entry)) return fault;
        out.entries.push_back(std::move(entry.text));
    }
    if (auto fault = context_entry_fault(raw.article)) return fault;
    if (auto fault = context_entry_fault(raw.parent)) return fault;
    out.article = std::move(raw.article.text);
    out.parent_comment = std::move(raw.parent.text);
    return {};
}

Fault score_type_fault(const std::string& type, const std::string& attribute) {
    if (type.empty() || type == kScoreTypes[0] || type == kScoreTypes[1]) return {};
    return bad_score_type(type, attribute);
}

Fault take_asked(const std::vector<AskedAttribute>& raw, std::vector<RequestedAttribute>& out) {
    if (raw.empty()) return no_attributes();
    for (const auto& asked : raw) {
        const auto* const known = find_attribute(asked.name);
        if (known == nullptr) return unknown_attribute(asked.name);
        if (auto fault = score_type_fault(asked.score_type, asked.name)) return fault;
        out.push_back({known, asked.threshold});
    }
    return {};
}

Fault span_fault(const SuggestedSpan& span, std::uint32_t length) {
    if (span.begin < span.end && span.end <= length) return {};
    return invalid_request("A span of " + std::to_string(span.begin) + " to " +
                           std::to_string(span.end) + " does not lie in the comment, which has " +
                           std::to_string(length) + " UTF-16 code units");
}

Fault take_told(std::vector<ToldAttribute>& raw, std::uint32_t length,
                std::vector<SuggestedAttribute>& out) {
    if (raw.empty()) return invalid_request("Missing attribute_scores");
    for (auto& told : raw) {
        const auto* const known = find_attribute(told.name);
        if (known == nullptr) return unknown_attribute(told.name);
        for (const auto& type : told.score_types)
            if (auto fault = score_type_fault(type, told.name)) return fault;
        if (!told.summary && told.spans.empty())
            return invalid_request("Missing score of attribute " + told.name);
        for (const auto& span : told.spans)
            if (auto fault = span_fault(span, length)) return fault;
        out.push_back({known, told.summary, std::move(told.spans)});
    }
    return {};
}

Fault take_common(RawBody& raw, CommentRequest& out) {
    if (auto fault = comment_fault(raw.comment)) return fault;
    out.text = std::move(raw.comment.text);
    return take_context(raw.context, out.context);
}

// The body as JSON, valid until the parser's next.
ApiResult<dom::element> parse_body(dom::parser& parser, std::string& mended,
                                   std::string_view body) {
    if (body.size() > kBodyBytes) return std::unexpected(body_too_long(kBodyBytes));
    if (parser.max_depth() != kDepth && parser.allocate(kTextBytes, kDepth) != simdjson::SUCCESS)
        return std::unexpected(internal());
    const bool blank = body.find_first_not_of(" \t\r\n") == body.npos;
    dom::element out;
    auto code = parser.parse(blank ? std::string_view("{}") : body).get(out);
    if (code == simdjson::STRING_ERROR && mend_surrogates(body, mended))
        code = parser.parse(mended).get(out);
    if (code) return std::unexpected(json_fault(code));
    if (!out.is_object())
        return std::unexpected(bad_json("Unknown name \"\": Root element must be a message."));
    return out;
}

}  // namespace

RequestReader::RequestReader() : parser_(std::make_unique<Parser>()) {}
RequestReader::~RequestReader() = default;

ApiResult<AnalyzeRequest> RequestReader::analyze(std::string_view body) {
    const auto json = parse_body(parser_->json, parser_->mended, body);
    if (!json) return std::unexpected(json.error());
    AnalyzeRequest out;
    RawBody raw;
    ApiError error;
    if (!BodyReader(raw, error).analyze(*json, out)) return std::unexpected(std::move(error));
    if (auto fault = take_common(raw, out)) return std::unexpected(*std::move(fault));
    if (auto fault = take_asked(raw.asked, out.attributes))
        return std::unexpected(*std::move(fault));
    return out;
}

ApiResult<SuggestRequest> RequestReader::suggest(std::string_view body) {
    const auto json = parse_body(parser_->json, parser_->mended, body);
    if (!json) return std::unexpected(json.error());
    SuggestRequest out;
    RawBody raw;
    ApiError error;
    if (!BodyReader(raw, error).suggest(*json, out)) return std::unexpected(std::move(error));
    if (auto fault = take_common(raw, out)) return std::unexpected(*std::move(fault));
    if (auto fault = take_told(raw.told, utf16_length(out.text), out.attributes))
        return std::unexpected(*std::move(fault));
    return out;
}

}  // namespace mizan::perspective
