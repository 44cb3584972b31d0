// What an Engine holds. Private to this room.
#pragma once

#include <memory>

#include "mizan/engine.h"
#include "policy/policy.h"
#include "score/scorer.h"

namespace mizan::api {

struct Engine::Impl {
    std::shared_ptr<const policy::Policy> policy;
    std::shared_ptr<const score::Scorer> scorer;  // may be null
};

}  // namespace mizan::api
