// What was erased is not made up again, and what is left of its case is.
#include <doctest/doctest.h>

#include "casework/flags.h"
#include "casework/opened.h"
#include "service/orders.h"

namespace {

using namespace mizan;

cases::FlagOrder order_about(std::string post) {
    cases::FlagOrder order;
    order.subject.id = std::move(post);
    order.text = "Gardeners are weeds";
    return order;
}

}  // namespace

TEST_CASE("tables are made anew where a flag was erased, and no number is given twice") {
    test::OpenedCasework o;
    const auto flag = [&](std::string post) {
        auto taken = casework::take_flags(o.casework(), "garden", {"finn", false},
                                          o.live().engine(), {order_about(std::move(post))});
        return test::must(std::move(taken.front())).flag.id;
    };
    const auto first = flag("p");
    (void)test::must(o.casework().perform_now("garden", [&](casework::Session& s) -> Result<void> {
        MZ_TRY(const auto c, s.get_case(1));
        casework::Deed deed;
        MZ_TRY(deed.events, cases::claim(o.casework().terms(), c, {"anna", s.now}, {}));
        return s.act(std::move(deed));
    }));
    const auto record = o.ask([&](casework::Tables& tables, casework::PlatformId p) {
        return tables.record_of_flag(p, first);
    });
    auto& store = o.live().folder().store();
    record::Outcome erasing;
    erasing.platform = "garden";
    erasing.records.push_back(service::erasure_draft(test::must(store.entry(record)), 0, false,
                                                     record::kDone, {"gdpr", {}, "clerk"},
                                                     o.live().logs().now(), false));
    (void)test::must(store.commit(std::move(erasing)));
    o.close();
    o.remove_tables();
    casework::CaseworkOptions options;
    options.path = o.path();
    options.platform = "garden";
    options.keeps_time = false;
    auto again = test::must(casework::Casework::open(o.live().folder(), o.live().logs(),
                                                     cases::Rules{}, std::move(options)));
    const auto c = test::must(again->read(
        "garden", [](casework::Tables& tables, auto p) { return tables.find_case(p, 1); }));
    REQUIRE(c);
    CHECK(c->subject.id.empty());
    CHECK(c->claimed_by == "anna");
    auto next = casework::take_flags(*again, "garden", {"finn", false}, o.live().engine(),
                                     {order_about("q")});
    const auto taken = test::must(std::move(next.front()));
    CHECK(taken.flag.id == first + 1);
    CHECK(taken.flag.case_no == 2);
}
