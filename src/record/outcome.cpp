#include "record/outcome.h"

namespace mizan::record {

std::string_view name(Kind kind) {
    switch (kind) {
        case Kind::kDecision: return "decision";
        case Kind::kBatch: return "batch";
        case Kind::kActivation: return "activation";
        case Kind::kErasure: return "erasure";
        case Kind::kHold: return "hold";
        case Kind::kRelease: return "release";
        case Kind::kKey: return "key";
        case Kind::kAdoption: return "adoption";
    }
    return {};
}

}  // namespace mizan::record
