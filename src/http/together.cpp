#include "http/together.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include "http/lane.h"

namespace mizan::http {

using Answers = std::vector<std::move_only_function<void()>>;

struct Together::Waiting {
    std::vector<std::pair<asio::io_context*, std::unique_ptr<Answers>>> lanes;
};

namespace {

thread_local Together::Waiting* together = nullptr;

}  // namespace

Together::Together() : waiting_(std::make_unique<Waiting>()) { together = waiting_.get(); }

Together::~Together() {
    together = nullptr;
    for (auto& [lane, answers] : waiting_->lanes)
        asio::post(*lane, [answers = std::move(answers)]() mutable {
            for (auto& answer : *answers) answer();
        });
}

void hand_to(asio::io_context& lane, std::move_only_function<void()> answer) {
    if (together == nullptr) {
        asio::post(lane, std::move(answer));
        return;
    }
    auto& lanes = together->lanes;
    auto at = std::ranges::find_if(lanes, [&](const auto& of) { return of.first == &lane; });
    if (at == lanes.end()) at = lanes.emplace(at, &lane, std::make_unique<Answers>());
    at->second->push_back(std::move(answer));
}

}  // namespace mizan::http
