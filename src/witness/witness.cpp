#include "witness/witness.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "base/files.h"
#include "base/sha256.h"
#include "witness/add_checkpoint.h"
#include "witness/folder.h"

namespace mizan::witness {

// A log that is witnessed, and its state.
struct KnownLog {
    ledger::VerifierKey key;
    Held held;
};

namespace {

Result<KnownLog> load_log(const Folder& folder, const ledger::VerifierKey& key,
                          const ledger::VerifierKey& witness) {
    MZ_TRY(const auto note, folder.read(key.name));
    if (!note) return KnownLog{key, {}};
    auto held = read_held(*note, key, witness);
    if (held) return KnownLog{key, *std::move(held)};
    held.error().where = folder.path_of(key.name);
    return fail(std::move(held).error());
}

}  // namespace

struct Witness::Impl {
    Folder folder;
    ledger::Signer signer;
    std::function<std::uint64_t()> now;
    mutable std::mutex mutex;              // from looking at what is held until the next is on disk
    std::map<std::string, KnownLog> logs;  // by origin
};

Result<Witness> Witness::open(Settings settings) {
    MZ_TRY(auto folder, Folder::open(settings.folder));
    MZ_TRY(auto signer, folder.load_or_make_key(settings.name));
    std::map<std::string, KnownLog> logs;
    for (const auto& key : settings.logs) {
        MZ_TRY(auto log, load_log(folder, key, signer.key()));
        if (!logs.emplace(key.name, std::move(log)).second)
            return fail({Code::kUsage, "two keys are given for the log " + key.name, {}});
    }
    return Witness(std::unique_ptr<Impl>(new Impl{
        std::move(folder), std::move(signer), std::move(settings.now), {}, std::move(logs)}));
}

Witness::Witness(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Witness::Witness(Witness&&) noexcept = default;
Witness& Witness::operator=(Witness&&) noexcept = default;
Witness::~Witness() = default;

const ledger::VerifierKey& Witness::key() const { return impl_->signer.key(); }

http::Answer Witness::add_checkpoint(std::string_view body) {
    const auto request = parse_add_request(body);
    const auto origin =
        request ? origin_of(*request) : Result<std::string>(std::unexpected(request.error()));
    if (!origin) return {400, "text/plain; charset=utf-8", origin.error().message + "\n"};
    const auto found = impl_->logs.find(*origin);
    if (found == impl_->logs.end()) return unknown_log();
    auto& log = found->second;
    const std::scoped_lock lock(impl_->mutex);
    auto decided = decide(*request, log.held, log.key, impl_->signer, impl_->now());
    if (!decided.held) return std::move(decided.answer);
    if (!impl_->folder.write(*origin, decided.held->note))
        return {500, "text/plain; charset=utf-8", "it could not be brought to disk\n"};
    log.held = *std::move(decided.held);
    return std::move(decided.answer);
}

http::Answer Witness::get(std::string_view path) const {
    const std::scoped_lock lock(impl_->mutex);
    for (const auto& [origin, log] : impl_->logs) {
        if (path == "/" + to_hex(sha256(origin)) + "/checkpoint" && !log.held.note.empty())
            return {200, "text/plain; charset=utf-8", log.held.note};
    }
    return {404, "text/plain; charset=utf-8", "nothing is cosigned under this address\n"};
}

http::Routes routes(Witness& witness) {
    return {[&witness](std::string_view path) { return witness.get(path); }, "/add-checkpoint",
            [&witness](std::string_view body) { return witness.add_checkpoint(body); },
            kAddRequestBytes};
}

}  // namespace mizan::witness
