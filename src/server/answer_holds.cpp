// Legal holds on cases.
#include "casework/hold.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

struct HoldBody {
    std::string platform;
    std::string ground;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("ground", self.ground, fields::Most{cases::kHoldGroundBytes});
        visit("reason", self.reason, fields::Most{5000});
    }
};
struct EndHoldBody {
    std::string platform;
    std::uint64_t hold = 0;
    std::string reason;
    static void fields(auto& self, auto&& visit) {
        visit("platform", self.platform, fields::Most{64});
        visit("hold", self.hold);
        visit("reason", self.reason, fields::Most{5000});
    }
};

casework::HoldOrder order_in(const Asked& asked) {
    casework::HoldOrder order;
    order.by = by_of(asked);
    order.sensitive = asked.who.may(access::Permission::kSeeSensitive);
    return order;
}

Result<http::Response> begin_hold(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(auto body, fields::from_json<HoldBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    auto order = order_in(a);
    order.ground = std::move(body.ground);
    order.reason = std::move(body.reason);
    MZ_CHECK(check_case_seen(*casework, a, platform, id));
    MZ_CHECK(casework::begin_hold(*casework, platform, id, order));
    return told_case(s, a, platform, id);
}

Result<http::Response> end_hold(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto id, case_of(a));
    MZ_TRY(auto body, fields::from_json<EndHoldBody>(a.request.body));
    MZ_TRY(const auto platform, platform_in(s, a, body.platform));
    auto order = order_in(a);
    order.hold = body.hold;
    order.reason = std::move(body.reason);
    MZ_CHECK(check_case_seen(*casework, a, platform, id));
    MZ_CHECK(casework::end_hold(*casework, platform, id, order));
    return told_case(s, a, platform, id);
}

}  // namespace

void answer_hold(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), begin_hold);
}
void answer_end_hold(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), end_hold);
}

}  // namespace mizan::server
