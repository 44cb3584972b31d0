// The two ends of a stream as moderate() knows them: where posts come from and where decisions go. Private to this room.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "feeds/source.h"
#include "http/exchange.h"
#include "service/moderate.h"

namespace mizan::server {

class StreamSource final : public feeds::ByteSource {
public:
    // The stream must outlive it.
    StreamSource(http::Stream& stream, std::string name)
        : stream_(stream), name_(std::move(name)) {}
    Result<std::size_t> read(std::span<char> out) override { return stream_.read(out); }
    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] bool live() const override { return !stream_.ready(); }

private:
    http::Stream& stream_;
    std::string name_;
};

class StreamSink final : public service::Sink {
public:
    explicit StreamSink(http::Stream& stream) : stream_(stream) {}
    Result<void> write(std::string_view lines) override { return stream_.write(lines); }

private:
    http::Stream& stream_;
};

}  // namespace mizan::server
