// Use case: train the learned scores on a folder of labelled posts.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "learn/train.h"
#include "policy/policy.h"

namespace mizan::service {

struct TrainRequest {
    std::string data;  // folder of labelled sets, see learn/dataset.h
    std::string language = "en";
    learn::TrainSettings settings;
};

struct Trained {
    std::string model;            // the file's bytes
    std::string version;          // their SHA-256, in hex
    std::string note;             // what it was made of, as it stands in the file
    std::size_t training = 0;     // rows that the weights were trained on
    std::size_t calibration = 0;  // rows that the probabilities were measured on
    std::size_t set_aside = 0;    // rows left alone
};

// The same data, policy and settings give the same bytes. Errors: those of learn::read_dataset().
[[nodiscard]] Result<Trained> train_scores(const std::shared_ptr<const policy::Policy>& policy,
                                           const TrainRequest& request,
                                           const learn::OnEpoch& on_epoch);

}  // namespace mizan::service
