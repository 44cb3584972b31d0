#include "store/store.h"

#include <utility>

namespace mizan::store {

Result<record::Committed> Store::commit(record::Outcome outcome) {
    std::vector<record::Outcome> one;
    one.push_back(std::move(outcome));
    return std::move(commit_each(std::move(one)).front());
}

}  // namespace mizan::store
