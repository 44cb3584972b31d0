#include "perspective/discovery.h"

#include "base/json.h"

namespace mizan::perspective {

namespace {

// What any method takes in its query. Of these only `key` means something here; the others are accepted.
constexpr std::string_view kParameters = R"json({
"$.xgafv":{"type":"string","location":"query","description":"Format of errors.","enum":["1","2"],"enumDescriptions":["v1","v2"]},
"access_token":{"type":"string","location":"query","description":"OAuth access token."},
"alt":{"type":"string","location":"query","description":"Format of the answer.","default":"json","enum":["json","media","proto"],"enumDescriptions":["JSON","media","protocol buffers"]},
"callback":{"type":"string","location":"query","description":"JSONP."},
"fields":{"type":"string","location":"query","description":"Which fields to include in a partial answer."},
"key":{"type":"string","location":"query","description":"API key."},
"oauth_token":{"type":"string","location":"query","description":"OAuth 2.0 token."},
"prettyPrint":{"type":"boolean","location":"query","description":"Line breaks and indents.","default":"true"},
"quotaUser":{"type":"string","location":"query","description":"Any string that stands for a user."},
"uploadType":{"type":"string","location":"query","description":"Media upload."},
"upload_protocol":{"type":"string","location":"query","description":"Media upload."}
})json";

constexpr std::string_view kAuth =
    R"json({"oauth2":{"scopes":{"https://www.googleapis.com/auth/userinfo.email":{"description":"E-mail address"}}}})json";

constexpr std::string_view kResources = R"json({"comments":{"methods":{
"analyze":{"id":"commentanalyzer.comments.analyze","path":"v1alpha1/comments:analyze","flatPath":"v1alpha1/comments:analyze","httpMethod":"POST","description":"Scores a text by the attributes that are asked for.","parameters":{},"parameterOrder":[],"request":{"$ref":"AnalyzeCommentRequest"},"response":{"$ref":"AnalyzeCommentResponse"},"scopes":["https://www.googleapis.com/auth/userinfo.email"]},
"suggestscore":{"id":"commentanalyzer.comments.suggestscore","path":"v1alpha1/comments:suggestscore","flatPath":"v1alpha1/comments:suggestscore","httpMethod":"POST","description":"Says what a person thinks the scores should be.","parameters":{},"parameterOrder":[],"request":{"$ref":"SuggestCommentScoreRequest"},"response":{"$ref":"SuggestCommentScoreResponse"},"scopes":["https://www.googleapis.com/auth/userinfo.email"]}
}}})json";

