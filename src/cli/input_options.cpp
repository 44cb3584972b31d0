#include "cli/input_options.h"

#include <array>

namespace mizan::cli {

namespace {

// What a field is called in Post's JSON form, and what it is.
struct FieldOption {
    const char* option;
    const char* field;
    const char* help;
};
constexpr std::array<FieldOption, 15> kFields{{
    {"--text-field", "text", "the text"},
    {"--id-field", "id", "the post's id"},
    {"--author-field", "author", "who wrote it"},
    {"--lang-field", "lang", "the language, as the platform says"},
    {"--title-field", "title", "a title above the text"},
    {"--platform-field", "platform", "the platform's name"},
    {"--created-at-field", "created_at", "the time of writing"},
    {"--surface-field", "surface", "post, comment, profile, ..."},
    {"--reply-to-field", "reply_to", "id of the post answered"},
    {"--target-field", "target", "id of the person addressed"},
    {"--mentions-field", "mentions", "ids mentioned (JSON only)"},
    {"--parts-field", "parts", "further parts (JSON only)"},
    {"--reach-field", "reach", "how often it was seen (JSON only)"},
    {"--revision-field", "revision", "which revision of an edited post it is (JSON only)"},
    {"--signals-field", "signals", "outside evidence (JSON only)"},
}};

}  // namespace

void add_parsed(CLI::App& command, const std::string& option, const std::string& type,
                const std::string& help, const ParseOption& set) {
    auto parse = [set, option](const std::string& value) {
        if (const std::string complaint = set(value); !complaint.empty())
            throw CLI::ValidationError(option, complaint);
    };
    command.add_option_function<std::string>(option, parse, help)->type_name(type);
}

void add_input_options(CLI::App& command, feeds::Format& format, feeds::FieldMap& fields) {
    add_parsed(command, "--input-format", "FORMAT", "auto (the default), ndjson, csv or text",
               [&format](const std::string& name) {
                   return feeds::parse(name, format)
                              ? std::string()
                              : "no format is called \"" + name + "\"; auto, ndjson, csv, text are";
               });
    for (const auto& f : kFields) {
        add_parsed(command, f.option, "NAME", std::string("The input's name for ") + f.help,
                   [&fields, field = f.field](const std::string& name) {
                       return fields.set(field, name)
                                  ? std::string()
                                  : "\"" + name + "\" has an empty step between its dots";
                   });
    }
}

}  // namespace mizan::cli
