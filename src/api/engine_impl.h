// What an Engine holds. Private to this room.
#pragma once

#include <memory>

#include "mizan/engine.h"
#include "policy/policy.h"

namespace mizan::api {

struct Engine::Impl {
    std::shared_ptr<const policy::Policy> policy;
};

}  // namespace mizan::api
