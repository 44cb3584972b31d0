// Facts: what is known of what a flag is about, from the record and the policy in force.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cases/flag.h"
#include "record/outcome.h"
#include "service/desk.h"
#include "service/record_folder.h"

namespace mizan::casework {

struct Facts {
    std::string author;
    std::string lang;
    std::uint64_t reach = 0;
    record::RecordId decision = 0;  // in force; 0: none
    std::uint32_t revision = 0;     // of the post
    bool deleted = false;           // its author took it away
};
// Of a post; of anything else nothing is known. Errors: of the store.
[[nodiscard]] Result<Facts> facts_about(service::RecordFolder& folder, std::string_view platform,
                                        const cases::Subject& subject);
// Whether its author took it away, or is gone: whoever that is by the record or, where that does not say, as a flagger says. Errors: of the store.
[[nodiscard]] Result<bool> is_taken_away(service::RecordFolder& folder, std::string_view platform,
                                         const Facts& facts, std::string_view said_author);

// The severity of a clause of the policy in force; 0: it has no such clause.
[[nodiscard]] std::uint8_t severity_of(const service::Engine& engine, std::string_view clause);

// Its `strike N`; nothing: a violation of it is no strike.
[[nodiscard]] std::optional<std::uint32_t> strikes_of(const service::Engine& engine,
                                                      std::string_view clause);

// The post as it was decided last, as canonical JSON; where there is none on record, one made of what a flag says of it.
[[nodiscard]] Result<std::string> post_json(service::RecordFolder& folder,
                                            std::string_view platform,
                                            const cases::Subject& subject, const Facts& facts,
                                            std::string_view text);

}  // namespace mizan::casework
