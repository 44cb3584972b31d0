// Answers: what each route does. Private to this room; routes.cpp says which is which.
#pragma once

#include <string>

#include "server/site.h"

namespace mizan::server {

// moderation
void answer_moderate(Site& site, Asked& asked, http::Reply reply);
void stream_moderate(Site& site, Asked& asked, http::Stream& stream);
void answer_events(Site& site, Asked& asked, http::Reply reply);
void answer_explain(Site& site, Asked& asked, http::Reply reply);
// how it is
void answer_health(Site& site, Asked& asked, http::Reply reply);
void answer_ready(Site& site, Asked& asked, http::Reply reply);
void answer_metrics(Site& site, Asked& asked, http::Reply reply);
void answer_openapi(Site& site, Asked& asked, http::Reply reply);
// the policy
void answer_policy(Site& site, Asked& asked, http::Reply reply);
void answer_clauses(Site& site, Asked& asked, http::Reply reply);
void answer_clause(Site& site, Asked& asked, http::Reply reply);
void answer_reload(Site& site, Asked& asked, http::Reply reply);
// the record
void answer_decision_stream(Site& site, Asked& asked, http::Reply reply);
void stream_decisions(Site& site, Asked& asked, http::Stream& stream);
void answer_decisions(Site& site, Asked& asked, http::Reply reply);
void answer_record(Site& site, Asked& asked, http::Reply reply);
void answer_proof(Site& site, Asked& asked, http::Reply reply);
void answer_logs(Site& site, Asked& asked, http::Reply reply);
void answer_log_file(Site& site, Asked& asked, http::Reply reply);
// what is told to others
void answer_webhooks(Site& site, Asked& asked, http::Reply reply);
void answer_make_webhook(Site& site, Asked& asked, http::Reply reply);
void answer_webhook(Site& site, Asked& asked, http::Reply reply);
void answer_remove_webhook(Site& site, Asked& asked, http::Reply reply);
void answer_rotate_webhook(Site& site, Asked& asked, http::Reply reply);
void answer_pause_webhook(Site& site, Asked& asked, http::Reply reply);
void answer_deliveries(Site& site, Asked& asked, http::Reply reply);
void answer_resend_dead(Site& site, Asked& asked, http::Reply reply);
void answer_resend(Site& site, Asked& asked, http::Reply reply);
void answer_actions(Site& site, Asked& asked, http::Reply reply);
// what waits for people
void answer_suggestions(Site& site, Asked& asked, http::Reply reply);
void answer_review(Site& site, Asked& asked, http::Reply reply);
// sessions
void answer_log_in(Site& site, Asked& asked, http::Reply reply);
void answer_oidc_start(Site& site, Asked& asked, http::Reply reply);
void answer_oidc_callback(Site& site, Asked& asked, http::Reply reply);
void answer_log_out(Site& site, Asked& asked, http::Reply reply);
// what is one's own
void answer_me(Site& site, Asked& asked, http::Reply reply);
void answer_change_password(Site& site, Asked& asked, http::Reply reply);
void answer_offer_factor(Site& site, Asked& asked, http::Reply reply);
void answer_confirm_factor(Site& site, Asked& asked, http::Reply reply);
void answer_drop_own_factor(Site& site, Asked& asked, http::Reply reply);
void answer_own_sessions(Site& site, Asked& asked, http::Reply reply);
void answer_end_own_sessions(Site& site, Asked& asked, http::Reply reply);
void answer_end_own_session(Site& site, Asked& asked, http::Reply reply);
// accounts of others
void answer_accounts(Site& site, Asked& asked, http::Reply reply);
void answer_account(Site& site, Asked& asked, http::Reply reply);
void answer_make_account(Site& site, Asked& asked, http::Reply reply);
void answer_set_role(Site& site, Asked& asked, http::Reply reply);
void answer_disable(Site& site, Asked& asked, http::Reply reply);
void answer_enable(Site& site, Asked& asked, http::Reply reply);
void answer_unlock(Site& site, Asked& asked, http::Reply reply);
void answer_reset_password(Site& site, Asked& asked, http::Reply reply);
void answer_drop_factor(Site& site, Asked& asked, http::Reply reply);
void answer_sessions_of(Site& site, Asked& asked, http::Reply reply);
void answer_end_sessions_of(Site& site, Asked& asked, http::Reply reply);
void answer_end_session_of(Site& site, Asked& asked, http::Reply reply);
// keys
void answer_keys(Site& site, Asked& asked, http::Reply reply);
void answer_make_key(Site& site, Asked& asked, http::Reply reply);
void answer_revoke_key(Site& site, Asked& asked, http::Reply reply);
void answer_access_events(Site& site, Asked& asked, http::Reply reply);
// jobs
void answer_make_job(Site& site, Asked& asked, http::Reply reply);
void answer_jobs(Site& site, Asked& asked, http::Reply reply);
void answer_job(Site& site, Asked& asked, http::Reply reply);
void answer_cancel_job(Site& site, Asked& asked, http::Reply reply);
// brakes
void answer_brakes(Site& site, Asked& asked, http::Reply reply);
void answer_lift_brake(Site& site, Asked& asked, http::Reply reply);
void answer_put_on_brake(Site& site, Asked& asked, http::Reply reply);
// flags
void answer_flag(Site& site, Asked& asked, http::Reply reply);
void answer_flags_in_bulk(Site& site, Asked& asked, http::Reply reply);
void answer_own_flags(Site& site, Asked& asked, http::Reply reply);
void answer_flag_seen(Site& site, Asked& asked, http::Reply reply);
void answer_receipt(Site& site, Asked& asked, http::Reply reply);
void answer_add_to_flag(Site& site, Asked& asked, http::Reply reply);
void answer_withdraw_flag(Site& site, Asked& asked, http::Reply reply);
void answer_reply_to_flag(Site& site, Asked& asked, http::Reply reply);
void answer_appeal_flag(Site& site, Asked& asked, http::Reply reply);
void answer_attach(Site& site, Asked& asked, http::Reply reply);
void answer_attachment(Site& site, Asked& asked, http::Reply reply);
// cases
void answer_queue(Site& site, Asked& asked, http::Reply reply);
void answer_claim_next(Site& site, Asked& asked, http::Reply reply);
void answer_cases(Site& site, Asked& asked, http::Reply reply);
void answer_case(Site& site, Asked& asked, http::Reply reply);
void answer_bulk(Site& site, Asked& asked, http::Reply reply);
void answer_give_content(Site& site, Asked& asked, http::Reply reply);
void answer_case_move(Site& site, Asked& asked, http::Reply reply);
void answer_rule(Site& site, Asked& asked, http::Reply reply);
void answer_duty(Site& site, Asked& asked, http::Reply reply);
void answer_target_notice(Site& site, Asked& asked, http::Reply reply);
void answer_hold(Site& site, Asked& asked, http::Reply reply);
void answer_end_hold(Site& site, Asked& asked, http::Reply reply);
void answer_agree_or_undo(Site& site, Asked& asked, http::Reply reply);
void answer_appeal(Site& site, Asked& asked, http::Reply reply);
void answer_appeal_by_post(Site& site, Asked& asked, http::Reply reply);
// desks
void answer_own_desk(Site& site, Asked& asked, http::Reply reply);
void answer_set_own_desk(Site& site, Asked& asked, http::Reply reply);
void answer_desks(Site& site, Asked& asked, http::Reply reply);
void answer_set_desk(Site& site, Asked& asked, http::Reply reply);
void answer_lift_break(Site& site, Asked& asked, http::Reply reply);
// deciding alike
void answer_guidances(Site& site, Asked& asked, http::Reply reply);
void answer_guidance(Site& site, Asked& asked, http::Reply reply);
void answer_write_guidance(Site& site, Asked& asked, http::Reply reply);
void answer_goldens(Site& site, Asked& asked, http::Reply reply);
void answer_make_golden(Site& site, Asked& asked, http::Reply reply);
void answer_retire_golden(Site& site, Asked& asked, http::Reply reply);
void answer_train(Site& site, Asked& asked, http::Reply reply);
void answer_policy_gaps(Site& site, Asked& asked, http::Reply reply);
void answer_casework_figures(Site& site, Asked& asked, http::Reply reply);
// partners
void answer_actor(Site& site, Asked& asked, http::Reply reply);
void answer_set_actor(Site& site, Asked& asked, http::Reply reply);
void answer_partners(Site& site, Asked& asked, http::Reply reply);
void answer_partner(Site& site, Asked& asked, http::Reply reply);
void answer_own_partner(Site& site, Asked& asked, http::Reply reply);
void answer_add_partner(Site& site, Asked& asked, http::Reply reply);
void answer_amend_partner(Site& site, Asked& asked, http::Reply reply);
void answer_move_partner(Site& site, Asked& asked, http::Reply reply);
void answer_casework_rules(Site& site, Asked& asked, http::Reply reply);
// the comment-scoring API
void answer_analyze(Site& site, Asked& asked, http::Reply reply);
void answer_suggest(Site& site, Asked& asked, http::Reply reply);
void answer_discovery(Site& site, Asked& asked, http::Reply reply);
// neighbours
void answer_coral(Site& site, Asked& asked, http::Reply reply);
void answer_signal(Site& site, Asked& asked, http::Reply reply);

[[nodiscard]] inline http::Response json_response(std::string body, int status = 200) {
    http::Response out;
    out.status = status;
    out.body = std::move(body);
    return out;
}

// Where the service is reached, without a slash at the end: "https://mizan.example".
[[nodiscard]] std::string base_url(const Site& site, const http::Request& request);

}  // namespace mizan::server
