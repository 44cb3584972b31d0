// Webhooks, the messages that are sent to them, and the actions that the platform was asked for.
#include <algorithm>

#include "base/hex.h"
#include "base/json.h"
#include "notify/outbox.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/body_fields.h"
#include "server/hidden_decisions.h"
#include "server/page.h"
#include "service/notices.h"

namespace mizan::server {

namespace {

std::string hook_json(const notify::Webhook& w, bool with_secret) {
    std::string out;
    {
        json::Object object(out);
        object.text("id", w.id).text("url", w.url).optional("platform", w.platform);
        object.list("topics", w.topics,
                    [&](const auto& topic) { json::append_string(out, topic); });
        object.flag("paused", w.paused).number("made_at", w.made_at);
        if (w.old_secret) object.number("old_secret_until", w.old_until);
        if (with_secret) object.text("secret", notify::told_secret(w.secret));
    }
    return out;
}

std::string delivery_json(const notify::Delivery& d) {
    std::string out;
    {
        json::Object object(out);
        object.number("delivery", d.id).text("message", notify::message_id(d));
        object.text("topic", d.topic).text("platform", d.platform).number("record", d.record);
        object.text("state", name(d.state)).number("attempts", d.attempts);
        object.number("made_at", d.made_at);
        if (d.state == notify::DeliveryState::kWaiting) object.number("next_at", d.next_at);
        if (d.done_at != 0) object.number("done_at", d.done_at);
        if (d.status != 0) object.number("status", static_cast<std::uint64_t>(d.status));
        object.optional("trouble", d.trouble);
    }
    return out;
}

std::string action_json(const notify::ActionRow& a) {
    std::string out;
    {
        json::Object object(out);
        object.text("platform", a.platform).number("record", a.record).text("action", a.name);
        if (a.argument != 0) object.number("argument", static_cast<std::uint64_t>(a.argument));
        object.text("state", name(a.state))
            .number("asks", a.asks)
            .number("decided_at", a.decided_at);
        if (a.next_at != 0) object.number("next_at", a.next_at);
        object.optional("told_at", a.told_at);
    }
    return out;
}

std::string new_webhook_id() {
    std::array<std::uint8_t, 8> bytes{};
    record::fill_random(bytes.data(), bytes.size());
    return "wh_" + hex_of(bytes);
}

notify::Secret new_secret() {
    notify::Secret secret;
    record::fill_random(secret.data(), secret.size());
    return secret;
}

Result<notify::Webhook> webhook_ordered(const Site& site, const Asked& asked) {
    MZ_TRY(const auto fields, BodyFields::read(asked.request.body));
    notify::Webhook hook;
    MZ_TRY(hook.url, fields.text("url"));
    MZ_CHECK(notify::check_url(hook.url));
    MZ_TRY(hook.platform, fields.text_or("platform", asked.who.platform));
    if (!asked.who.platform.empty() && hook.platform != asked.who.platform)
        return fail({Code::kAccessForbidden, "this key is for another platform", "platform"});
    MZ_TRY(hook.topics, fields.texts("topics"));
    std::ranges::sort(hook.topics);
    hook.topics.erase(std::unique(hook.topics.begin(), hook.topics.end()), hook.topics.end());
    if (hook.topics.empty())
        return fail({Code::kFieldType, "name what it is to be told of", "topics"});
    for (const auto& topic : hook.topics)
        if (!notify::is_topic(topic))
            return fail({Code::kFieldType, "there is no such topic: " + topic, "topics"});
    hook.id = new_webhook_id();
    hook.secret = new_secret();
    hook.made_at = site.options.clock();
    return hook;
}

// The webhook that the path names, if whoever asks may see it.
Result<notify::Webhook> webhook_asked(Site& site, const Asked& asked) {
    MZ_TRY(auto hook, site.notices().outbox().webhook(asked.params.front()));
    if (asked.who.platform.empty() || asked.who.platform == hook.platform) return hook;
    return fail({Code::kWebhookMissing, "there is no such webhook", asked.params.front()});
}

http::Response with_secret(const notify::Webhook& hook, int status) {
    auto out = json_response(hook_json(hook, true), status);
    out.fields.emplace_back("Cache-Control", "no-store");
    return out;
}

// Calls `work(Site&, Asked&, notify::Webhook)` for the webhook that the path names.
template <class F> void with_webhook(Site& site, Asked& asked, http::Reply reply, F work) {
    answer_later(site, std::move(asked), std::move(reply),
                 [work](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_TRY(auto hook, webhook_asked(s, a));
                     return work(s, a, std::move(hook));
                 });
}

Result<std::string> deliveries_page(Site& site, const Asked& asked, const std::string& webhook) {
    MZ_TRY(const auto query, query_of(asked));
    std::optional<notify::DeliveryState> state;
    if (const auto named = query.get("state")) {
        state = notify::parse_delivery_state(*named);
        if (!state) return misused("it is none of waiting, delivered, dead", "state");
    }
    MZ_TRY(const auto page, page_asked(query));
    MZ_TRY(auto some,
           site.notices().outbox().deliveries(webhook, state, page.after, page.limit + 1));
    const bool more = some.size() > page.limit;
    if (more) some.pop_back();
    std::string out;
    {
        json::Object object(out);
        object.list("deliveries", some, [&](const auto& d) { out.append(delivery_json(d)); });
        if (more) object.text("next", std::to_string(some.back().id));
    }
    return out;
}

// Those of decisions that are for whoever asks; where there are more, one more than the page takes.
Result<std::vector<notify::ActionRow>> actions_for(Site& site, const Asked& asked,
                                                   const std::string& platform,
                                                   std::optional<notify::ActionState> state,
                                                   const Page& page) {
    HiddenDecisions hidden(site, asked);
    std::vector<notify::ActionRow> out;
    auto after = page.after;
    while (true) {
        MZ_TRY(auto some, site.notices().outbox().actions(platform, state, after, page.limit + 1));
        const bool is_last = some.size() <= page.limit;
        for (auto& action : some) {
            after = action.id;
            MZ_TRY(const bool is_hidden, hidden.hides(action.record));
            if (!is_hidden) out.push_back(std::move(action));
            if (out.size() > page.limit) return out;
        }
        if (is_last) return out;
    }
}

Result<std::string> actions_page(Site& site, const Asked& asked) {
    MZ_TRY(const auto query, query_of(asked));
    MZ_TRY(const auto platform, platform_asked(site, asked, query));
    std::optional<notify::ActionState> state;
    if (const auto named = query.get("state")) {
        state = notify::parse_action_state(*named);
        if (!state)
            return misused(
                "it is none of asked, confirmed, failed, overdue, withdrawn, moot, superseded",
                "state");
    }
    MZ_TRY(const auto page, page_asked(query));
    MZ_TRY(auto some, actions_for(site, asked, platform, state, page));
    const bool more = some.size() > page.limit;
    if (more) some.pop_back();
    std::string out;
    {
        json::Object object(out);
        object.list("actions", some, [&](const auto& a) { out.append(action_json(a)); });
        if (more) object.text("next", std::to_string(some.back().id));
    }
    return out;
}

}  // namespace

void answer_webhooks(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(auto hooks, s.notices().outbox().webhooks());
            std::erase_if(hooks, [&](const auto& hook) {
                return !a.who.platform.empty() && hook.platform != a.who.platform;
            });
            std::string out;
            json::Object(out).list("webhooks", hooks,
                                   [&](const auto& hook) { out.append(hook_json(hook, false)); });
            return json_response(std::move(out));
        });
}

