#include "service/moderate_job.h"

#include <utility>

namespace mizan::service {

Input file_input(std::string path) {
    auto name = path == "-" ? std::string("stdin") : path;
    return {std::move(name), [path = std::move(path)] { return feeds::open_source(path); }};
}

void Feeder::close() {
    chunker_.reset();
    source_.reset();
    delivered_ = false;
    ++at_;
}

bool Feeder::next(Job& job) {
    job.chunk.size = 0;
    job.fault.reset();
    while (at_ < inputs_.size()) {
        if (!chunker_) {
            auto source = inputs_[at_].open();
            if (!source) {
                job.fault = InputFault{std::move(source).error(), false};
                close();
                return true;
            }
            source_ = *std::move(source);
            chunker_.emplace(*source_, options_.input_format, options_.fields);
        }
        auto more = chunker_->next(job.chunk);
        if (more && *more) {
            delivered_ = true;
            return true;
        }
        const bool in_part = delivered_;
        close();
        if (!more) {
            job.chunk.size = 0;
            job.chunk.skipped.reset();
            job.fault = InputFault{std::move(more).error(), in_part};
            return true;
        }
    }
    return false;
}

}  // namespace mizan::service
