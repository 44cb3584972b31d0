#include "feeds/event_record.h"

#include <simdjson.h>

#include <limits>
#include <string>

namespace mizan::feeds {

namespace {

namespace dom = simdjson::dom;

std::unexpected<Error> no_event(std::string_view member, std::string_view what) {
    return fail({Code::kFieldType, std::string(what), std::string(member)});
}

Result<void> take_text(const dom::object& object, std::string_view member, std::size_t most,
                       std::string& out) {
    dom::element value;
    if (object.at_key(member).get(value) != simdjson::SUCCESS || value.is_null()) return {};
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS)
        return no_event(member, "a text is wanted");
    if (text.size() > most)
        return no_event(member, "it is longer than " + std::to_string(most) + " bytes");
    out = text;
    return {};
}

template <class T> Result<void> take_number(const dom::object& object, std::string_view member,
                                            std::optional<T>& out) {
    dom::element value;
    if (object.at_key(member).get(value) != simdjson::SUCCESS || value.is_null()) return {};
    std::uint64_t n = 0;
    constexpr auto kMost =
        std::min<std::uint64_t>(std::numeric_limits<T>::max(), ~std::uint64_t{0} >> 1);
    if (value.get_uint64().get(n) != simdjson::SUCCESS || n > kMost)
        return no_event(member, "a whole number from 0 on is wanted");
    out = static_cast<T>(n);
    return {};
}

Result<void> take_time(const dom::object& object, Event& event) {
    std::string given;
    MZ_CHECK(take_text(object, "as_of", kEventIdBytes, given));
    if (given.empty()) return no_event("as_of", "it is missing: when was it so?");
    const auto instant = read_instant(given);
    if (!instant) return no_event("as_of", std::string("it is not ").append(kInstantForms));
    event.as_of = *instant;
    return {};
}

// What an event of its type cannot do without.
Result<void> check_whole(const Event& e) {
    const auto need = [](bool there, std::string_view member) -> Result<void> {
        if (there) return {};
        return no_event(member, "it is missing, and an event of this type needs it");
    };
    const bool by_record = is_of_action(e.type) && e.record.has_value();
    if (is_of_author(e.type)) {
        MZ_CHECK(need(!e.author.empty(), "author"));
    } else {
        MZ_CHECK(need(!e.post.empty() || by_record, "post"));
    }
    if (is_of_action(e.type)) MZ_CHECK(need(!e.action.empty(), "action"));
    if (e.type == EventType::kReach) MZ_CHECK(need(e.views.has_value(), "views"));
    if (e.type == EventType::kEdited) MZ_CHECK(need(e.revision.has_value(), "revision"));
    if (e.type == EventType::kAuthorRenamed) MZ_CHECK(need(!e.new_author.empty(), "new_author"));
    return {};
}

Result<Event> read_event(const dom::element& element) {
    dom::object object;
    if (element.get_object().get(object) != simdjson::SUCCESS)
        return fail({Code::kJsonMalformed, "an event is one JSON object", {}});
    Event event;
    std::string type;
    MZ_CHECK(take_text(object, "type", kEventIdBytes, type));
    const auto known = parse_event_type(type);
    if (!known)
        return no_event("type",
                        "it is none of reach, edited, deleted, author-deleted, author-renamed, "
                        "action-confirmed, action-failed");
    event.type = *known;
    MZ_CHECK(take_text(object, "id", kEventIdBytes, event.id));
    MZ_CHECK(take_text(object, "platform", kEventIdBytes, event.platform));
    MZ_CHECK(take_text(object, "source", kEventIdBytes, event.source));
    MZ_CHECK(take_text(object, "post", kEventIdBytes, event.post));
    MZ_CHECK(take_text(object, "author", kEventIdBytes, event.author));
    MZ_CHECK(take_text(object, "new_author", kEventIdBytes, event.new_author));
    MZ_CHECK(take_text(object, "action", kEventIdBytes, event.action));
    MZ_CHECK(take_text(object, "reason", kEventReasonBytes, event.reason));
    MZ_CHECK(take_number(object, "views", event.views));
    MZ_CHECK(take_number(object, "revision", event.revision));
    MZ_CHECK(take_number(object, "record", event.record));
    MZ_CHECK(take_time(object, event));
    MZ_CHECK(check_whole(event));
    return event;
}

std::unexpected<Error> too_many() {
    return fail({Code::kLineTooLong,
                 "more than " + std::to_string(kEventsAtOnce) + " events; send several requests",
                 "body"});
}

}  // namespace

Result<std::vector<Result<Event>>> read_events(std::string_view body) {
    const auto malformed = fail(
        {Code::kJsonMalformed, "it is no JSON: an event, a list of them, or one a line", "body"});
    const simdjson::padded_string padded(body);
    dom::parser parser;
    std::vector<Result<Event>> events;
    dom::document_stream lines;
    if (parser.parse_many(padded, std::max<std::size_t>(body.size(), dom::MINIMAL_BATCH_SIZE))
            .get(lines) != simdjson::SUCCESS)
        return malformed;
    for (auto line : lines) {
        dom::element element;
        if (line.get(element) != simdjson::SUCCESS) return malformed;
        dom::array array;
        if (element.get_array().get(array) == simdjson::SUCCESS) {
            if (events.size() + array.size() > kEventsAtOnce) return too_many();
            for (const auto one : array) events.push_back(read_event(one));
        } else {
            if (!element.is_object()) return malformed;
            if (events.size() == kEventsAtOnce) return too_many();
            events.push_back(read_event(element));
        }
    }
    if (events.empty() || lines.truncated_bytes() != 0) return malformed;
    return events;
}

}  // namespace mizan::feeds
