// Arbitrary bytes as events, as a decision and as an address of a webhook: no crash; an event that was read is written as JSON that is
// read as the same event.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "feeds/event_record.h"
#include "notify/webhook.h"
#include "service/decided.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto events = mizan::feeds::read_events(bytes)) {
        for (const auto& event : *events) {
            if (!event) continue;
            std::string json;
            mizan::append_event_json(json, *event);
            const auto again = mizan::feeds::read_events(json);
            if (!again || again->size() != 1 || !again->front() || *again->front() != *event)
                std::abort();
        }
    }
    (void)mizan::service::read_decided(bytes).has_value();
    (void)mizan::service::author_of(bytes);
    (void)mizan::notify::check_url(bytes).has_value();
    if (const auto secret = mizan::notify::read_secret(bytes))
        if (mizan::notify::told_secret(*secret) != bytes) std::abort();
    return 0;
}
