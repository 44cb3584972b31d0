#include "cli/command.h"

#include <unistd.h>

#include <filesystem>

#include "cli/terminal.h"
#include "service/load_policy.h"

namespace mizan::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPolicyFolder = "policies/hateful-conduct";
constexpr std::string_view kBold = "\x1B[1m";
constexpr std::string_view kRed = "\x1B[31m";
constexpr std::string_view kYellow = "\x1B[33m";
constexpr std::string_view kPlain = "\x1B[0m";

void say(std::string_view word, std::string_view colour, std::string_view message) {
    const bool coloured = wants_colour(STDERR_FILENO);
    std::string line;
    if (coloured) line.append(kBold).append(colour);
    line.append(word).append(":");
    if (coloured) line.append(kPlain);
    line.append(" ").append(printable(message)).push_back('\n');
    (void)write_all(STDERR_FILENO, line, "stderr");  // where else could one complain
}

// The data folder of the installation that this very program belongs to: BIN/../share/mizan.
fs::path data_beside_program() {
    std::error_code ec;
    const auto program = fs::read_symlink("/proc/self/exe", ec);
    return ec ? fs::path() : program.parent_path().parent_path() / "share" / "mizan";
}

}  // namespace

std::string_view exit_code_help() {
    return "Exit codes:\n"
           "  0    all is well\n"
           "  1    finished, but some records were rejected or an input failed in part\n"
           "  2    the command line is wrong\n"
           "  3    the policy is missing or invalid\n"
           "  4    an input cannot be read\n"
           "  5    an output cannot be written\n"
           "  6    a policy's tests or checks failed\n"
           "  7    a log, a proof, a signature or a store does not hold\n"
           "  8    a store cannot be used now: missing, busy, full or made by a newer program\n"
           "  70   a mistake of the program itself\n"
           "  141  the reader of the output has gone (as in `mizan moderate ... | head`)\n"
           "Where several apply, the first of 5, 4, 1 is given.\n";
}

int exit_code_of(Code code) {
    switch (code) {
        case Code::kUsage:
        case Code::kClauseUnknown: return kExitUsage;
        case Code::kFileWrite: return kExitOutput;
        case Code::kPolicyMissing:
        case Code::kPolicyInvalid:
        case Code::kPolicyLimit:
        case Code::kBundleCorrupt:
        case Code::kBundleVersion:
        case Code::kModelCorrupt:
        case Code::kModelVersion: return kExitPolicy;
        case Code::kFileRead:
        case Code::kDataMissing:
        case Code::kCompressed:
        case Code::kJsonMalformed:
        case Code::kFieldType:
        case Code::kTextMissing:
        case Code::kTextTooLong:
        case Code::kLineTooLong:
        case Code::kBinaryInput:
        case Code::kCsvMalformed: return kExitInput;
        case Code::kLogCorrupt:
        case Code::kLogFork:
        case Code::kProofMalformed:
        case Code::kProofInvalid:
        case Code::kNoteMalformed:
        case Code::kSignatureInvalid:
        case Code::kStoreCorrupt:
        case Code::kRecordConflict: return kExitRecord;
        case Code::kLogMissing:
        case Code::kKeyInvalid:
        case Code::kWitnessPolicyInvalid:
        case Code::kNetwork:
        case Code::kRecordMissing:
        case Code::kRecordErased: return kExitInput;
        case Code::kStoreMissing:
        case Code::kStoreVersion:
        case Code::kStoreBusy:
        case Code::kStoreFull: return kExitStore;
        case Code::kInternal: return kExitInternal;
    }
    return kExitInternal;
}

void print_error(const Error& error) { say("error", kRed, to_string(error)); }
int complain(const Error& error) {
    print_error(error);
    return exit_code_of(error.code);
}
void print_warning(std::string_view message) { say("warning", kYellow, message); }
void print_note(std::string_view message) { say("note", {}, message); }

Result<std::string> find_policy(const std::string& named) {
    if (!named.empty()) return named;
    std::error_code ec;
    if (fs::is_directory(kPolicyFolder, ec)) return std::string(kPolicyFolder);
    for (const auto& data : {data_beside_program(), fs::path(MIZAN_DATA_DIR)}) {
        const auto folder = data / kPolicyFolder;
        if (!data.empty() && fs::is_directory(folder, ec)) return folder.string();
    }
    return fail({Code::kPolicyMissing,
                 "no policy is named, and none is in policies/hateful-conduct or installed with "
                 "the program; name one with --policy FOLDER",
                 {}});
}

std::string cache_dir(const std::string& named) {
    if (named == "none") return {};
    return named.empty() ? service::default_cache_dir() : named;
}

}  // namespace mizan::cli
