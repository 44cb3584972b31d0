// The public decision that follows from a ruling. Private to this room.
#pragma once

#include <memory>
#include <string>

#include "casework/casework.h"
#include "casework/facts.h"

namespace mizan::casework {

// Which post a ruling is about, and what is known of it.
struct RuledPost {
    cases::Subject subject;
    Facts facts;
    std::string input;  // canonical JSON
};
// `said`: what flags say of it, where the post is not on record. Errors: of the store.
[[nodiscard]] Result<RuledPost> ruled_post(service::RecordFolder& folder, std::string_view platform,
                                           const cases::Subject& subject, std::string_view said);

// A decision by people. `setting`: of the policy in force on the platform. `ruling` null: what was decided stands no more, and nothing is in its place yet.
[[nodiscard]] record::Draft decision_draft(const service::Engine& engine,
                                           const record::Setting& setting,
                                           const record::TagKey& tags, std::string_view platform,
                                           const cases::Case& c, const cases::Ruling* ruling,
                                           const RuledPost& post, std::uint64_t at);

// Whether a decision of the case, of which nobody was told yet, or what it is about was erased. Errors: of the store.
[[nodiscard]] Result<bool> is_decision_erased(service::RecordFolder& folder,
                                              std::string_view platform, const cases::Case& c);

}  // namespace mizan::casework
