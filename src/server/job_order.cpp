#include "server/job_order.h"

#include <simdjson.h>

#include <string_view>

namespace mizan::server {

namespace {

namespace od = simdjson::ondemand;
constexpr std::uint64_t kExamplesMost = 20;

std::unexpected<Error> broken_order() {
    return fail({Code::kJsonMalformed, "it is no JSON object, or a broken one", "body"});
}
std::unexpected<Error> wrong_order(std::string_view what, std::string_view where) {
    return fail({Code::kFieldType, std::string(what), std::string(where)});
}

Result<std::string> text_of(od::value value, std::string_view where) {
    std::string_view text;
    const auto error = value.get_string().get(text);
    if (error == simdjson::INCORRECT_TYPE) return wrong_order("it is no text", where);
    if (error != simdjson::SUCCESS) return broken_order();
    return std::string(text);
}

Result<std::uint64_t> number_from(od::value value, std::uint64_t most, std::string_view where) {
    std::uint64_t n = 0;
    if (value.get_uint64().get(n) != simdjson::SUCCESS || n == 0 || n > most)
        return wrong_order("it is no number from 1 to " + std::to_string(most), where);
    return n;
}

// Each member of an object, by its name.
template <class F>
Result<void> each_member(od::value value, std::string_view where, const F& take) {
    od::object object;
    const auto error = value.get_object().get(object);
    if (error == simdjson::INCORRECT_TYPE) return wrong_order("it is no object", where);
    if (error != simdjson::SUCCESS) return broken_order();
    for (auto field : object) {
        std::string_view key;
        od::value inner;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS ||
            field.value().get(inner) != simdjson::SUCCESS)
            return broken_order();
        const std::string name(key);
        MZ_CHECK(take(name, inner));
    }
    return {};
}

Result<void> read_files(od::value value, JobOrder& order) {
    return each_member(
        value, "policy", [&](const std::string& name, od::value inner) -> Result<void> {
            if (name != "files") return wrong_order("a policy has files alone", "policy." + name);
            return each_member(inner, "policy.files",
                               [&](const std::string& path, od::value text) -> Result<void> {
                                   MZ_TRY(auto whole, text_of(text, path));
                                   for (const auto& [known, _] : order.files)
                                       if (known == path)
                                           return wrong_order("it is there twice", path);
                                   order.files.emplace_back(path, std::move(whole));
                                   return {};
                               });
        });
}

Result<void> read_recent(od::value value, JobOrder& order) {
    MZ_CHECK(
        each_member(value, "posts", [&](const std::string& name, od::value inner) -> Result<void> {
            if (name == "recent") {
                MZ_TRY(order.recent, number_from(inner, kJobPosts, "posts.recent"));
            } else if (name == "platform") {
                MZ_TRY(order.platform, text_of(inner, "posts.platform"));
            } else {
                return wrong_order("recent and platform may stand here", "posts." + name);
            }
            return {};
        }));
    if (order.recent == 0) return wrong_order("say how many with recent", "posts");
    return {};
}

Result<void> read_post_list(od::value value, JobOrder& order) {
    od::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return broken_order();
    if (type == od::json_type::object) return read_recent(value, order);
    od::array array;
    const auto error = value.get_array().get(array);
    if (error == simdjson::INCORRECT_TYPE) return wrong_order("it is no list", "posts");
    if (error != simdjson::SUCCESS) return broken_order();
    for (auto element : array) {
        od::object object;
        std::string_view raw;
        const auto bad = element.get_object().get(object);
        if (bad == simdjson::INCORRECT_TYPE)
            return wrong_order("it is no post",
                               "posts[" + std::to_string(order.posts.size()) + "]");
        if (bad != simdjson::SUCCESS || object.raw_json().get(raw) != simdjson::SUCCESS)
            return broken_order();
        if (order.posts.size() == kJobPosts)
            return fail({Code::kLineTooLong, "a job takes 10000 posts at most", "posts"});
        order.posts.emplace_back(raw);
    }
    if (order.posts.empty()) return wrong_order("there is none", "posts");
    return {};
}

Result<void> read_member(const std::string& name, od::value value, JobOrder& order) {
    if (name == "policy") return read_files(value, order);
    if (name == "posts") return read_post_list(value, order);
    if (name == "examples") {
        MZ_TRY(order.examples, number_from(value, kExamplesMost, name));
        return {};
    }
    if (name != "kind") return wrong_order("there is no such member", name);
    MZ_TRY(const auto kind, text_of(value, name));
    if (kind != "try" && kind != "diff") return wrong_order("a job is to try or to diff", name);
    order.diff = kind == "diff";
    return {};
}

}  // namespace

Result<JobOrder> read_job_order(std::string& body) {
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    od::parser parser;
    od::document document;
    od::value whole;
    if (parser.iterate(simdjson::padded_string_view(body.data(), body.size(), body.capacity()))
                .get(document) != simdjson::SUCCESS ||
        document.get_value().get(whole) != simdjson::SUCCESS)
        return broken_order();
    JobOrder order;
    bool named = false;
    MZ_CHECK(each_member(whole, "body", [&](const std::string& name, od::value value) {
        named = named || name == "kind";
        return read_member(name, value, order);
    }));
    const char* rest = nullptr;  // there is a location only if something follows
    if (document.current_location().get(rest) == simdjson::SUCCESS) return broken_order();
    if (!named) return wrong_order("it is missing", "kind");
    if (order.files.empty()) return wrong_order("there are no files", "policy");
    if (order.posts.empty() && order.recent == 0) return wrong_order("there are none", "posts");
    return order;
}

}  // namespace mizan::server
