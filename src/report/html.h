// The figures of a run as one HTML file that needs nothing else: no script, no font, no network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/decision.h"
#include "model/post.h"
#include "report/summary.h"

namespace mizan::report {

// A post shown as an example of a finding. Owns its text.
struct ExampleFinding {
    struct TextPart {
        std::string role;   // "body"
        std::string bytes;  // as it came
    };
    std::string id;
    std::vector<TextPart> parts;  // Span::part is an index into this
    std::vector<Span> spans;      // the words that make the claim
    std::string clause;           // id
    std::string clause_title;
    std::string exception;  // for excused findings
    std::string reason;
    std::string outcome;  // "review"
    std::string finding;  // "violates", "unclear", "excused"
    std::string group;    // "GROUP.religion.muslim"
    std::uint8_t severity = 0;
};

// The example of a decision, from its deciding clause (the first that found something if none decides).
[[nodiscard]] ExampleFinding make_example(const Decision& decision, const Post& post);

// Keeps the first `per_clause` examples of each clause and finding in input order: bounded and deterministic.
// Not thread-safe: one at the writer. To spare the copies ask wants() first.
class ExampleStore {
public:
    explicit ExampleStore(std::size_t per_clause) : per_clause_(per_clause) {}

    [[nodiscard]] bool wants(const Decision& decision) const;
    void add(const Decision& decision, const Post& post);
    void add(ExampleFinding example);  // kept only if there is room for it
    [[nodiscard]] std::vector<ExampleFinding> sorted()
        const;  // by clause, then finding, then input order

private:
    std::size_t per_clause_;
    ByName<std::vector<ExampleFinding>> by_clause_;  // "clause/finding"
};

// The page. All text is escaped; the text of examples stays hidden until it is opened.
[[nodiscard]] std::string to_html(const Summary& summary,
                                  const std::vector<ExampleFinding>& examples);

}  // namespace mizan::report
