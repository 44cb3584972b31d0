// Outbox: what has to be told to others and what has been, and what was decided against what was done.
//
// It follows the journal of the record, which is durable together with what it says: what a record means for others is worked out
// after it (take()), up to and with which record stands here. So nothing is lost if the process ends in between: then the records behind
// that one are taken again. Only webhooks themselves, and what people order here, are known here alone.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "notify/webhook.h"

namespace mizan::notify {

// A record of the journal, as far as it matters here.
struct Happened {
    std::uint64_t record = 0;
    std::uint64_t at = 0;  // unix seconds
    std::string topic;     // empty: nobody is told
    std::string post;      // of what is about a post: a key of it (bytes); of an author likewise
    std::string author;
    // Of a decision: what is to be done. It stands in the place of earlier ones about the post.
    struct Asked {
        std::string name;
        std::int64_t argument = 0;
    };
    bool is_decision = false;
    std::vector<Asked> asked;    // by itself, without a person
    std::uint32_t revision = 0;  // of the post
    // Posts in which nothing was found: what was decided against them before stands no more.
    struct Cleared {
        std::string post;
        std::uint32_t revision = 0;
    };
    std::vector<Cleared> cleared;
    // Of what the platform says of an action: of that decision, when, and whether it was done.
    std::uint64_t about = 0;
    std::string action;
    std::string as_of;
    bool confirmed = false;
    // The record whose contents were erased: nobody could be told what to do any more.
    std::uint64_t erased = 0;
    // The post is gone, or all posts of the author are: there is nothing left to be done to them.
    bool post_gone = false;
    bool author_gone = false;
};

enum class ActionState : std::uint8_t {
    kAsked,       // the platform was asked; it is asked again until it says what came of it
    kConfirmed,   // it was done
    kFailed,      // it could not be done, as the platform says; it is asked again
    kOverdue,     // asked so often that somebody has to look
    kWithdrawn,   // a later decision does not want it any more
    kMoot,        // the post or its author is gone
    kSuperseded,  // it was done, and a later decision stands in the place of this one
};
inline constexpr std::size_t kActionStates = 7;
[[nodiscard]] std::string_view name(ActionState state);  // "asked", "confirmed", ...
[[nodiscard]] std::optional<ActionState> parse_action_state(std::string_view name);

// Before the name of an action that was done and is to be undone: "undo-remove".
inline constexpr std::string_view kUndo = "undo-";

struct ActionRow {
    std::uint64_t id = 0;
    std::string platform;
    std::uint64_t record = 0;  // of the decision
    std::string
        name;  // "remove"; "undo-remove" for one that was done under a decision that no longer stands
    std::int64_t argument = 0;
    ActionState state = ActionState::kAsked;
    std::uint64_t asks = 0;
    std::uint64_t decided_at = 0;  // unix seconds, as the next
    std::uint64_t next_at = 0;     // when it is asked for again
    std::string told_at;           // when the platform says that it was so
};

enum class DeliveryState : std::uint8_t { kWaiting, kDelivered, kDead };
[[nodiscard]] std::string_view name(DeliveryState state);  // "waiting", "delivered", "dead"
[[nodiscard]] std::optional<DeliveryState> parse_delivery_state(std::string_view name);

struct Delivery {
    std::uint64_t id = 0;
    std::string webhook;
    std::string platform;
    std::uint64_t record = 0;
    std::string topic;
    std::string action;        // of "action.asked"
    std::uint64_t number = 0;  // of it: how often it was asked for by then
    DeliveryState state = DeliveryState::kWaiting;
    std::uint64_t attempts = 0;
    std::uint64_t made_at = 0;  // unix seconds, as the next two
    std::uint64_t next_at = 0;
    std::uint64_t done_at = 0;
    int status = 0;       // that the last attempt was answered with; 0: with none
    std::string trouble;  // what was wrong with it
};
// What tells it from all others, for the receiver: the same each time it is sent, to whomever.
[[nodiscard]] std::string message_id(const Delivery& delivery);

struct OutboxFigures {
    std::uint64_t waiting = 0, dead = 0;
    std::array<std::uint64_t, kActionStates> actions{};
};

inline constexpr std::uint64_t kAskAgain =
    600;  // seconds after which what is unconfirmed is asked for again, doubled each time
inline constexpr std::uint64_t kAskAtMost = 10;  // times; then it is overdue
inline constexpr std::uint64_t kKeepDelivered =
    7 * 86'400;  // seconds that a delivered message is listed
inline constexpr std::uint64_t kKeepDead = 30 * 86'400;  // and a dead one can be sent again
inline constexpr std::size_t kDeliveries =
    1'000'000;  // of a webhook that wait; more are dead from the start

// Thread-safe.
class Outbox {
public:
    // Made, for its owner alone, if it is not there. Errors: of sqlite::Database.
    [[nodiscard]] static Result<std::unique_ptr<Outbox>> open(const std::string& path);
    ~Outbox();
    struct Tables;  // this room's own

