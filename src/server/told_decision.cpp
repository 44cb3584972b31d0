#include "server/told_decision.h"

#include "base/json.h"

namespace mizan::server {

void append_decision(std::string& out, const store::Entry& entry,
                     const Result<record::Vault>& vault) {
    json::Object object(out);
    object.number("record", entry.id).text("platform", entry.platform).number("at", entry.at);
    if (entry.index) object.number("index", *entry.index);
    object.number("revision", entry.revision).text("purpose", entry.purpose);
    if (entry.supersedes != 0) object.number("supersedes", entry.supersedes);
    object.flag("erased", !vault);
    if (!vault) return;
    object.optional("source", vault->source);
    object.json_value("decision",
                      vault->decision.empty() ? "null" : std::string_view(vault->decision));
}

}  // namespace mizan::server
