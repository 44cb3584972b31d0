#include "service/train_scores.h"

#include <fmt/format.h>

#include <map>

#include "base/sha256.h"

namespace mizan::service {

namespace {

std::string describe(const std::vector<learn::Row>& rows, const policy::Policy& policy,
                     const learn::TrainSettings& s) {
    std::map<std::string, std::size_t> sets;
    for (const auto& row : rows) {
        if (learn::is_used(row, s)) ++sets[row.set];
    }
    std::string out = fmt::format(
        "rows of 2^{}, {} epochs, rate {}, shrink {}, least posts {}, frequent {}; groups masked "
        "by policy {}; sets:",
        s.log2_rows, s.epochs, s.rate, s.shrink, s.least_posts, s.frequent,
        policy.version.substr(0, 12));
    for (const auto& [set, count] : sets) out.append(fmt::format(" {} {}", set, count));
    return out;
}

}  // namespace

Result<Trained> train_scores(const std::shared_ptr<const policy::Policy>& policy,
                             const TrainRequest& request, const learn::OnEpoch& on_epoch) {
    MZ_TRY(const auto rows, learn::read_dataset(request.data, request.language));
    Trained out;
    for (const auto& row : rows) {
        if (row.part == learn::kSetAside) ++out.set_aside;
        else if (!learn::is_used(row, request.settings)) continue;
        else ++(row.part == learn::kCalibration ? out.calibration : out.training);
    }
    if (out.training == 0 || out.calibration == 0) {
        return fail(
            Error{Code::kDataMissing,
                  "too few posts may be used: none is left to train on, or none to calibrate on",
                  request.data});
    }
    auto model = learn::train(policy, rows, request.language, request.settings, on_epoch);
    model.note = out.note = describe(rows, *policy, request.settings);
    out.model = score::write_model(model);
    out.version = to_hex(sha256(out.model));
    return out;
}

}  // namespace mizan::service
