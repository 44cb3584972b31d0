// The outbox's tables and what is done in a transaction over them. Private to this room.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "notify/outbox.h"
#include "sqlite/database.h"

namespace mizan::notify {

struct Outbox::Tables {
    explicit Tables(sqlite::Database database) : db(std::move(database)) {}
    sqlite::Database db;
    std::vector<Webhook> webhooks;
    std::size_t last_served = 0;  // among the webhooks
    std::map<std::string, std::uint64_t, std::less<>>
        waiting;  // messages, by webhook; counted by count_waiting()

    [[nodiscard]] Result<void> load_webhooks();
    [[nodiscard]] Webhook* find(std::string_view id);
    [[nodiscard]] Result<void> save(const Webhook& webhook);

    // Puts a message into the box of each webhook that wants it.
    struct Message {
        std::string_view platform;
        std::uint64_t record = 0;
        std::string_view topic;
        std::string_view action;
        std::uint64_t number = 0;
        std::uint64_t at = 0;
    };
    [[nodiscard]] Result<void> count_waiting();
    [[nodiscard]] Result<void> tell(const Message& message);
    // Ends what `change` began: on disk before it returns, where people ordered it.
    template <class Change> [[nodiscard]] auto ordered(Change change) -> decltype(change()) {
        MZ_CHECK(db.run("PRAGMA synchronous=FULL"));
        auto done = db.write(change);
        MZ_CHECK(db.run("PRAGMA synchronous=NORMAL"));
        return done;
    }
};

[[nodiscard]] inline std::unexpected<Error> no_webhook(std::string_view id) {
    return fail({Code::kWebhookMissing, "there is no such webhook", std::string(id)});
}

// What a record means for actions (outbox_actions.cpp).
class Actions {
public:
    explicit Actions(Outbox::Tables& tables) : t_(tables) {}
    [[nodiscard]] Result<void> take(std::string_view platform, const Happened& happened);
    [[nodiscard]] Result<void> ask_again(std::uint64_t now);

private:
    struct Prior;
    [[nodiscard]] Result<void> decided(std::string_view platform, const Happened& h);
    [[nodiscard]] Result<std::vector<Prior>> prior(std::string_view platform, const Happened& h);
    [[nodiscard]] Result<void> add(std::string_view platform, const Happened& h,
                                   std::string_view name, std::int64_t argument, ActionState state,
                                   std::string_view told_at);
    [[nodiscard]] Result<void> overtake(std::string_view platform, const Happened& h,
                                        const Prior& prior, bool gone_already);
    [[nodiscard]] Result<void> settle(const Prior& prior, ActionState state);
    [[nodiscard]] Result<bool> carry_on(std::string_view platform, const Happened& h,
                                        std::int64_t argument);
    [[nodiscard]] Result<void> erased(std::string_view platform, std::uint64_t record);
    [[nodiscard]] Result<void> told(std::string_view platform, const Happened& h);
    [[nodiscard]] Result<void> gone(std::string_view platform, std::string_view key, bool author);
    [[nodiscard]] Result<bool> is_gone(std::string_view platform, const Happened& h);

    Outbox::Tables& t_;
};

}  // namespace mizan::notify
