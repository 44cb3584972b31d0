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
    enum class When : std::uint8_t { kNow, kFirstWrite };

    FdSink() = default;  // writes to nowhere until opened
    ~FdSink() override;

    // Creates or empties the file, at once or when something is written to it. Errors: kFileWrite.
    [[nodiscard]] Result<void> open(std::string path, When when);
    void use_stdout();

    // After a failure a regular file is cut back to the last whole line.
    Result<void> write(std::string_view lines) override;
    // Closes the file and says whether all has arrived. Errors: kFileWrite.
    [[nodiscard]] Result<void> close();

    [[nodiscard]] bool is_open() const { return fd_ >= 0; }
    [[nodiscard]] bool pipe_closed() const { return pipe_closed_; }  // the reader has gone
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::uint64_t written() const { return written_; }  // bytes

private:
    [[nodiscard]] Result<void> create();
    [[nodiscard]] Error error(std::string_view what, int number) const;
    void cut_back(std::string_view arrived);

    std::string path_;
    int fd_ = -1;
    bool owned_ = false;
    bool regular_ = false;
    bool pipe_closed_ = false;
    std::uint64_t written_ = 0;
};

}  // namespace mizan::cli
