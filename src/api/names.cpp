// The words for public enums are those of the model: each enum has the same values in the same order.
#include "mizan/decision.h"
#include "mizan/post.h"
#include "model/decision.h"
#include "model/post.h"

namespace mizan::api {

namespace {

template <class A, class B> constexpr bool same(A a, B b) {
    return static_cast<int>(a) == static_cast<int>(b);
}
static_assert(same(Outcome::kViolation, mizan::Outcome::kViolation) &&
              same(Outcome::kReview, mizan::Outcome::kReview));
static_assert(same(Outcome::kAllowed, mizan::Outcome::kAllowed) &&
              same(Outcome::kUndecided, mizan::Outcome::kUndecided));
static_assert(same(Finding::kViolates, mizan::Finding::kViolates) &&
              same(Finding::kExcused, mizan::Finding::kExcused));
static_assert(same(Finding::kNothingFound, mizan::Finding::kNothingFound) &&
              same(Finding::kUnclear, mizan::Finding::kUnclear));
static_assert(same(Route::kAct, mizan::Route::kAct) &&
              same(Route::kPerson, mizan::Route::kPerson) &&
              same(Route::kNone, mizan::Route::kNone));
static_assert(same(DecidedBy::kEngine, mizan::DecidedBy::kEngine) &&
              same(DecidedBy::kPerson, mizan::DecidedBy::kPerson));
static_assert(same(Cause::kNone, mizan::Cause::kNone) &&
              same(Cause::kContextMissing, mizan::Cause::kContextMissing));
static_assert(same(Cause::kSignalMissing, mizan::Cause::kSignalMissing) &&
              same(Cause::kNotCovered, mizan::Cause::kNotCovered));
static_assert(same(Cause::kTruncated, mizan::Cause::kTruncated) &&
              same(Cause::kBadInput, mizan::Cause::kBadInput));
static_assert(same(UnclearBy::kNone, mizan::UnclearBy::kNone) &&
              same(UnclearBy::kFraming, mizan::UnclearBy::kFraming) &&
              same(UnclearBy::kLanguage, mizan::UnclearBy::kLanguage) &&
              same(UnclearBy::kDoubt, mizan::UnclearBy::kDoubt) &&
              same(UnclearBy::kSuspicion, mizan::UnclearBy::kSuspicion));
static_assert(same(CoverageLevel::kFull, mizan::CoverageLevel::kFull) &&
              same(CoverageLevel::kPartial, mizan::CoverageLevel::kPartial) &&
              same(CoverageLevel::kNone, mizan::CoverageLevel::kNone));
static_assert(same(PartKind::kText, mizan::PartKind::kText) &&
              same(PartKind::kUrl, mizan::PartKind::kUrl));
static_assert(same(PartKind::kMediaRef, mizan::PartKind::kMediaRef) &&
              same(PartKind::kDerivedText, mizan::PartKind::kDerivedText));
static_assert(same(PartRole::kBody, mizan::PartRole::kBody) &&
              same(PartRole::kTitle, mizan::PartRole::kTitle));
static_assert(same(PartRole::kName, mizan::PartRole::kName) &&
              same(PartRole::kBio, mizan::PartRole::kBio));
static_assert(same(PartRole::kAlt, mizan::PartRole::kAlt) &&
              same(PartRole::kQuoted, mizan::PartRole::kQuoted));
static_assert(same(PartRole::kOcr, mizan::PartRole::kOcr) &&
              same(PartRole::kOther, mizan::PartRole::kOther));

}  // namespace

std::string_view name(Outcome value) { return mizan::name(static_cast<mizan::Outcome>(value)); }
std::string_view name(Finding value) { return mizan::name(static_cast<mizan::Finding>(value)); }
std::string_view name(Route value) { return mizan::name(static_cast<mizan::Route>(value)); }
std::string_view name(DecidedBy value) { return mizan::name(static_cast<mizan::DecidedBy>(value)); }
std::string_view name(Cause value) { return mizan::name(static_cast<mizan::Cause>(value)); }
std::string_view name(UnclearBy value) { return mizan::name(static_cast<mizan::UnclearBy>(value)); }
std::string_view name(CoverageLevel value) {
    return mizan::name(static_cast<mizan::CoverageLevel>(value));
}

}  // namespace mizan::api
