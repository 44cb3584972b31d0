// Accounts of others: listed, made, changed, by who may manage them.
#include <string_view>
#include <vector>

#include "access/tokens.h"
#include "base/json.h"
#include "server/account_json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/body_fields.h"
#include "server/page.h"

namespace mizan::server {

namespace {

// The account as it is now; with a password that we made, which is told this once.
Result<http::Response> account_answer(Site& site, std::string_view name,
                                      std::string_view made_password = {}, int status = 200) {
    MZ_TRY(const auto account, site.access.account(name));
    std::string out;
    {
        json::Object object(out);
        append_account_members(object, account);
        object.optional("password", made_password);
    }
    auto response = json_response(std::move(out), status);
    response.fields.emplace_back("Cache-Control", "no-store");
    return response;
}

Result<access::Role> role_asked(const BodyFields& fields) {
    MZ_TRY(const auto name, fields.text("role"));
    const auto role = access::parse_role(name);
    if (!role) return fail({Code::kFieldType, "there is no such role", "role"});
    return *role;
}

// The password that was sent, or one that we make.
struct FirstPassword {
    std::string text;
    bool made = false;
};
Result<FirstPassword> password_asked(const BodyFields& fields) {
    MZ_TRY(auto sent, fields.text_or("password", ""));
    if (!sent.empty()) return FirstPassword{std::move(sent), false};
    return FirstPassword{access::new_password(), true};
}

// A change of the account that the path names, which is answered with the account.
template <class Change>
void change_account_later(Site& site, Asked& asked, http::Reply reply, Change change) {
    answer_later(site, std::move(asked), std::move(reply),
                 [change](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_CHECK(change(s, a, a.params.front()));
                     return account_answer(s, a.params.front());
                 });
}

}  // namespace

void append_account_members(json::Object& object, const access::Account& account) {
    object.text("name", account.name)
        .text("role", access::name(account.role))
        .flag("active", account.active)
        .flag("second_factor", account.totp)
        .number("made_at", account.made_at)
        .number("last_login_at", account.last_login_at);
}

std::string sessions_json(const std::vector<access::OpenSession>& sessions) {
    std::string out;
    json::Object(out).list("sessions", sessions, [&](const access::OpenSession& session) {
        json::Object(out)
            .text("id", session.id)
            .number("made_at", session.made_at)
            .number("seen_at", session.seen_at)
            .number("ends_at", session.ends_at)
            .optional("address", session.address)
            .flag("current", session.current);
    });
    return out;
}

void answer_accounts(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(const auto query, query_of(a));
            MZ_TRY(const auto limit, limit_asked(query));
            MZ_TRY(auto accounts, s.access.accounts(query.get("after").value_or(""), limit + 1));
            const bool more = accounts.size() > limit;
            if (more) accounts.pop_back();
            std::string out;
            {
                json::Object object(out);
                object.list("accounts", accounts, [&](const access::Account& account) {
                    json::Object one(out);
                    append_account_members(one, account);
                });
                if (more) object.text("next", accounts.back().name);
            }
            return json_response(std::move(out));
        });
}

void answer_account(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) { return account_answer(s, a.params.front()); });
}

void answer_make_account(Site& site, Asked& asked, http::Reply reply) {
    answer_after_hash(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(const auto fields, BodyFields::read(a.request.body));
            MZ_TRY(const auto name, fields.text("name"));
            MZ_TRY(const auto role, role_asked(fields));
            MZ_TRY(const auto password, password_asked(fields));
            MZ_CHECK(
                s.access.add_account(actor_of(a), name, role, password.text, s.options.clock()));
            MZ_TRY(auto response, account_answer(s, name, password.made ? password.text : "", 201));
            response.fields.emplace_back("Location", "/api/v1/accounts/" + name);
            return response;
        });
}

void answer_set_role(Site& site, Asked& asked, http::Reply reply) {
    change_account_later(site, asked, std::move(reply),
                         [](Site& s, const Asked& a, const std::string& name) -> Result<void> {
                             MZ_TRY(const auto fields, BodyFields::read(a.request.body));
                             MZ_TRY(const auto role, role_asked(fields));
                             return s.access.set_role(actor_of(a), name, role, s.options.clock());
                         });
}

void answer_disable(Site& site, Asked& asked, http::Reply reply) {
    change_account_later(site, asked, std::move(reply),
                         [](Site& s, const Asked& a, const std::string& name) {
                             return s.access.disable(actor_of(a), name, s.options.clock());
                         });
}

void answer_enable(Site& site, Asked& asked, http::Reply reply) {
    change_account_later(site, asked, std::move(reply),
                         [](Site& s, const Asked& a, const std::string& name) {
                             return s.access.enable(actor_of(a), name, s.options.clock());
                         });
}

void answer_unlock(Site& site, Asked& asked, http::Reply reply) {
    change_account_later(site, asked, std::move(reply),
                         [](Site& s, const Asked& a, const std::string& name) {
                             return s.access.unlock(actor_of(a), name, s.options.clock());
                         });
}

void answer_drop_factor(Site& site, Asked& asked, http::Reply reply) {
    change_account_later(site, asked, std::move(reply),
                         [](Site& s, const Asked& a, const std::string& name) {
                             return s.access.remove_totp(actor_of(a), name, s.options.clock());
                         });
}

void answer_reset_password(Site& site, Asked& asked, http::Reply reply) {
    answer_after_hash(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(const auto fields, BodyFields::read(a.request.body));
            MZ_TRY(const auto password, password_asked(fields));
            const auto& name = a.params.front();
            MZ_CHECK(s.access.set_password(actor_of(a), name, password.text, s.options.clock()));
            return account_answer(s, name, password.made ? password.text : "");
        });
}

void answer_sessions_of(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(const auto sessions,
                   s.access.sessions(actor_of(a), a.params.front(), {}, s.options.clock()));
            return json_response(sessions_json(sessions));
        });
}

void answer_end_sessions_of(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_CHECK(s.access.end_sessions(actor_of(a), a.params.front(), s.options.clock()));
            return nothing_more();
        });
}

void answer_end_session_of(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_CHECK(
                s.access.end_session(actor_of(a), a.params[0], a.params[1], s.options.clock()));
            return nothing_more();
        });
}

}  // namespace mizan::server
