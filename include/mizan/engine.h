// Engine: a policy ready to run, shared by all threads. Session: one thread's worker on it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mizan/decision.h"
#include "mizan/policy.h"
#include "mizan/post.h"
#include "mizan/result.h"

namespace mizan::api {

class Engine;

// Not thread-safe: one a thread; moved at will. Keeps its buffers from post to post, so make one and use it for many
// posts. Holds on to the policy: it may outlive the Engine. Decisions depend on policy and post alone, never on what a
// session saw before.
class Session {
public:
    explicit Session(const Engine& engine);
    ~Session();
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;

    // Errors: text-missing (a post without parts); text-too-long, field-type (what Post does not allow).
    [[nodiscard]] Result<Decision> assess(const Post& post);

    // Each post by itself, in order.
    [[nodiscard]] std::vector<Result<Decision>> assess(std::span<const Post> posts);

    // The fast path: one post as one line of JSON (schemas/post.schema.json; a line end may follow) -> its decision,
    // appended to `out` as JSON without a line end. Allocates nothing in the long run. On an Error `out` is as before.
    // A post without an id is answered as "line:1". Errors: json-malformed, field-type, text-missing, text-too-long,
    // line-too-long.
    [[nodiscard]] Result<void> assess_json(std::string_view line, std::string& out);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

struct LoadOptions {
    // Where compiled policies are kept, so that the next start takes milliseconds; empty: nowhere. Shared by processes.
    std::string cache_folder;
};

// Immutable and thread-safe; a copy shares the policy. To change policies, load another engine and swap it whole.
class Engine {
public:
    // `path` is a policy's folder or a bundle file made by `mizan policy compile`.
    // Errors: policy-missing, policy-invalid (with diagnostics), policy-limit, file-read, bundle-corrupt, bundle-version.
    [[nodiscard]] static Result<Engine> load(const std::string& path,
                                             const LoadOptions& options = {});

    [[nodiscard]] Session session() const { return Session(*this); }
    [[nodiscard]] PolicyInfo policy() const;

private:
    friend class Session;
    struct Impl;
    explicit Engine(std::shared_ptr<const Impl> impl);
    std::shared_ptr<const Impl> impl_;
};

}  // namespace mizan::api
