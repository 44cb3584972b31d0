// FdSink: a file or a standard stream that decisions go to; knows how far it came when writing fails.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "service/moderate.h"

namespace mizan::cli {

// Not thread-safe.
class FdSink final : public service::Sink {
public:
    FdSink() = default;  // write() only once it is open
    ~FdSink() override;

    // Creates the file, or opens the one that is there and leaves it as it is. A file that was made here and never
    // started goes again. Errors: kFileWrite.
    [[nodiscard]] Result<void> open(std::string path);
    void use_stdout();
    // Empties the file; call it once all outputs are open, so that a run that cannot begin harms nothing.
    [[nodiscard]] Result<void> start();
    // Closing removes a file that nothing was written to.
    void drop_if_empty() { drop_if_empty_ = true; }

    // After a failure a regular file is cut back to the last whole line.
    Result<void> write(std::string_view lines) override;
    // Closes the file and says whether all has arrived. Errors: kFileWrite.
    [[nodiscard]] Result<void> close();

    [[nodiscard]] bool is_open() const { return fd_ >= 0; }
    [[nodiscard]] bool pipe_closed() const { return pipe_closed_; }  // the reader has gone
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::uint64_t written() const { return written_; }  // bytes

private:
    [[nodiscard]] Error error(std::string_view what, int number) const;
    void cut_back(std::string_view arrived);

    std::string path_;
    int fd_ = -1;
    bool owned_ = false;
    bool made_ = false;  // was not there before
    bool started_ = false;
    bool drop_if_empty_ = false;
    bool regular_ = false;
    bool pipe_closed_ = false;
    std::uint64_t written_ = 0;
};

}  // namespace mizan::cli
