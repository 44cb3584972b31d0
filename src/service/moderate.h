// Use case: decide every post of some inputs under one policy, with any number of threads.
//
// What is written does not depend on the number of threads: decisions and rejects come in input order. Memory does
// not grow with the input: a fixed number of chunks is under way, figures are counters, actors a sketch.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "feeds/format.h"
#include "feeds/source.h"
#include "model/decision.h"
#include "model/table.h"
#include "policy/policy.h"
#include "report/html.h"
#include "report/summary.h"
#include "score/scorer.h"

namespace mizan::service {

enum class OutputFormat : std::uint8_t { kJsonl, kCsv, kTable };
enum class RejectFormat : std::uint8_t {
    kJsonl,  // {"file","line","code","message","raw"}: raw is the record, cut at kRejectRawBytes, made valid UTF-8
    kPlain   // "file:line: message [code]", one line each
};

inline constexpr std::size_t kRejectRawBytes = limits::kRejectRawBytes;
inline constexpr unsigned kMaxThreads = 256;

class Recorder;

struct ModerateOptions {
    std::shared_ptr<const score::Scorer> scorer;  // null: no learned scores
    Recorder* recorder =
        nullptr;  // if set, each decision is durable before it is written; the format must be kJsonl
    std::string
        platform;  // the only one that posts may be of, and that of those that name none; empty: any
    feeds::Format input_format = feeds::Format::kAuto;
    feeds::FieldMap fields;
    unsigned threads = 1;  // 1..kMaxThreads; 1 runs in the calling thread
    OutputFormat format = OutputFormat::kJsonl;
    TableStyle table;
    RejectFormat rejects = RejectFormat::kJsonl;
    std::array<bool, 4> only{true, true, true,
                             true};       // [Outcome]: is the decision written; all are counted
    std::size_t examples_per_clause = 0;  // kept for the report; 0: none
};

// Where bytes go. One call at a time, though not always from the same thread; every call holds whole lines.
class Sink {
public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;
    // Errors: kFileWrite; the run ends with it.
    virtual Result<void> write(std::string_view lines) = 0;
};

// An input, opened when its turn comes and closed after it.
struct Input {
    std::string name;
    std::function<Result<std::unique_ptr<feeds::ByteSource>>()> open;
};
[[nodiscard]] Input file_input(std::string path);  // "-" is standard input

// An input that could not be read, or not to its end. The other inputs were read.
struct InputFault {
    Error error;
    bool in_part = false;  // some of it was decided
};

struct Progress {
    std::uint64_t bytes = 0;  // of input, after decompression
    std::uint64_t posts = 0;
    std::uint64_t rejected = 0;
};
// Called after each chunk that was written, one call at a time, from any of the threads. May be empty.
using OnProgress = std::function<void(const Progress&)>;

struct ModerateReport {
    report::Summary summary;  // its info holds inputs and policy; times are the caller's to fill in
    std::vector<report::ExampleFinding> examples;
    std::vector<InputFault> faults;  // in input order
    Progress total;
};

// Reads `inputs` one after the other, writes decisions to `out` and rejected records to `rejects`. Errors: kFileWrite
// from a sink (what was written is the start of the whole, in whole lines); kInternal. Faults of inputs are no Error.
[[nodiscard]] Result<ModerateReport> moderate(const std::shared_ptr<const policy::Policy>& policy,
                                              const std::vector<Input>& inputs,
                                              const ModerateOptions& options, Sink& out,
                                              Sink& rejects, const OnProgress& on_progress);

}  // namespace mizan::service
