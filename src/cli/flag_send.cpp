// `mizan flag send`: flags from files, in as many requests as it takes; what was refused is told by its line, and receipts become files.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "base/files.h"
#include "cli/command.h"
#include "cli/flag_command.h"
#include "cli/flag_input.h"
#include "cli/service_client.h"
#include "fields/json_value.h"
#include "record/receipt.h"

namespace mizan::cli {

namespace {

using fields::JsonValue;

struct SendSettings : ServiceSettings {
    std::vector<std::string> files;
    std::string format;
    std::string key_prefix;
    std::string receipts;
};

struct Sent {
    std::size_t taken = 0;
    std::size_t known = 0;
    std::size_t refused = 0;
};

bool exists(const std::string& path) {
    struct stat st{};
    return ::stat(path.c_str(), &st) == 0;
}

std::string text_in(const JsonValue& object, std::string_view name) {
    const auto member = object.member(name);
    return std::string(member ? member->text().value_or("") : "");
}

// Of a flag that was known its receipt is fetched, if an earlier run did not write it.
Result<void> keep_receipt(ServiceClient& service, const SendSettings& s, const JsonValue& answer,
                          std::uint64_t id) {
    const auto path = s.receipts + "/flag-" + std::to_string(id);
    const auto receipt_path = path + std::string(record::kReceiptEnding);
    auto text = text_in(answer, "receipt");
    if (!text.empty()) return write_file(receipt_path, text);
    constexpr std::string_view kProofEnding = ".tlog-proof";
    const auto proof_path = path + std::string(kProofEnding);
    if (exists(receipt_path) || exists(proof_path)) return {};
    MZ_TRY(const auto fetched,
           service.ask({"GET", "/api/v1/flags/" + std::to_string(id) + "/receipt" +
                                   query_of({{"platform", s.platform}})}));
    return write_file(record::is_receipt(fetched.body) ? receipt_path : proof_path, fetched.body);
}

Result<void> take_answer(ServiceClient& service, const SendSettings& s, const JsonValue& answer,
                         const std::string& place, Sent& sent) {
    const auto flag = answer.member("flag");
    if (!flag) {
        ++sent.refused;
        auto where = text_in(answer, "where");
        print_error({code_named(text_in(answer, "code"), Code::kUsage), text_in(answer, "detail"),
                     where.empty() ? place : place + ": " + where});
        return {};
    }
    const auto known = answer.member("known");
    const bool is_known = known && known->flag().value_or(false);
    ++(is_known ? sent.known : sent.taken);
    const auto id = flag->member("id");
    if (s.receipts.empty() || !id) return {};
    return keep_receipt(service, s, answer, id->number().value_or(0));
}

std::string place_of_row(const std::string& file, FlagFormat format, std::size_t place) {
    const auto name = file == "-" ? std::string("stdin") : file;
    return name + (format == FlagFormat::kJson ? ": flag " : ":") + std::to_string(place);
}

Result<void> send_file(ServiceClient& service, const SendSettings& s, const std::string& file,
                       Sent& sent) {
    MZ_TRY(const auto format, flag_format(s.format, file));
    MZ_TRY(const auto text, read_input(file, kInputBytes));
    auto input = cut_flags(text, format, s.key_prefix);
    if (!input) {
        auto error = input.error();
        error.where = error.where.empty() ? file : file + ": " + error.where;
        return fail(std::move(error));
    }
    const auto path = "/api/v1/flags" + query_of({{"platform", s.platform}});
    for (auto& request : input->requests) {
        MZ_TRY(const auto answer,
               service.ask({"POST", path, std::move(request.body), std::string(input->media)}));
        MZ_TRY(const auto document, fields::JsonDocument::read(answer.body));
        std::size_t row = 0;
        std::string lines;
        MZ_CHECK(document.root().each([&](const JsonValue& one) -> Result<void> {
            const auto place = row < request.places.size() ? request.places[row] : 0;
            ++row;
            if (s.json) lines.append(one.json()).push_back('\n');
            return take_answer(service, s, one, place_of_row(file, format, place), sent);
        }));
        if (row != request.places.size())
            return fail({Code::kNetwork, "the answer has another number of flags than was sent",
                         place_of_row(file, format, request.places.front())});
        if (const int written = print_as_it_came(lines); written != kExitOk)
            return fail({Code::kFileWrite, "the answers cannot be written", "stdout"});
    }
    return {};
}

std::string told(const Sent& sent) {
    return counted(sent.taken, "flag is taken", "flags are taken") + ", " +
           std::to_string(sent.known) + " known already, " + std::to_string(sent.refused) +
           " refused";
}

int run_flag_send(const SendSettings& s) {
    Sent sent;
    const int code = with_service(s, [&](ServiceClient& service) -> Result<int> {
        if (!s.receipts.empty()) MZ_CHECK(make_folder(s.receipts, 0700));
        for (const auto& file : s.files) {
            if (auto done = send_file(service, s, file, sent); !done) {
                print_note("before that " + told(sent) +
                           "; send all of it again: a flag with a key is not taken twice");
                return fail(done.error());
            }
        }
        return sent.refused == 0 ? kExitOk : kExitPartly;
    });
    const bool is_whole = code == kExitOk || code == kExitPartly;
    return is_whole && !s.json ? print_and(told(sent) + "\n", code) : code;
}

}  // namespace

void add_flag_send_command(CLI::App& flag, int& exit_code) {
    auto* command = flag.add_subcommand("send", "Flag many things, from files");
    command->footer(
        "Examples:\n"
        "  mizan flag send flags.csv --receipts receipts\n"
        "  mizan flag send - --format ndjson --key-prefix 2026-05 < flags.ndjson\n"
        "Each row stands or falls by itself; what is refused is told with its line, and the exit "
        "code is 1 then.\nA row with a `key` is not taken twice: correct the file and send it "
        "again.");
    auto s = std::make_shared<SendSettings>();
    command->add_option("file", s->files, "JSON, NDJSON or CSV; `-` for standard input")
        ->required()
        ->type_name("FILE");
    command
        ->add_option("--format", s->format,
                     "json, ndjson or csv (default: by how the file's name ends)")
        ->type_name("NAME");
    command
        ->add_option("--key-prefix", s->key_prefix,
                     "Key of rows that have none: this, a dash and the number of the row")
        ->type_name("TEXT");
    command->add_option("--receipts", s->receipts, "Folder for receipts; made if it is not there")
        ->type_name("DIR");
    add_service_options(*command, *s);
    command->callback([s, &exit_code] { exit_code = run_flag_send(*s); });
}

}  // namespace mizan::cli
