#include "service/decide.h"

#include "sanction/sanction.h"

namespace mizan::service {

Decision& Decider::decide(const Post& post) {
    assess::assess(*policy_, scorer_.get(), post, scratch_, decision_);
    sanction::decide(*policy_, decision_);
    return decision_;
}

}  // namespace mizan::service
