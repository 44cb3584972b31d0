// Decides a few posts under a policy: the smallest useful program with Mizan inside.
//
//     embed POLICY-FOLDER
#include <mizan/mizan.h>

#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace mizan::api;

int fail(const Error& error) {
    std::cerr << to_string(error) << '\n';
    for (const auto& d : error.diagnostics) std::cerr << d.text << '\n';
    return 1;
}

// A post as a value in, a decision as a value out: for programs that look at the parts.
void show(const Decision& decision) {
    std::cout << decision.post << ": " << name(decision.outcome) << ". " << decision.reason << '\n';
    for (const auto& claim : decision.claims) {
        for (const auto& span : claim.spans) {
            std::cout << "  part " << span.part << ", bytes " << span.bytes.begin << " to "
                      << span.bytes.end << '\n';
        }
    }
}

// JSON in, JSON out: for streams. One session a thread, all on the same engine.
std::string decide(const Engine& engine, const std::vector<std::string>& lines) {
    auto session = engine.session();
    std::string out;
    for (const auto& line : lines) {
        const auto ok = session.assess_json(line, out);
        if (!ok) std::cerr << to_string(ok.error()) << '\n';
        out.push_back('\n');
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: embed POLICY-FOLDER\n";
        return 2;
    }
    const auto engine = Engine::load(argv[1]);
    if (!engine) return fail(engine.error());
    std::cout << "Mizan " << version() << ", policy " << engine->policy().version.substr(0, 12)
              << ", " << engine->policy().clauses.size() << " clauses\n";

    auto session = engine->session();
    auto post =
        text_post("p1", "The ferry was late again, but the light over the estuary made up for it.");
    post.lang = "en";
    const auto decision = session.assess(post);
    if (!decision) return fail(decision.error());
    show(*decision);

    const std::vector<std::string> lines = {
        R"({"id":"p2","text":"The mosque on our street opens its kitchen on Fridays."})",
        R"({"id":"p3","text":"Does anyone have a ladder I could borrow?"})"};
    std::string one;
    std::string two;
    {
        std::jthread first([&] { one = decide(*engine, lines); });
        std::jthread second([&] { two = decide(*engine, lines); });
    }
    std::cout << one << (one == two ? "" : "threads differ\n");
    return one == two ? 0 : 1;
}
