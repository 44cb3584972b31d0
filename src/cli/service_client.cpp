#include "cli/service_client.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "base/files.h"
#include "base/json.h"
#include "cli/command.h"
#include "console/secret_input.h"
#include "fields/json_value.h"
#include "http/url.h"

namespace mizan::cli {

namespace {

constexpr std::size_t kServiceSecretBytes = 4096;
constexpr int kUnauthorized = 401;
constexpr int kServerMistake = 500;
constexpr int kLeastRedirect = 300;
constexpr int kLeastRefusal = 400;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

Result<std::string> secret_in(const std::string& file) {
    MZ_TRY(auto text, read_file(file, kServiceSecretBytes));
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    if (text.empty()) return fail({Code::kFileRead, "there is nothing in it", file});
    return text;
}

Result<std::string> password_of(const ServiceSettings& s) {
    if (!s.password_file.empty()) return secret_in(s.password_file);
    auto given = environment("MIZAN_PASSWORD");
    if (!given.empty()) return given;
    return console::read_secret("Password for " + printable(s.account) + ": ", kServiceSecretBytes);
}

// Where a key would go to whoever listens, none is sent.
Result<http::Url> address_of(const ServiceSettings& s) {
    auto url = http::parse_url(s.url);
    if (!url) return fail({Code::kUsage, url.error().message, "--url"});
    if (http::is_private_way(url->origin)) return url;
    return fail({Code::kUsage,
                 "a key or a password would go there in the clear: beyond this machine the "
                 "address begins with https://",
                 "--url"});
}

std::string text_of(const fields::JsonValue& object, std::string_view name) {
    const auto member = object.member(name);
    return std::string(member ? member->text().value_or("") : "");
}

// Of a refusal what the service says (RFC 9457); of another server's, that it is one.
Error refusal_in(const http::Fetched& answer, const http::Url& at) {
    const auto document = fields::JsonDocument::read(answer.body);
    const bool is_ours = answer.content_type.starts_with("application/problem+json") && document;
    if (!is_ours)
        return {Code::kNetwork,
                "the answer has the status " + std::to_string(answer.status) +
                    " and is none of a service of ours; is this its address?",
                at.origin + at.path};
    const auto root = document->root();
    const auto otherwise = answer.status >= kServerMistake ? Code::kNetwork : Code::kUsage;
    return {code_named(text_of(root, "code"), otherwise), text_of(root, "detail"),
            text_of(root, "where")};
}

}  // namespace

void add_service_options(CLI::App& command, ServiceSettings& settings) {
    auto& s = settings;
    command.add_option("--url", s.url, "Address of the service")
        ->envname("MIZAN_URL")
        ->type_name("URL")
        ->capture_default_str();
    auto* key = command.add_option("--key-file", s.key_file,
                                   "File with the API key (else the environment's MIZAN_KEY)");
    key->type_name("FILE");
    auto* account = command.add_option("--account", s.account,
                                       "Ask as this person instead, who logs in with a password "
                                       "(else the environment's MIZAN_ACCOUNT)");
    account->type_name("NAME");
    key->excludes(account);
    command
        .add_option("--password-file", s.password_file,
                    "File with the password (else MIZAN_PASSWORD, else it is asked for)")
        ->type_name("FILE");
    command.add_option("--code", s.code, "Code of the account's second factor")->type_name("CODE");
    command.add_option("--platform", s.platform, "Platform (default: the key's or the service's)")
        ->type_name("NAME");
    command.add_flag("--json", s.json, "Print the answer as it came");
}

Result<ServiceClient> ServiceClient::open(const ServiceSettings& s) {
    MZ_TRY(auto url, address_of(s));
    ServiceClient client(std::move(url));
    auto key = environment("MIZAN_KEY");
    auto person = s;
    if (s.account.empty() && s.key_file.empty()) {
        person.account = environment("MIZAN_ACCOUNT");
        if (!person.account.empty() && !key.empty())
            return fail(
                {Code::kUsage, "MIZAN_KEY and MIZAN_ACCOUNT both say who asks; unset one", {}});
    }
    if (!person.account.empty()) {
        MZ_CHECK(client.log_in(person));
        return client;
    }
    if (!s.key_file.empty()) {
        MZ_TRY(key, secret_in(s.key_file));
    }
    if (key.empty())
        return fail({Code::kUsage,
                     "who asks? name a file with an API key with --key-file, put the key into "
                     "MIZAN_KEY, or name a person with --account",
                     {}});
    client.who_ = {{"Authorization", "Bearer " + key}};
    return client;
}

Result<void> ServiceClient::log_in(const ServiceSettings& s) {
    MZ_TRY(const auto password, password_of(s));
    std::string body;
    json::Object(body).text("name", s.account).text("password", password).optional("code", s.code);
    MZ_TRY(const auto answer, ask({"POST", "/api/v1/sessions", std::move(body)}));
    MZ_TRY(const auto document, fields::JsonDocument::read(answer.body));
    const auto cookie = http::field_of(answer, "Set-Cookie");
    who_ = {{"Cookie", std::string(cookie.substr(0, cookie.find(';')))},
            {"X-CSRF-Token", text_of(document.root(), "csrf_token")}};
    has_session_ = true;
    return {};
}

ServiceClient::~ServiceClient() {
    if (client_ == nullptr || !has_session_) return;
    // Where this fails the session ends by itself.
    (void)ask({"DELETE", "/api/v1/sessions/current"});
}

Result<http::Fetched> ServiceClient::ask(const ServiceRequest& request) {
    auto fields = who_;
    if (!request.body.empty()) fields.emplace_back("Content-Type", request.media);
    fields.insert(fields.end(), request.fields.begin(), request.fields.end());
    MZ_TRY(auto answer,
           client_->send(request.method, request.path, request.body, kAnswerBytes, fields));
    if (answer.status < kLeastRedirect) return answer;
    const auto& at = client_->base();
    if (answer.status < kLeastRefusal)
        return fail({Code::kNetwork, "it is served at another address", at.origin + at.path});
    auto error = refusal_in(answer, at);
    if (answer.status == kUnauthorized && error.where.empty()) error.where = at.origin + at.path;
    return fail(std::move(error));
}

int with_service(const ServiceSettings& settings, const UseService& use) {
    auto service = ServiceClient::open(settings);
    if (!service) return complain(service.error());
    const auto done = use(*service);
    return done ? *done : complain(done.error());
}

int print_as_it_came(const std::string& text) {
    return print(console::is_terminal(STDOUT_FILENO) ? printable(text) : text);
}

std::string query_of(std::initializer_list<std::pair<std::string_view, std::string>> members) {
    std::string out;
    for (const auto& [name, value] : members) {
        if (value.empty()) continue;
        out.append(out.empty() ? "?" : "&").append(name).append("=");
        out.append(http::percent_encoded(value));
    }
    return out;
}

Result<std::string> read_input(const std::string& file, std::size_t max_bytes) {
    if (file != "-") return read_file(file, max_bytes);
    auto text = read_file("/dev/stdin", max_bytes);
    if (!text) text.error().where = "stdin";
    return text;
}

}  // namespace mizan::cli
