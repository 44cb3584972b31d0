// The discovery document: valid, whole, and pointing where it is told.
#include "perspective/discovery.h"

#include <doctest/doctest.h>
#include <simdjson.h>

#include <string>

#include "perspective/request.h"

using namespace mizan;
using namespace mizan::perspective;

namespace {

namespace dom = simdjson::dom;

std::string text_at(dom::element e, std::string_view pointer) {
    std::string_view out;
    if (e.at_pointer(pointer).get_string().get(out)) return "(none)";
    return std::string(out);
}

// Every {"$ref": NAME} below, held to the schemas.
void check_references(dom::element value, dom::element schemas, std::size_t& count) {
    if (value.is_array())
        for (const auto item : value.get_array()) check_references(item, schemas, count);
    if (!value.is_object()) return;
    for (const auto field : value.get_object()) {
        if (field.key == "$ref") {
            CAPTURE(field.value);
            std::string_view name = field.value.get_string().value();
            CHECK(schemas[name]["id"].get_string().value() == name);
            ++count;
        } else {
            check_references(field.value, schemas, count);
        }
    }
}

}  // namespace

TEST_CASE("the discovery document leads clients to this server") {
    dom::parser parser;
    dom::element doc;
    for (const auto* url : {"https://mizan.example:8443", "https://mizan.example:8443/"}) {
        REQUIRE(parser.parse(discovery_document(url)).get(doc) == simdjson::SUCCESS);
        CHECK(text_at(doc, "/rootUrl") == "https://mizan.example:8443/");
        CHECK(text_at(doc, "/baseUrl") == "https://mizan.example:8443/");
    }
    CHECK(text_at(doc, "/kind") == "discovery#restDescription");
    CHECK(text_at(doc, "/id") == "commentanalyzer:v1alpha1");
    CHECK(text_at(doc, "/name") == "commentanalyzer");
    CHECK(text_at(doc, "/version") == "v1alpha1");
    CHECK(text_at(doc, "/protocol") == "rest");
    CHECK(text_at(doc, "/servicePath") == "");
    CHECK(text_at(doc, "/batchPath") == "batch");
    for (const std::string method : {"analyze", "suggestscore"}) {
        const auto at = "/resources/comments/methods/" + method;
        CHECK(text_at(doc, at + "/id") == "commentanalyzer.comments." + method);
        CHECK(text_at(doc, at + "/path") == "v1alpha1/comments:" + method);
        CHECK(text_at(doc, at + "/flatPath") == "v1alpha1/comments:" + method);
        CHECK(text_at(doc, at + "/httpMethod") == "POST");
    }
    for (const auto* name : {"key", "access_token", "oauth_token", "alt", "fields", "prettyPrint",
                             "quotaUser", "callback", "uploadType", "upload_protocol", "$.xgafv"})
        CHECK(doc["parameters"][name]["location"].get_string().value() == "query");
}

TEST_CASE("every schema that is referred to is there") {
    dom::parser parser;
    const auto doc = parser.parse(discovery_document("http://localhost:8080")).value();
    std::size_t count = 0;
    check_references(doc, doc["schemas"].value(), count);
    CHECK(count >= 16);
}

TEST_CASE("an address with a path or odd characters makes no broken document") {
    dom::parser parser;
    dom::element doc;
    REQUIRE(parser.parse(discovery_document("http://x/a\"b")).get(doc) == simdjson::SUCCESS);
    CHECK(text_at(doc, "/rootUrl") == "http://x/a\"b/");
}