constexpr std::string_view kSchemas = R"json({
"AnalyzeCommentRequest":{"id":"AnalyzeCommentRequest","type":"object","properties":{
"comment":{"$ref":"TextEntry","description":"The text to score."},
"context":{"$ref":"Context","description":"What the text stands in."},
"requestedAttributes":{"type":"object","additionalProperties":{"$ref":"AttributeParameters"},"description":"By name."},
"languages":{"type":"array","items":{"type":"string"},"description":"ISO 639-1 or BCP 47; none: to be detected."},
"doNotStore":{"type":"boolean","description":"Keep neither text nor context."},
"spanAnnotations":{"type":"boolean","description":"A score for each sentence as well."},
"dropUnsupportedAttributes":{"type":"boolean","description":"Leave out what cannot be scored in the text's language, instead of an error."},
"clientToken":{"type":"string","description":"Given back in the answer."},
"sessionId":{"type":"string","description":"Joins requests of one session."},
"communityId":{"type":"string","description":"The community that the text stands in."}}},
"AnalyzeCommentResponse":{"id":"AnalyzeCommentResponse","type":"object","properties":{
"attributeScores":{"type":"object","additionalProperties":{"$ref":"AttributeScores"},"description":"By name."},
"languages":{"type":"array","items":{"type":"string"},"description":"As requested, or as detected."},
"detectedLanguages":{"type":"array","items":{"type":"string"},"description":"As detected."},
"clientToken":{"type":"string","description":"As in the request."}}},
"SuggestCommentScoreRequest":{"id":"SuggestCommentScoreRequest","type":"object","properties":{
"comment":{"$ref":"TextEntry","description":"The text."},
"context":{"$ref":"Context","description":"What the text stands in."},
"attributeScores":{"type":"object","additionalProperties":{"$ref":"AttributeScores"},"description":"By name: of the whole, of spans, or both."},
"languages":{"type":"array","items":{"type":"string"},"description":"ISO 639-1 or BCP 47; none: to be detected."},
"clientToken":{"type":"string","description":"Given back in the answer."},
"sessionId":{"type":"string","description":"Joins requests of one session."},
"communityId":{"type":"string","description":"The community whose judgement it is."}}},
"SuggestCommentScoreResponse":{"id":"SuggestCommentScoreResponse","type":"object","properties":{
"detectedLanguages":{"type":"array","items":{"type":"string"},"description":"As detected."},
"requestedLanguages":{"type":"array","items":{"type":"string"},"description":"As requested."},
"clientToken":{"type":"string","description":"As in the request."}}},
"AttributeParameters":{"id":"AttributeParameters","type":"object","properties":{
"scoreType":{"type":"string","description":"Only PROBABILITY is served.","enum":["SCORE_TYPE_UNSPECIFIED","PROBABILITY","STD_DEV_SCORE","PERCENTILE","RAW"],"enumDescriptions":["PROBABILITY","A probability.","Not served.","Not served.","Not served."]},
"scoreThreshold":{"type":"number","format":"float","description":"Scores below are left out."}}},
"AttributeScores":{"id":"AttributeScores","type":"object","properties":{
"summaryScore":{"$ref":"Score","description":"Of the whole text."},
"spanScores":{"type":"array","items":{"$ref":"SpanScore"},"description":"Of parts of it."}}},
"SpanScore":{"id":"SpanScore","type":"object","properties":{
"begin":{"type":"integer","format":"int32","description":"In UTF-16 code units."},
"end":{"type":"integer","format":"int32","description":"In UTF-16 code units, exclusive."},
"score":{"$ref":"Score","description":"The score."}}},
"Score":{"id":"Score","type":"object","properties":{
"value":{"type":"number","format":"float","description":"From 0 to 1."},
"type":{"type":"string","description":"PROBABILITY.","enum":["SCORE_TYPE_UNSPECIFIED","PROBABILITY","STD_DEV_SCORE","PERCENTILE","RAW"],"enumDescriptions":["PROBABILITY","A probability.","Not served.","Not served.","Not served."]}}},
"TextEntry":{"id":"TextEntry","type":"object","properties":{
"text":{"type":"string","description":"UTF-8."},
"type":{"type":"string","description":"Only PLAIN_TEXT is served.","enum":["TEXT_TYPE_UNSPECIFIED","PLAIN_TEXT","HTML"],"enumDescriptions":["PLAIN_TEXT","Plain text.","Not served."]}}},
"Context":{"id":"Context","type":"object","properties":{
"entries":{"type":"array","items":{"$ref":"TextEntry"},"description":"Texts that came before."},
"articleAndParentComment":{"$ref":"ArticleAndParentComment","description":"Instead of entries."}}},
"ArticleAndParentComment":{"id":"ArticleAndParentComment","type":"object","properties":{
"article":{"$ref":"TextEntry","description":"The article."},
"parentComment":{"$ref":"TextEntry","description":"The comment answered."}}}
})json";

}  // namespace

std::string discovery_document(std::string_view base_url) {
    while (base_url.ends_with('/')) base_url.remove_suffix(1);
    const auto root = std::string(base_url) + "/";
    std::string out;
    json::Object(out)
        .text("kind", "discovery#restDescription")
        .text("discoveryVersion", "v1")
        .text("id", "commentanalyzer:v1alpha1")
        .text("name", "commentanalyzer")
        .text("canonicalName", "Comment Analyzer")
        .text("version", "v1alpha1")
        .flag("version_module", true)
        .text("revision", "0")
        .text("title", "Perspective Comment Analyzer API")
        .text("description", "Scores comments: the comment-scoring API as Mizan serves it.")
        .text("ownerName", "Mizan")
        .text("protocol", "rest")
        .text("rootUrl", root)
        .text("baseUrl", root)
        .text("basePath", "")
        .text("servicePath", "")
        .text("batchPath", "batch")
        .json_value("parameters", kParameters)
        .json_value("auth", kAuth)
        .json_value("schemas", kSchemas)
        .json_value("resources", kResources);
    return out;
}

}  // namespace mizan::perspective
