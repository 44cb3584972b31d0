// A raw scan for the same terms with Vectorscan (or Hyperscan): no policy, no explanation, no readings. One hs_scan a text.
//
//     vectorscan TERMS.txt POSTS.jsonl word|literal [runs]
//
// Prints one JSON object: texts per CPU-second of each run, texts with a hit, p50 and p99 in nanoseconds, compile time.
#include <hs/hs.h>
#include <simdjson.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

std::uint64_t now(clockid_t clock) {
    timespec t{};
    clock_gettime(clock, &t);
    return static_cast<std::uint64_t>(t.tv_sec) * 1000000000u +
           static_cast<std::uint64_t>(t.tv_nsec);
}

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "vectorscan: %s\n", what);
    std::exit(1);
}

std::vector<std::string> read_terms(const char* path) {
    std::ifstream in(path);
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) {
        if (!line.empty()) out.push_back(line);
    }
    return out;
}

std::vector<std::string> read_texts(const char* path) {
    std::vector<std::string> out;
    simdjson::padded_string bytes = simdjson::padded_string::load(path);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document_stream lines = parser.iterate_many(bytes);
    for (auto line : lines) out.emplace_back(std::string_view(line["text"]));
    return out;
}

// Each term as an expression: escaped, in \b...\b for `word`.
hs_database_t* compile(const std::vector<std::string>& terms, bool word) {
    std::vector<std::string> expressions;
    for (const auto& term : terms) {
        std::string e;
        for (const char c : term) {
            if (word && std::string_view(".^$*+?()[{\\|}]-/").find(c) != std::string_view::npos)
                e.push_back('\\');
            e.push_back(c);
        }
        expressions.push_back(word ? "\\b" + e + "\\b" : e);
    }
    std::vector<const char*> pointers;
    std::vector<std::size_t> lengths;
    std::vector<unsigned> flags(terms.size(), HS_FLAG_CASELESS);
    std::vector<unsigned> ids;
    for (const auto& e : expressions) {
        pointers.push_back(e.c_str());
        lengths.push_back(e.size());
        ids.push_back(static_cast<unsigned>(ids.size()));
    }
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    const auto count = static_cast<unsigned>(terms.size());
    const auto r =
        word ? hs_compile_multi(pointers.data(), flags.data(), ids.data(), count, HS_MODE_BLOCK,
                                nullptr, &database, &error)
             : hs_compile_lit_multi(pointers.data(), flags.data(), ids.data(), lengths.data(),
                                    count, HS_MODE_BLOCK, nullptr, &database, &error);
    if (r != HS_SUCCESS) fail(error ? error->message : "does not compile");
    return database;
}

int count_match(unsigned, unsigned long long, unsigned long long, unsigned, void* hits) {
    ++*static_cast<std::uint64_t*>(hits);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) fail("usage: vectorscan TERMS.txt POSTS.jsonl word|literal [runs]");
    const auto texts = read_texts(argv[2]);
    const auto start = now(CLOCK_PROCESS_CPUTIME_ID);
    auto* database = compile(read_terms(argv[1]), std::string(argv[3]) == "word");
    const auto compiled = now(CLOCK_PROCESS_CPUTIME_ID) - start;
    hs_scratch_t* scratch = nullptr;
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) fail("no scratch");

    const int runs = argc > 4 ? std::atoi(argv[4]) : 1;
    std::uint64_t posts_hit = 0;
    std::printf("{\"rates\":[");
    for (int run = 0; run < runs; ++run) {
        posts_hit = 0;
        const auto from = now(CLOCK_PROCESS_CPUTIME_ID);
        for (const auto& text : texts) {
            std::uint64_t hits = 0;
            hs_scan(database, text.data(), static_cast<unsigned>(text.size()), 0, scratch,
                    count_match, &hits);
            posts_hit += hits > 0;
        }
        const auto spent = now(CLOCK_PROCESS_CPUTIME_ID) - from;
        std::printf("%s%llu", run ? "," : "",
                    static_cast<unsigned long long>(texts.size() * 1000000000ull / spent));
    }
    std::vector<std::uint64_t> times;
    for (const auto& text : texts) {
        std::uint64_t hits = 0;
        const auto from = now(CLOCK_MONOTONIC);
        hs_scan(database, text.data(), static_cast<unsigned>(text.size()), 0, scratch, count_match,
                &hits);
        times.push_back(now(CLOCK_MONOTONIC) - from);
    }
    std::sort(times.begin(), times.end());
    std::printf("],\"hit\":%llu,\"p50_ns\":%llu,\"p99_ns\":%llu,\"compile_ms\":%llu}\n",
                static_cast<unsigned long long>(posts_hit),
                static_cast<unsigned long long>(times[times.size() / 2]),
                static_cast<unsigned long long>(times[times.size() - 1 - times.size() / 100]),
                static_cast<unsigned long long>(compiled / 1000000));
}
