// Use case: guidance is written, golden cases are made and dealt, and somebody is told when second answers to a clause differ too often.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "casework/casework.h"
#include "casework/facts.h"
#include "casework/next.h"

namespace mizan::casework {

// Errors: cases::write_guidance()'s; kFieldType for a clause that the policy in force has not.
[[nodiscard]] Result<cases::Guidance> write_guidance(Casework& casework,
                                                     const std::string& platform,
                                                     const service::Engine& engine, cases::By by,
                                                     const std::string& clause, std::string text);

// Makes a golden case from case `of`, or, if that is 0, of what is handed in. Errors: cases::make_golden()'s; kRecordMissing.
[[nodiscard]] Result<cases::Golden> make_golden(Casework& casework, const std::string& platform,
                                                const service::Engine& engine, cases::By by,
                                                std::uint64_t of, cases::Golden golden);
[[nodiscard]] Result<cases::Golden> retire_golden(Casework& casework, const std::string& platform,
                                                  cases::By by, std::uint64_t id);

// Deals one that is news to them and that their desk takes, chosen by a number that nobody can foresee. Nothing: there is none.
[[nodiscard]] Result<std::optional<cases::Case>> deal_golden(Casework& casework, Session& s,
                                                             const QueueQuery& query,
                                                             const cases::By& by,
                                                             std::uint32_t own_most, bool training);
// Whether the case that somebody is given next is to be a golden one.
[[nodiscard]] bool is_golden_turn(Casework& casework, Session& s, const std::string& who,
                                  const cases::Today& today);
// Somebody asks for one, to learn, and is given no more than is good for them. Nothing: there is none left for them. Errors: heed_day()'s; of the tables.
[[nodiscard]] Result<Next> train(Casework& casework, const std::string& platform,
                                 const Seeker& seeker);

// The guidance in force for a clause, as a ruling names it: "belittling@3"; empty: none.
[[nodiscard]] Result<std::string> guidance_named(Session& s, const std::string& clause);
// After a second answer: an alarm, if it is time for one.
[[nodiscard]] Result<void> look_for_drift(Casework& casework, Session& s, const cases::Case& c);

}  // namespace mizan::casework
