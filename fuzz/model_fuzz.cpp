// Reads any bytes as a model of scores: as they are, and as the payload of a file whose checksum is right.
#include <cstdint>
#include <string>

#include "base/sha256.h"
#include "score/model.h"

using namespace mizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    (void)score::read_model(bytes);
    const auto hash = sha256(bytes);
    std::string file("mizanscore\x02\x00\x00\x00", 14);
    file.append(reinterpret_cast<const char*>(hash.data()), hash.size()).append(bytes);
    if (const auto model = score::read_model(file)) {
        if (score::write_model(*model) != file) __builtin_trap();
        for (const auto& knots : model->knots)
            if (score::calibrate(knots, 0) > 10000) __builtin_trap();
    }
    return 0;
}
