#include "service/moderate_worker.h"

#include "base/json.h"

namespace mizan::service {

namespace {

// Beyond this a chunk's output is written before the chunk is done. A chunk of posts of ordinary length stays far
// below; one of many tiny records would grow to hundreds of times its size.
constexpr std::size_t kOutputBytes = 16u << 20;

// The most that is kept of a buffer's memory when its job is done with.
constexpr std::size_t kKeptBytes = 4u << 20;

void shrink(std::string& buffer) {
    if (buffer.capacity() > kKeptBytes) std::string().swap(buffer);
}

// The start of a record: whole code points, at most kRejectRawBytes.
std::string_view cut(std::string_view raw) {
    if (raw.size() <= kRejectRawBytes) return raw;
    auto size = kRejectRawBytes;
    while (size > kRejectRawBytes - 4 && (static_cast<unsigned char>(raw[size]) & 0xC0) == 0x80)
        --size;
    return raw.substr(0, size);
}

void append_reject_json(std::string& out, const feeds::Reject& reject, std::string_view file) {
    out.append("{\"file\":");
    json::append_string(out, file);
    out.append(",\"line\":");
    json::append_int(out, static_cast<std::int64_t>(reject.line));
    out.append(",\"code\":");
    json::append_string(out, name(reject.error.code));
    out.append(",\"message\":");
    json::append_string(out, reject.error.message);
    out.append(",\"raw\":");
    json::append_string(out, cut(reject.raw));
    out.append("}\n");
}

}  // namespace

void Worker::begin(Job& job) {
    shrink(job.output);
    shrink(job.rejects);
    job.reset(options_.examples_per_clause);
    reader_.begin(job.chunk);
}

bool Worker::run(Job& job) {
    for (;;) {
        switch (reader_.next(post_)) {
            case feeds::Step::kEnd: return true;
            case feeds::Step::kPost: decide(job); break;
            case feeds::Step::kReject: refuse(job); break;
        }
        if (job.output.size() + job.rejects.size() > kOutputBytes) return false;
    }
}

void Worker::decide(Job& job) {
    const auto& decision = decider_.decide(post_);
    job.partial.add(decision, post_.author);
    if (options_.examples_per_clause > 0 && !decision.clauses.empty()) {
        job.examples.add(decision, post_);
    }
    if (!options_.only[static_cast<std::size_t>(decision.outcome)]) return;
    switch (options_.format) {
        case OutputFormat::kJsonl:
            json_.append(job.output, decision);
            job.output.push_back('\n');
            break;
        case OutputFormat::kCsv: append_csv(job.output, decision); break;
        case OutputFormat::kTable: append_table_row(job.output, decision, options_.table); break;
    }
}

void Worker::refuse(Job& job) {
    const auto& reject = reader_.reject();
    job.partial.add_reject(reject.error.code);
    if (options_.rejects == RejectFormat::kJsonl) {
        append_reject_json(job.rejects, reject, job.chunk.source);
    } else {
        job.rejects.append(to_string(reject.error)).push_back('\n');
    }
}

}  // namespace mizan::service
