// Found claims -> the model's Claim: names instead of ids, spans of the original instead of tokens. Private to this room.
#pragma once

#include "assess/judge.h"

namespace mizan::assess {

class ToModel {
public:
    // `facts` must outlive this.
    explicit ToModel(const Facts& facts) : facts_(facts) {}

    // `hits` are all that reach the claim; `framing` is what is left of them for this clause.
    void write(const policy::Clause& clause, const match::FoundClaim& claim,
               const std::vector<std::uint32_t>& hits, const Framing& framing,
               const Judgment& judgment, Claim& out) const;

private:
    [[nodiscard]] Span span(match::TokenRange tokens) const;
    void write_axes(const Framing& framing, Claim& out) const;
    void write_words(const match::FoundClaim& claim, Claim& out) const;
    void write_frames(const policy::Clause& clause, const std::vector<std::uint32_t>& hits,
                      const Framing& framing, const Judgment& judgment, Claim& out) const;
    [[nodiscard]] std::string_view effect(const policy::Clause& clause, const match::FrameHit& hit,
                                          std::uint32_t index, const Framing& framing,
                                          const Judgment& judgment) const;

    const Facts& facts_;
};

// Fills the code points and UTF-16 units of every span of the claims from its bytes: one pass over each part.
void count_units(const Post& post, std::vector<Claim>& claims);

}  // namespace mizan::assess
