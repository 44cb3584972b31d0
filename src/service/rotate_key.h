// Use case: change the key that a log is signed with.
#pragma once

#include <string>

#include "base/result.h"
#include "service/live_logs.h"
#include "service/record_folder.h"

namespace mizan::service {

struct RotatedKey {
    std::string old_vkey;
    std::string new_vkey;
    std::string handover;  // file of the checkpoint that both keys have signed
};

// The log says which key follows (a `config` leaf), both keys sign the checkpoint that covers it, and from then on the new one signs alone.
// The checkpoint of both stays in the log's folder as `checkpoint.<id of the old key>`, for who knows the old key. A rotation that was cut
// short is finished by the next. Errors: kLogMissing if there is no log yet; those of publishing and of keys.
[[nodiscard]] Result<RotatedKey> rotate_key(RecordFolder& folder, const std::string& platform,
                                            const Clock& clock);

}  // namespace mizan::service
