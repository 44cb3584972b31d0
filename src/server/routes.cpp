#include "server/routes.h"

#include <map>
#include <string>

#include "server/answers.h"
#include "server/target.h"

namespace mizan::server {

namespace {

using enum access::Permission;

constexpr std::size_t kSmall = 64u << 10;       // a body of a few fields
constexpr std::size_t kPosts = 16u << 20;       // one post, or an array of them
constexpr std::size_t kEventsBytes = 4u << 20;  // events, at most a thousand
constexpr std::size_t kJob = 16u << 20;         // a policy's files, and posts
constexpr std::size_t kComment = 4u << 20;      // a comment with its context
constexpr std::size_t kFlags = 32u << 20;       // ten thousand flags
constexpr std::size_t kContent = 512u << 10;    // a post of 64 KiB, each byte of which is escaped
constexpr std::size_t kAttachment = 10u << 20;  // a file

constexpr Route kRoutes[] = {
    {"POST", "/api/v1/moderate", Gate::kMay, kDecidePosts, answer_moderate, kPosts, stream_moderate,
     "Decide posts and keep the decisions"},
    {"POST", "/api/v1/events", Gate::kMay, kSendEvents, answer_events, kEventsBytes, nullptr,
     "Tell what happened to posts, authors and actions"},
    {"POST", "/api/v1/explain", Gate::kMay, kTryPolicies, answer_explain, kPosts, nullptr,
     "Decide a post, keep nothing, and say why"},
    {"GET", "/api/v1/policy", Gate::kMay, kReadPolicies, answer_policy, 0, nullptr,
     "The policy in force"},
    {"GET", "/api/v1/policy/clauses", Gate::kMay, kReadPolicies, answer_clauses, 0, nullptr,
     "Its clauses"},
    {"GET", "/api/v1/policy/clauses/{clause}", Gate::kMay, kReadPolicies, answer_clause, 0, nullptr,
     "A clause in its own words"},
    {"POST", "/api/v1/policy/reload", Gate::kMay, kActivatePolicies, answer_reload, kSmall, nullptr,
     "Put the policy in force as it now stands in its folder"},
    {"GET", "/api/v1/decisions", Gate::kMay, kReadDecisions, answer_decisions, 0, nullptr,
     "Decisions, oldest first, or those about one post"},
    {"GET", "/api/v1/decisions/stream", Gate::kMay, kReadDecisions, answer_decision_stream, 0,
     stream_decisions, "New decisions, as they are recorded"},
    {"GET", "/api/v1/decisions/{record}", Gate::kMay, kReadDecisions, answer_record, 0, nullptr,
     "A decision with its place in the log"},
    {"GET", "/api/v1/decisions/{record}/proof", Gate::kMay, kReadLog, answer_proof, 0, nullptr,
     "A proof that it is in the log, for strangers"},
    {"GET", "/api/v1/logs", Gate::kMay, kReadMetrics, answer_logs, 0, nullptr,
     "How the logs stand"},
    {"GET", "/api/v1/brakes", Gate::kMay, kReadMetrics, answer_brakes, 0, nullptr,
     "How the brakes on removals stand"},
    {"POST", "/api/v1/brakes/{clause}/lift", Gate::kMay, kLiftBrakes, answer_lift_brake, kSmall,
     nullptr, "Ask that a brake be lifted, or agree"},
    {"POST", "/api/v1/brakes/{clause}/engage", Gate::kMay, kLiftBrakes, answer_put_on_brake, kSmall,
     nullptr, "Put a brake on"},
    {"GET", "/log/{platform}/{file...}", Gate::kOpen, kReadLog, answer_log_file, 0, nullptr,
     "The public log's files"},
    {"POST", "/api/v1/sessions", Gate::kLogIn, kReadPolicies, answer_log_in, kSmall, nullptr,
     "Log in"},
    {"GET", "/api/v1/oidc/start", Gate::kOpen, kReadPolicies, answer_oidc_start, 0, nullptr,
     "Log in by a provider of identities"},
    {"GET", "/api/v1/oidc/callback", Gate::kOpen, kReadPolicies, answer_oidc_callback, 0, nullptr,
     "The way back from it"},
    {"DELETE", "/api/v1/sessions/current", Gate::kPerson, kReadPolicies, answer_log_out, kSmall,
     nullptr, "Log out"},
    {"GET", "/api/v1/me", Gate::kKnown, kReadPolicies, answer_me, 0, nullptr,
     "Who asks, and what they may"},
    {"POST", "/api/v1/me/password", Gate::kPerson, kReadPolicies, answer_change_password, kSmall,
     nullptr, "Change one's own password"},
    {"POST", "/api/v1/me/totp", Gate::kPerson, kReadPolicies, answer_offer_factor, kSmall, nullptr,
     "Ask for a second factor"},
    {"POST", "/api/v1/me/totp/confirm", Gate::kPerson, kReadPolicies, answer_confirm_factor, kSmall,
     nullptr, "Confirm a second factor"},
    {"POST", "/api/v1/me/totp/remove", Gate::kPerson, kReadPolicies, answer_drop_own_factor, kSmall,
     nullptr, "Remove one's own second factor"},
    {"GET", "/api/v1/me/sessions", Gate::kPerson, kReadPolicies, answer_own_sessions, 0, nullptr,
     "One's own sessions"},
    {"DELETE", "/api/v1/me/sessions", Gate::kPerson, kReadPolicies, answer_end_own_sessions, kSmall,
     nullptr, "End all of one's own sessions"},
    {"DELETE", "/api/v1/me/sessions/{session}", Gate::kPerson, kReadPolicies,
     answer_end_own_session, kSmall, nullptr, "End one of one's own sessions"},
    {"GET", "/api/v1/accounts", Gate::kMay, kManageAccounts, answer_accounts, 0, nullptr,
     "Accounts, by name"},
    {"POST", "/api/v1/accounts", Gate::kMay, kManageAccounts, answer_make_account, kSmall, nullptr,
     "Make an account"},
    {"GET", "/api/v1/accounts/{account}", Gate::kMay, kManageAccounts, answer_account, 0, nullptr,
     "An account"},
    {"POST", "/api/v1/accounts/{account}/role", Gate::kMay, kManageAccounts, answer_set_role,
     kSmall, nullptr, "Give an account another role"},
    {"POST", "/api/v1/accounts/{account}/disable", Gate::kMay, kManageAccounts, answer_disable,
     kSmall, nullptr, "Disable an account"},
    {"POST", "/api/v1/accounts/{account}/enable", Gate::kMay, kManageAccounts, answer_enable,
     kSmall, nullptr, "Enable an account again"},
    {"POST", "/api/v1/accounts/{account}/unlock", Gate::kMay, kManageAccounts, answer_unlock,
     kSmall, nullptr, "Forget the wrong attempts on an account"},
    {"POST", "/api/v1/accounts/{account}/password", Gate::kMay, kManageAccounts,
     answer_reset_password, kSmall, nullptr, "Set a new password for somebody else"},
    {"DELETE", "/api/v1/accounts/{account}/totp", Gate::kMay, kManageAccounts, answer_drop_factor,
     kSmall, nullptr, "Remove the second factor of somebody else"},
    {"GET", "/api/v1/accounts/{account}/sessions", Gate::kMay, kManageAccounts, answer_sessions_of,
     0, nullptr, "The sessions of an account"},
    {"DELETE", "/api/v1/accounts/{account}/sessions", Gate::kMay, kManageAccounts,
     answer_end_sessions_of, kSmall, nullptr, "End all sessions of an account"},
    {"DELETE", "/api/v1/accounts/{account}/sessions/{session}", Gate::kMay, kManageAccounts,
     answer_end_session_of, kSmall, nullptr, "End a session of an account"},
    {"GET", "/api/v1/keys", Gate::kMay, kManageKeys, answer_keys, 0, nullptr,
     "API keys, without their secrets"},
    {"POST", "/api/v1/keys", Gate::kMay, kManageKeys, answer_make_key, kSmall, nullptr,
     "Make an API key"},
    {"DELETE", "/api/v1/keys/{key}", Gate::kMay, kManageKeys, answer_revoke_key, kSmall, nullptr,
     "Revoke an API key"},
    {"GET", "/api/v1/actions", Gate::kMay, kReadDecisions, answer_actions, 0, nullptr,
     "Actions that the platform was asked for, and what came of them"},
    {"GET", "/api/v1/review", Gate::kMay, kReviewCases, answer_review, 0, nullptr,
     "What waits for a person"},
    {"GET", "/api/v1/suggestions", Gate::kMay, kReadDecisions, answer_suggestions, 0, nullptr,
     "What people on the platform think of texts"},
    {"GET", "/api/v1/webhooks", Gate::kMay, kResendWebhooks, answer_webhooks, 0, nullptr,
     "Webhooks, without their secrets"},
    {"POST", "/api/v1/webhooks", Gate::kMay, kManageWebhooks, answer_make_webhook, kSmall, nullptr,
     "Have messages sent to an address"},
    {"GET", "/api/v1/webhooks/{webhook}", Gate::kMay, kResendWebhooks, answer_webhook, 0, nullptr,
     "A webhook"},
    {"DELETE", "/api/v1/webhooks/{webhook}", Gate::kMay, kManageWebhooks, answer_remove_webhook,
     kSmall, nullptr, "Send nothing there any more"},
    {"POST", "/api/v1/webhooks/{webhook}/rotate", Gate::kMay, kManageWebhooks,
     answer_rotate_webhook, kSmall, nullptr, "Sign with a new secret"},
    {"POST", "/api/v1/webhooks/{webhook}/pause", Gate::kMay, kManageWebhooks, answer_pause_webhook,
     kSmall, nullptr, "Let messages gather"},
    {"POST", "/api/v1/webhooks/{webhook}/resume", Gate::kMay, kManageWebhooks, answer_pause_webhook,
     kSmall, nullptr, "Send what has gathered"},
    {"GET", "/api/v1/webhooks/{webhook}/deliveries", Gate::kMay, kResendWebhooks, answer_deliveries,
     0, nullptr, "Messages to it, the last first"},
    {"POST", "/api/v1/webhooks/{webhook}/resend", Gate::kMay, kResendWebhooks, answer_resend_dead,
     kSmall, nullptr, "Send all its dead messages again"},
    {"POST", "/api/v1/webhooks/{webhook}/deliveries/{delivery}/resend", Gate::kMay, kResendWebhooks,
     answer_resend, kSmall, nullptr, "Send a message again"},
    {"GET", "/api/v1/access/events", Gate::kMay, kReadAccess, answer_access_events, 0, nullptr,
     "What happened with accounts, sessions and keys"},
    {"POST", "/api/v1/jobs", Gate::kMay, kTryPolicies, answer_make_job, kJob, nullptr,
     "Try a policy out, or compare it with the one in force"},
    {"GET", "/api/v1/jobs", Gate::kMay, kTryPolicies, answer_jobs, 0, nullptr,
     "One's jobs, newest first"},
    {"GET", "/api/v1/jobs/{job}", Gate::kMay, kTryPolicies, answer_job, 0, nullptr,
     "A job, and what came of it"},
    {"DELETE", "/api/v1/jobs/{job}", Gate::kMay, kTryPolicies, answer_cancel_job, kSmall, nullptr,
     "Cancel a job, or forget one that has ended"},
    {"POST", "/api/v1/flags", Gate::kMay, kFlag, answer_flag, kFlags, nullptr,
     "Flag something, or many things"},
    {"GET", "/api/v1/flags", Gate::kMay, kFlag, answer_own_flags, 0, nullptr,
     "One's own flags, and one's organisation's"},
    {"GET", "/api/v1/flags/{flag}", Gate::kMay, kFlag, answer_flag_seen, 0, nullptr,
     "A flag and what came of it"},
    {"GET", "/api/v1/flags/{flag}/receipt", Gate::kMay, kFlag, answer_receipt, 0, nullptr,
     "The signed receipt of a flag"},
    {"POST", "/api/v1/flags/{flag}/add", Gate::kMay, kFlag, answer_add_to_flag, kSmall, nullptr,
     "Say more about one's flag"},
    {"POST", "/api/v1/flags/{flag}/withdraw", Gate::kMay, kFlag, answer_withdraw_flag, kSmall,
     nullptr, "Take one's flag back"},
    {"POST", "/api/v1/flags/{flag}/reply", Gate::kMay, kFlag, answer_reply_to_flag, kSmall, nullptr,
     "Answer what a reviewer asked"},
    {"POST", "/api/v1/flags/{flag}/appeal", Gate::kMay, kFlag, answer_appeal_flag, kSmall, nullptr,
     "Appeal against what came of one's flag"},
    {"POST", "/api/v1/attachments", Gate::kMay, kFlag, answer_attach, kAttachment, nullptr,
     "Hand in a file for a flag"},
    {"GET", "/api/v1/queue", Gate::kMay, kReviewCases, answer_queue, 0, nullptr,
     "Cases that wait for a person, in their order"},
    {"POST", "/api/v1/queue/next", Gate::kMay, kReviewCases, answer_claim_next, kSmall, nullptr,
     "Claim the case that comes first"},
    {"GET", "/api/v1/me/desk", Gate::kMay, kReviewCases, answer_own_desk, 0, nullptr,
     "One's own desk"},
    {"PUT", "/api/v1/me/desk", Gate::kMay, kReviewCases, answer_set_own_desk, kSmall, nullptr,
     "Say what one reads, and is spared"},
    {"GET", "/api/v1/desks", Gate::kMay, kLeadCases, answer_desks, 0, nullptr,
     "How the days of those who decide cases stand"},
    {"PUT", "/api/v1/desks/{account}", Gate::kMay, kLeadCases, answer_set_desk, kSmall, nullptr,
     "Say what somebody knows, and how much they hold"},
    {"POST", "/api/v1/desks/{account}/lift-break", Gate::kMay, kLeadCases, answer_lift_break,
     kSmall, nullptr, "Let somebody go on without a break"},
    {"GET", "/api/v1/cases", Gate::kMay, kReviewCases, answer_cases, 0, nullptr, "Cases by number"},
    {"POST", "/api/v1/cases/bulk", Gate::kMay, kLeadCases, answer_bulk, kSmall, nullptr,
     "Decide many cases at once, or see what would come of it"},
    {"POST", "/api/v1/cases/content", Gate::kMay, kSendEvents, answer_give_content, kContent,
     nullptr, "Hand in what a flagged post says"},
    {"GET", "/api/v1/cases/{case}", Gate::kMay, kReviewCases, answer_case, 0, nullptr,
     "A case with all that is in it"},
    {"GET", "/api/v1/cases/{case}/attachments/{attachment}", Gate::kMay, kReviewCases,
     answer_attachment, 0, nullptr, "A file that came with a flag of a case"},
    {"POST", "/api/v1/cases/{case}/claim", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Take a case for oneself, for a time"},
    {"POST", "/api/v1/cases/{case}/release", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Let a case go"},
    {"POST", "/api/v1/cases/{case}/assign", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Hand a case to somebody"},
    {"POST", "/api/v1/cases/{case}/recuse", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Say that one must not decide a case"},
    {"POST", "/api/v1/cases/{case}/route", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Send a case to who knows the language or the matter"},
    {"POST", "/api/v1/cases/{case}/note", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Write a note to colleagues"},
    {"POST", "/api/v1/cases/{case}/opinion", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Give a second opinion"},
    {"POST", "/api/v1/cases/{case}/ask", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Ask who flagged"},
    {"POST", "/api/v1/cases/{case}/severity", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Set how grave a case is"},
    {"POST", "/api/v1/cases/{case}/clear-threat", Gate::kMay, kReviewCases, answer_case_move,
     kSmall, nullptr, "Find that a case is no threat"},
    {"POST", "/api/v1/cases/{case}/danger", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Say that a life is in danger"},
    {"POST", "/api/v1/cases/{case}/decline", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Disagree with a proposed decision"},
    {"POST", "/api/v1/cases/{case}/taken-over", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Say that another has taken a case over"},
    {"POST", "/api/v1/cases/{case}/merge", Gate::kMay, kReviewCases, answer_case_move, kSmall,
     nullptr, "Let a case go on in another"},
    {"POST", "/api/v1/cases/{case}/rule", Gate::kMay, kReviewCases, answer_rule, kSmall, nullptr,
     "Decide a case"},
    {"POST", "/api/v1/cases/{case}/duty", Gate::kMay, kLeadCases, answer_duty, kSmall, nullptr,
     "Decide whom to tell of a danger to life"},
    {"POST", "/api/v1/cases/{case}/target-notice", Gate::kMay, kLeadCases, answer_target_notice,
     kSmall, nullptr, "Say that whose life is in danger was told, and what they chose"},
    {"POST", "/api/v1/cases/{case}/agree", Gate::kMay, kReviewCases, answer_agree_or_undo, kSmall,
     nullptr, "Agree with a proposed decision"},
    {"POST", "/api/v1/cases/{case}/undo", Gate::kMay, kLeadCases, answer_agree_or_undo, kSmall,
     nullptr, "Undo a decision"},
    {"POST", "/api/v1/cases/{case}/hold", Gate::kMay, kHoldRecords, answer_hold, kSmall, nullptr,
     "Put a case under a legal hold"},
    {"POST", "/api/v1/cases/{case}/end-hold", Gate::kMay, kHoldRecords, answer_end_hold, kSmall,
     nullptr, "End a legal hold on a case"},
    {"POST", "/api/v1/appeals", Gate::kMay, kSendEvents, answer_appeal_by_post, kSmall, nullptr,
     "Pass on an author's appeal about a post or a decision"},
    {"GET", "/api/v1/guidance", Gate::kMay, kReadRestricted, answer_guidances, 0, nullptr,
     "Clauses with guidance, and how second answers differ"},
    {"GET", "/api/v1/guidance/{clause}", Gate::kMay, kReadRestricted, answer_guidance, 0, nullptr,
     "How a clause is to be applied"},
    {"PUT", "/api/v1/guidance/{clause}", Gate::kMay, kWriteGuidance, answer_write_guidance,
     kComment, nullptr, "Say how a clause is to be applied"},
    {"GET", "/api/v1/golden", Gate::kMay, kLeadCases, answer_goldens, 0, nullptr,
     "Golden cases: those whose right answer is known"},
    {"POST", "/api/v1/golden", Gate::kMay, kLeadCases, answer_make_golden, kComment, nullptr,
     "Make a golden case"},
    {"POST", "/api/v1/golden/train", Gate::kMay, kReviewCases, answer_train, kSmall, nullptr,
     "Take a golden case, to learn"},
    {"DELETE", "/api/v1/golden/{golden}", Gate::kMay, kLeadCases, answer_retire_golden, kSmall,
     nullptr, "Deal a golden case no more"},
    {"GET", "/api/v1/policy-gaps", Gate::kMay, kReadGaps, answer_policy_gaps, 0, nullptr,
     "Cases that no clause of the policy covers"},
    {"GET", "/api/v1/figures/casework", Gate::kMay, kReadMetrics, answer_casework_figures, 0,
     nullptr, "Figures of casework"},
    {"POST", "/api/v1/cases/{case}/appeal", Gate::kMay, kSendEvents, answer_appeal, kSmall, nullptr,
     "Pass on an author's appeal"},
    {"GET", "/api/v1/actors/{actor}", Gate::kMay, kLeadCases, answer_actor, 0, nullptr,
     "What an author is, and the strikes against them"},
    {"PUT", "/api/v1/actors/{actor}", Gate::kMay, kLeadCases, answer_set_actor, kSmall, nullptr,
     "Say what an author is"},
    {"GET", "/api/v1/partners", Gate::kMay, kManagePartners, answer_partners, 0, nullptr,
     "Partners"},
    {"POST", "/api/v1/partners", Gate::kMay, kManagePartners, answer_add_partner, kSmall, nullptr,
     "Add a partner"},
    {"GET", "/api/v1/partners/mine", Gate::kMay, kFlag, answer_own_partner, 0, nullptr,
     "The partner that one flags for, and its record"},
    {"GET", "/api/v1/partners/{partner}", Gate::kMay, kManagePartners, answer_partner, 0, nullptr,
     "A partner"},
    {"PUT", "/api/v1/partners/{partner}", Gate::kMay, kManagePartners, answer_amend_partner, kSmall,
     nullptr, "Change what is known of a partner"},
    {"POST", "/api/v1/partners/{partner}/add-member", Gate::kMay, kManagePartners,
     answer_move_partner, kSmall, nullptr, "Let an account or a key flag for a partner"},
    {"POST", "/api/v1/partners/{partner}/remove-member", Gate::kMay, kManagePartners,
     answer_move_partner, kSmall, nullptr, "Let it do so no more"},
    {"POST", "/api/v1/partners/{partner}/suspend", Gate::kMay, kManagePartners, answer_move_partner,
     kSmall, nullptr, "Suspend a partner"},
    {"POST", "/api/v1/partners/{partner}/resume", Gate::kMay, kManagePartners, answer_move_partner,
     kSmall, nullptr, "Let a suspended partner go on"},
    {"POST", "/api/v1/partners/{partner}/end", Gate::kMay, kManagePartners, answer_move_partner,
     kSmall, nullptr, "End a partnership"},
    {"GET", "/api/v1/casework/rules", Gate::kMay, kReadPolicies, answer_casework_rules, 0, nullptr,
     "The rules of casework: service levels, limits, routes"},
    {"POST", "/v1alpha1/comments:analyze", Gate::kKeyInUrl, kScoreComments, answer_analyze,
     kComment, nullptr, "Score a comment, as the comment-scoring API did"},
    {"POST", "/v1alpha1/comments:suggestscore", Gate::kKeyInUrl, kScoreComments, answer_suggest,
     kComment, nullptr, "Tell what a person thinks of a comment"},
    {"GET", "/$discovery/rest", Gate::kOpen, kScoreComments, answer_discovery, 0, nullptr,
     "That API's description of itself"},
    {"POST", "/api/v1/signal", Gate::kMay, kScoreComments, answer_signal, kComment, nullptr,
     "Score a post for a review tool, and keep nothing"},
    {"POST", "/api/v1/coral/{platform}/moderate", Gate::kSigned, kDecidePosts, answer_coral,
     kComment, nullptr, "Decide a comment for Coral, signed with its secret"},
    {"GET", "/api/v1/openapi.json", Gate::kOpen, kReadPolicies, answer_openapi, 0, nullptr,
     "This API's description of itself"},
    {"GET", "/metrics", Gate::kMay, kReadMetrics, answer_metrics, 0, nullptr,
     "Figures for a collector (OpenMetrics)"},
    {"GET", "/healthz", Gate::kOpen, kReadMetrics, answer_health, 0, nullptr, "Whether it runs"},
    {"GET", "/readyz", Gate::kOpen, kReadMetrics, answer_ready, 0, nullptr,
     "Whether it can take posts, and what not"},
};

// Those without anything to fill in, by their path: found at once.
const std::multimap<std::string_view, std::size_t>& fixed() {
    static const auto kFixed = [] {
        std::multimap<std::string_view, std::size_t> out;
        for (std::size_t i = 0; i < std::size(kRoutes); ++i)
            if (kRoutes[i].path.find('{') == std::string_view::npos)
                out.emplace(kRoutes[i].path, i);
        return out;
    }();
    return kFixed;
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Found find_route(std::string_view method, std::string_view path) {
    if (method == "HEAD") method = "GET";
    Found found;
    const auto consider = [&](std::size_t i) {
        if (kRoutes[i].method != method) {
            if (!found.allowed.empty()) found.allowed.append(", ");
            found.allowed.append(kRoutes[i].method);
            if (kRoutes[i].method == "GET") found.allowed.append(", HEAD");
            return false;
        }
        found.route = &kRoutes[i];
        found.index = i;
        return true;
    };
    const auto [begin, end] = fixed().equal_range(path);
    for (auto at = begin; at != end; ++at)
        if (consider(at->second)) return found;
    if (begin != end) return found;
    for (std::size_t i = 0; i < std::size(kRoutes); ++i) {
        if (kRoutes[i].path.find('{') == std::string_view::npos) continue;
        if (matches(kRoutes[i].path, path, found.params) && consider(i)) return found;
    }
    found.params.clear();
    return found;
}

}  // namespace mizan::server
