#include "text/unit.h"

#include "base/utf8.h"
#include "text/entities.h"

namespace mizan::text {

Unit read_unit(std::string_view text, std::size_t at) {
    const char c = text[at];
    Unit unit;
    if (static_cast<unsigned char>(c) < 0x80 && c != '&') {
        unit.cp = static_cast<unsigned char>(c);
        unit.info = kAsciiPoints[unit.cp];
        if (unit.info.cls == Class::kAscii) unit.ascii = c;
        return unit;
    }
    if (c != '&') {
        const auto d = utf8::decode(text, at);
        unit.size = d.size;
        unit.invalid = !d.valid;
        if (!d.valid) return unit;
        unit.cp = d.code_point;
    } else {
        unit.cp = U'&';
        if (const Entity e = entity(text, at); e.size > 0) {
            unit.cp = e.code_point;
            unit.size = e.size;
        }
    }
    unit.info = code_point(unit.cp);
    if (unit.info.cls == Class::kAscii) unit.ascii = static_cast<char>(unit.info.fold);
    return unit;
}

}  // namespace mizan::text
