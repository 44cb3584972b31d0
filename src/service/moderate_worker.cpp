#include "service/moderate_worker.h"

#include "service/only_platform.h"
#include "service/recorder.h"
#include "service/reject_text.h"

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
    if (!is_of_platform(options_.platform, post_)) {
        job.partial.add_reject(Code::kFieldType);
        append_reject(job.rejects, options_.rejects, other_platform(options_.platform, post_),
                      reader_.line(), job.chunk.source, reader_.raw());
        return;
    }
    auto& decision = decider_.decide(post_);
    if (options_.recorder != nullptr) options_.recorder->restrain(post_, decision);
    job.partial.add(decision, post_.author);
    if (options_.examples_per_clause > 0 && !decision.clauses.empty()) {
        job.examples.add(decision, post_);
    }
    const bool written = options_.only[static_cast<std::size_t>(decision.outcome)];
    if (options_.recorder != nullptr) {
        record(job, decision, written);
        return;
    }
    if (!written) return;
    switch (options_.format) {
        case OutputFormat::kJsonl:
            json_.append(job.output, decision);
            job.output.push_back('\n');
            break;
        case OutputFormat::kCsv: append_csv(job.output, decision); break;
        case OutputFormat::kTable: append_table_row(job.output, decision, options_.table); break;
    }
}

// What is recorded is written as JSON, whether or not it is put out.
void Worker::record(Job& job, const Decision& decision, bool written) {
    auto& out = written ? job.output : unwritten_;
    if (!written) unwritten_.clear();
    const auto begin = out.size();
    json_.append(out, decision);
    const NotedLine line{written ? begin : NotedLine::kNotWritten, out.size() - begin + 1,
                         reader_.line(), reader_.raw()};
    options_.recorder->note(job.notes, post_, decision, std::string_view(out).substr(begin),
                            job.chunk.source, line);
    out.push_back('\n');
}

void Worker::refuse(Job& job) {
    const auto& reject = reader_.reject();
    job.partial.add_reject(reject.error.code);
    append_reject(job.rejects, options_.rejects, reject.error, reject.line, job.chunk.source,
                  reject.raw);
}

}  // namespace mizan::service
