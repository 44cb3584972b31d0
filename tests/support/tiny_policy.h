// A small, mild policy about gardeners and bakers, and short ways to change it, compile it and decide texts by it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/decision.h"
#include "model/post.h"
#include "policy/compile.h"
#include "service/decide.h"

namespace mizan::test {

// The files of a policy by path; tests take garden() and change what they are about.
class PolicyFiles {
public:
    PolicyFiles& set(std::string path, std::string text);  // new or instead
    PolicyFiles& append(const std::string& path, std::string_view text);
    // Exchanges one piece of text; the test fails if it does not stand there exactly once.
    PolicyFiles& replace(const std::string& path, std::string_view from, std::string_view to);
    PolicyFiles& remove(const std::string& path);

    [[nodiscard]] const std::string& text(const std::string& path) const;
    [[nodiscard]] policy::Source source() const;
    [[nodiscard]] policy::Compiled compile() const { return policy::compile(source()); }
    // Compiled; the test fails, with the diagnostics shown, if there is an error.
    [[nodiscard]] std::shared_ptr<const policy::Policy> policy() const;

private:
    std::vector<std::pair<std::string, std::string>> files_;  // path, text
};

// A fresh copy of the policy that tests share: concepts CRAFT and AGE groups, "weeds" and "rubbish", and the usual frames.
[[nodiscard]] PolicyFiles garden();

// garden() with a clause `suspected` that holds a post for a person from a score.threat of 7000 on.
[[nodiscard]] PolicyFiles suspicious_garden();

// A policy of one construct SAID(g: GROUP) with the pattern lines given, over garden()'s words.
[[nodiscard]] PolicyFiles with_pattern(std::string_view lines);

// A post of one text and the engine that decides it. Keeps what the decision points to alive.
class Engine {
public:
    explicit Engine(const PolicyFiles& files) : Engine(files.policy()) {}
    explicit Engine(std::shared_ptr<const policy::Policy> policy)
        : policy_(std::move(policy)), decider_(policy_) {}

    // Valid until the next call.
    const Decision& decide(std::string_view text);
    const Decision& decide(const Post& post) { return decider_.decide(post); }
    // The claims that the matcher finds, before any clause judges them.
    const match::Claims& claims(std::string_view text);
    [[nodiscard]] const text::NormalText& text() const { return decider_.scratch().text; }
    [[nodiscard]] const policy::Policy& policy() const { return *policy_; }

    // "violation", "allowed (negation)", "undecided (context-missing)": outcome, then exception or cause.
    std::string outcome(std::string_view text);
    std::string outcome(const Post& post);
    // The claims' constructs and groups' last names: "CALLED(gardeners) CALLED(bakers)".
    std::string found(std::string_view text);

private:
    std::shared_ptr<const policy::Policy> policy_;
    service::Decider decider_;
    std::string text_;
    Post post_;
};

// A post with one body part; `text` must outlive it.
[[nodiscard]] Post post_of(std::string_view text);
// The same with a signal of that name and value; `name` must outlive it too.
[[nodiscard]] Post post_with_signal(std::string_view text, std::string_view name,
                                    std::int64_t value);

// "unknown-name,syntax": the slugs in order, warnings too.
[[nodiscard]] std::string slugs(const policy::Diagnostics& diagnostics);
// All diagnostics as the author sees them.
[[nodiscard]] std::string shown(const policy::Compiled& compiled, const policy::Source& source);

}  // namespace mizan::test
