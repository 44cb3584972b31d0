#include "witness/client.h"

#include "http/client.h"
#include "ledger/lines.h"
#include "ledger/tree.h"

namespace mizan::witness {

namespace {

constexpr std::size_t kAnswerBytes = 64u << 10;
constexpr std::size_t kToldBytes = 200;  // of the witness's own words, in a message

Code code_of(int status) {
    switch (status) {
        case 400: return Code::kNoteMalformed;
        case 403: return Code::kSignatureInvalid;
        case 404: return Code::kLogMissing;
        case 422: return Code::kProofInvalid;
        default: return Code::kNetwork;
    }
}

std::unexpected<Error> refusal(const std::string& url, const http::Fetched& response) {
    auto told = response.body.substr(0, std::min(response.body.find('\n'), kToldBytes));
    return fail({code_of(response.status),
                 "the witness refuses with status " + std::to_string(response.status) + ": " + told,
                 url});
}

}  // namespace

Result<Cosigning> add_checkpoint(const std::string& url, const AddRequest& request) {
    MZ_TRY(auto base, http::parse_url(url));
    http::Client client(std::move(base));
    MZ_TRY(const auto response, client.post("/add-checkpoint", to_string(request), kAnswerBytes));
    std::string_view rest = response.body;
    Cosigning out;
    if (response.status == 409 && response.content_type == kSizeType) {
        const auto line = ledger::take_line(rest);
        out.held = line ? ledger::decimal(*line, ledger::kMaxTreeSize) : std::nullopt;
        if (out.held) return out;
    }
    if (response.status != 200) return refusal(url, response);
    while (const auto line = ledger::take_line(rest)) {
        MZ_TRY(out.lines.emplace_back(), ledger::parse_signature_line(*line));
        if (out.lines.size() > ledger::kNoteSignatures) break;
    }
    if (!rest.empty() || out.lines.empty())
        return fail(
            {Code::kNetwork, "the witness answers with something else than signatures", url});
    return out;
}

}  // namespace mizan::witness
