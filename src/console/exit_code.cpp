#include "console/exit_code.h"

namespace mizan::console {

std::string_view exit_code_help() {
    return "Exit codes:\n"
           "  0    all is well\n"
           "  1    finished, but some records were rejected or an input failed in part\n"
           "  2    the command line is wrong\n"
           "  3    the policy is missing or invalid\n"
           "  4    an input cannot be read\n"
           "  5    an output cannot be written\n"
           "  6    a policy's tests or checks failed\n"
           "  7    a log, a proof, a signature or a store does not hold\n"
           "  8    a store cannot be used now: missing, busy, full or made by a newer program\n"
           "  70   a mistake of the program itself\n"
           "  141  the reader of the output has gone (as in `mizan moderate ... | head`)\n"
           "Where several apply, the first of 5, 4, 1 is given.\n";
}

int exit_code_of(Code code) {
    switch (code) {
        case Code::kUsage:
        case Code::kClauseUnknown:
        case Code::kAccessDenied:
        case Code::kAccessForbidden:
        case Code::kAccessLocked:
        case Code::kCodeNeeded:
        case Code::kAccountUnknown:
        case Code::kAccountConflict:
        case Code::kApiKeyUnknown:
        case Code::kPasswordRefused:
        case Code::kJobMissing:
        case Code::kWebhookMissing:
        case Code::kActionMissing:
        case Code::kStateConflict:
        case Code::kChangedMeanwhile:
        case Code::kIdempotencyConflict: return kExitUsage;
        case Code::kFileWrite: return kExitOutput;
        case Code::kPolicyMissing:
        case Code::kPolicyInvalid:
        case Code::kPolicyLimit:
        case Code::kBundleCorrupt:
        case Code::kBundleVersion:
        case Code::kModelCorrupt:
        case Code::kModelVersion: return kExitPolicy;
        case Code::kFileRead:
        case Code::kDataMissing:
        case Code::kCompressed:
        case Code::kJsonMalformed:
        case Code::kFieldType:
        case Code::kTextMissing:
        case Code::kTextTooLong:
        case Code::kLineTooLong:
        case Code::kBinaryInput:
        case Code::kCsvMalformed: return kExitInput;
        case Code::kLogCorrupt:
        case Code::kLogFork:
        case Code::kProofMalformed:
        case Code::kProofInvalid:
        case Code::kNoteMalformed:
        case Code::kSignatureInvalid:
        case Code::kStoreCorrupt:
        case Code::kRecordConflict: return kExitRecord;
        case Code::kLogMissing:
        case Code::kKeyInvalid:
        case Code::kWitnessPolicyInvalid:
        case Code::kNetwork:
        case Code::kProviderRefused:
        case Code::kRecordMissing:
        case Code::kRecordErased: return kExitInput;
        case Code::kStoreMissing:
        case Code::kStoreVersion:
        case Code::kOverload:
        case Code::kStoreBusy:
        case Code::kStoreFull: return kExitStore;
        case Code::kInternal: return kExitInternal;
    }
    return kExitInternal;
}

}  // namespace mizan::console
