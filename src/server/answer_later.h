// What waits for a disk or a costly hash is answered by a thread of the pool. Private to this room.
#pragma once

#include <memory>
#include <utility>

#include "server/problem.h"
#include "server/site.h"

namespace mizan::server {

// `work(Site&, Asked&)` gives a Result<http::Response>.
template <class F> void answer_on(Pool& pool, Site& site, Asked asked, http::Reply reply, F work) {
    // What is moved into a task that is not taken is gone with it: the reply is kept apart.
    const auto kept = std::make_shared<http::Reply>(std::move(reply));
    const bool taken = pool.add([&site, kept, work, asked = std::move(asked)]() mutable {
        auto response = work(site, asked);
        (*kept)(response ? *std::move(response) : problem(response.error()));
    });
    if (!taken)
        (*kept)(problem({Code::kOverload, "too much is asked at once; try again later", {}}));
}

template <class F> void answer_later(Site& site, Asked asked, http::Reply reply, F work) {
    answer_on(site.pool, site, std::move(asked), std::move(reply), std::move(work));
}

// The same for what has to be answered at once, however long the questions of others take.
template <class F> void answer_soon(Site& site, Asked asked, http::Reply reply, F work) {
    answer_on(site.quick, site, std::move(asked), std::move(reply), std::move(work));
}
// And for what costs a password's hash.
template <class F> void answer_after_hash(Site& site, Asked asked, http::Reply reply, F work) {
    answer_on(site.log_ins, site, std::move(asked), std::move(reply), std::move(work));
}

}  // namespace mizan::server
