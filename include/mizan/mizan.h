// Mizan as a library: decide posts under a policy that people can read. Everything public, in one include.
//
//     auto engine = mizan::api::Engine::load("policies/hateful-conduct");
//     if (!engine) return report(engine.error());
//     auto session = engine->session();                       // one a thread
//     auto decision = session.assess(mizan::api::text_post("p1", "Nice weather today"));
//     if (decision && decision->outcome == mizan::api::Outcome::kViolation) ...
//
// Link with find_package(mizan) and mizan::mizan, or with `pkg-config --cflags --libs mizan`. C++23.
// examples/embed is a whole program.
#pragma once

#include "mizan/decision.h"
#include "mizan/engine.h"
#include "mizan/error.h"
#include "mizan/policy.h"
#include "mizan/post.h"
#include "mizan/result.h"
#include "mizan/version.h"