void answer_make_webhook(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_TRY(auto ordered, webhook_ordered(s, a));
                     // What is on record by now is not news to it.
                     MZ_CHECK(s.notices().follow());
                     MZ_TRY(const auto hook, s.notices().outbox().add_webhook(std::move(ordered)));
                     return with_secret(hook, 201);
                 });
}

void answer_webhook(Site& site, Asked& asked, http::Reply reply) {
    with_webhook(site, asked, std::move(reply),
                 [](Site&, Asked&, const notify::Webhook& hook) -> Result<http::Response> {
                     return json_response(hook_json(hook, false));
                 });
}

void answer_remove_webhook(Site& site, Asked& asked, http::Reply reply) {
    with_webhook(site, asked, std::move(reply),
                 [](Site& s, Asked&, const notify::Webhook& hook) -> Result<http::Response> {
                     MZ_CHECK(s.notices().outbox().remove_webhook(hook.id));
                     http::Response out;
                     out.status = 204;
                     out.content_type.clear();
                     return out;
                 });
}

void answer_rotate_webhook(Site& site, Asked& asked, http::Reply reply) {
    with_webhook(site, asked, std::move(reply),
                 [](Site& s, Asked&, const notify::Webhook& hook) -> Result<http::Response> {
                     MZ_TRY(const auto changed,
                            s.notices().outbox().rotate(hook.id, new_secret(), s.options.clock()));
                     return with_secret(changed, 200);
                 });
}

void answer_pause_webhook(Site& site, Asked& asked, http::Reply reply) {
    with_webhook(site, asked, std::move(reply),
                 [](Site& s, Asked& a, const notify::Webhook& hook) -> Result<http::Response> {
                     const bool pause = a.route->path.ends_with("/pause");
                     MZ_TRY(const auto changed, s.notices().outbox().pause(hook.id, pause));
                     return json_response(hook_json(changed, false));
                 });
}

void answer_deliveries(Site& site, Asked& asked, http::Reply reply) {
    with_webhook(site, asked, std::move(reply),
                 [](Site& s, Asked& a, const notify::Webhook& hook) -> Result<http::Response> {
                     MZ_TRY(auto body, deliveries_page(s, a, hook.id));
                     return json_response(std::move(body));
                 });
}

void answer_resend_dead(Site& site, Asked& asked, http::Reply reply) {
    with_webhook(site, asked, std::move(reply),
                 [](Site& s, Asked&, const notify::Webhook& hook) -> Result<http::Response> {
                     MZ_TRY(const auto count,
                            s.notices().outbox().resend_dead(hook.id, s.options.clock()));
                     std::string out;
                     json::Object(out).number("resent", count);
                     return json_response(std::move(out));
                 });
}

void answer_resend(Site& site, Asked& asked, http::Reply reply) {
    with_webhook(
        site, asked, std::move(reply),
        [](Site& s, Asked& a, const notify::Webhook& hook) -> Result<http::Response> {
            MZ_TRY(const auto id, number_of(a.params[1], "delivery"));
            auto& outbox = s.notices().outbox();
            MZ_TRY(const auto delivery, outbox.delivery(id));
            if (delivery.webhook != hook.id)
                return fail({Code::kWebhookMissing, "there is no such message", a.params[1]});
            MZ_CHECK(outbox.resend(id, s.options.clock()));
            MZ_TRY(const auto again, outbox.delivery(id));
            return json_response(delivery_json(again));
        });
}

void answer_actions(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_CHECK(s.notices().follow());  // what was acknowledged is listed
                     MZ_TRY(auto body, actions_page(s, a));
                     return json_response(std::move(body));
                 });
}

}  // namespace mizan::server
