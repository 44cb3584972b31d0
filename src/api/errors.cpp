#include "api/errors.h"

#include <utility>

namespace mizan::api {

namespace {

Diagnostic to_public(const policy::Diagnostic& d, const policy::Source& source) {
    const auto begin = source.position(d.loc.file, d.loc.begin);
    const auto end = source.position(d.loc.file, d.loc.end);
    Diagnostic out;
    out.is_error = policy::severity(d.code) == policy::Severity::kError;
    out.code = policy::name(d.code);
    out.file = source.path(d.loc.file);
    out.line = begin.line;
    out.column = begin.column;
    out.end_line = end.line;
    out.end_column = end.column;
    out.message = d.message;
    out.hint = d.hint;
    out.text = policy::to_text(d, source, false);
    return out;
}

}  // namespace

Error to_public(mizan::Error error) {
    return {mizan::name(error.code), std::move(error.message), std::move(error.where), {}};
}

std::vector<Diagnostic> to_public(const policy::Diagnostics& diagnostics,
                                  const policy::Source& source) {
    std::vector<Diagnostic> out;
    out.reserve(diagnostics.all().size());
    for (const auto& d : diagnostics.all()) out.push_back(to_public(d, source));
    return out;
}

std::string to_string(const Error& error) {
    std::string out = error.where;
    if (!out.empty()) out.append(": ");
    out.append(error.message).append(" [").append(error.code).append("]");
    return out;
}

}  // namespace mizan::api
