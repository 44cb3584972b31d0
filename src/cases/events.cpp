#include "cases/events.h"

namespace mizan::cases {

namespace {

// {"event":"claimed","at":...,"by":"anna","case":7,"until":...}
void append_event(std::string& out, const Event& event) {
    out.append("{\"event\":");
    json::append_string(out, name(event));
    const auto begin = out.size();
    out.push_back('{');
    fields::append_members(out, event);
    std::visit([&](const auto& what) { fields::append_members(out, what); }, event.what);
    out[begin] = ',';
    if (out.size() == begin + 1) out.pop_back();
    out.push_back('}');
}

}  // namespace

What::What() = default;
What::What(AnyWhat&& any) noexcept : AnyWhat(std::move(any)) {}
What::What(const What&) = default;
What::What(What&&) noexcept = default;
What& What::operator=(const What&) = default;
What& What::operator=(What&&) noexcept = default;
What::~What() = default;

std::string_view name(const Event& event) {
    return std::visit([](const auto& what) { return what.kName; }, event.what);
}

std::string to_json(const Events& events) {
    std::string out = "[";
    for (const auto& event : events) {
        if (out.size() > 1) out.push_back(',');
        append_event(out, event);
    }
    out.push_back(']');
    return out;
}

Result<Events> read_events(std::string_view json) {
    MZ_TRY(const auto document, fields::JsonDocument::read(json));
    Events events;
    MZ_CHECK(document.root().each([&](const fields::JsonValue& value) -> Result<void> {
        MZ_TRY(auto event, fields::from_value<Event>(value, fields::Unknown::kPassedOver));
        MZ_TRY(auto what,
               fields::variant_from<AnyWhat>(value, "event", fields::Unknown::kPassedOver));
        event.what = What(std::move(what));
        events.push_back(std::move(event));
        return {};
    }));
    return events;
}

}  // namespace mizan::cases
