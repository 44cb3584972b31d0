#include "policy/compile.h"

#include "policy/builder.h"
#include "policy/bundle.h"
#include "policy/parse.h"

namespace mizan::policy {

Compiled compile(const Source& source) {
    Compiled out;
    auto ast = parse(source, out.diagnostics);
    auto policy = std::make_shared<Policy>();
    policy->version = source.version();
    policy->title = ast.title;

    Builder b(source, ast, out.diagnostics, *policy);
    build_concepts(b);
    build_terms(b);
    build_restricted(b);
    build_patterns(b);
    build_clauses(b);
    build_examples(b);
    build_trie(b);
    check_policy(b);

    policy->vocabulary.finish();
    out.diagnostics.sort();
    out.examples = std::move(ast.examples);
    if (out.diagnostics.has_errors()) return out;
    seal(*policy);
    out.policy = std::move(policy);
    return out;
}

}  // namespace mizan::policy