    // Errors of all that follows: kStoreFull, kStoreCorrupt, and as named.

    // kStateConflict for more than kWebhooks.
    [[nodiscard]] Result<Webhook> add_webhook(Webhook webhook);
    [[nodiscard]] Result<std::vector<Webhook>> webhooks();
    // kWebhookMissing, as the next three.
    [[nodiscard]] Result<Webhook> webhook(std::string_view id);
    // A new secret; the old one signs besides until kOldSecretFor later.
    [[nodiscard]] Result<Webhook> rotate(std::string_view id, const Secret& secret,
                                         std::uint64_t now);
    [[nodiscard]] Result<Webhook> pause(std::string_view id, bool paused);
    // With all its messages.
    [[nodiscard]] Result<void> remove_webhook(std::string_view id);

    // The last record of a platform that was taken; 0: none.
    [[nodiscard]] Result<std::uint64_t> taken_up_to(std::string_view platform);
    // Whether anything was ever asked for there: else nobody need look for posts that are cleared.
    [[nodiscard]] Result<bool> has_actions(std::string_view platform);
    // Works out what records mean for others. In their order, each once.
    [[nodiscard]] Result<void> take(std::string_view platform, std::span<const Happened> happened);

    // Has what is due asked for again, and forgets what was kept long enough.
    [[nodiscard]] Result<void> tick(std::uint64_t now);

    // The next message that is due, of a webhook that is not among `busy`.
    [[nodiscard]] Result<std::optional<Delivery>> due(std::uint64_t now,
                                                      std::span<const std::string> busy);
    // What came of an attempt: a status from 200 to 299 is success.
    [[nodiscard]] Result<void> attempted(std::uint64_t id, std::uint64_t now, int status,
                                         std::string_view trouble, std::uint64_t random);
    // Messages of a webhook, those made last first, before `before` (0: from the last on); at most `limit`.
    [[nodiscard]] Result<std::vector<Delivery>> deliveries(std::string_view webhook,
                                                           std::optional<DeliveryState> state,
                                                           std::uint64_t before, std::size_t limit);
    // kWebhookMissing if there is none.
    [[nodiscard]] Result<Delivery> delivery(std::uint64_t id);
    // Sends it once more from the start, whatever became of it.
    [[nodiscard]] Result<void> resend(std::uint64_t id, std::uint64_t now);
    // All dead ones of a webhook; how many.
    [[nodiscard]] Result<std::uint64_t> resend_dead(std::string_view webhook, std::uint64_t now);

    // Actions after `after`, in the order of their ids.
    [[nodiscard]] Result<std::vector<ActionRow>> actions(std::string_view platform,
                                                         std::optional<ActionState> state,
                                                         std::uint64_t after, std::size_t limit);
    [[nodiscard]] Result<OutboxFigures> figures();

private:
    explicit Outbox(std::unique_ptr<Tables> tables);
    std::mutex mutex_;
    std::unique_ptr<Tables> tables_;
};

}  // namespace mizan::notify
