#include "tiny_policy.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace mizan::test {

namespace {

constexpr std::string_view kConcepts = R"(attribute craft "craft"
attribute age "age"
concept GROUP "people"
concept GROUP.craft attribute craft
concept GROUP.craft.gardeners "gardeners"
concept GROUP.craft.bakers "bakers"
concept GROUP.age "people of an age" attribute age
concept GROUP.age.elders "elders"
concept BAD
concept BAD.plant
concept BAD.waste
concept SPOIL
concept COPULA
concept THEY
concept YOU
concept NEGATION
concept CONDEMN
concept ENDORSE
concept SAY
concept BUT
concept DISCLAIMER
concept IMAGINE
concept SELF
)";

constexpr std::string_view kConstructs = R"(construct CALLED(g: GROUP)
  g COPULA NEGATION? BAD
  BAD "like" g
  THEY COPULA BAD where THEY -> g within 1 sentence
  YOU COPULA BAD where YOU -> g declared

construct SPOILING(g: GROUP) negatable no
  g ..2 SPOIL
)";

constexpr std::string_view kFrames = R"(frame negated sets polarity=negated
  cue NEGATION
  scope claim | complement until BUT, comma
frame condemned sets stance=condemned
  cue CONDEMN
  scope quotation | complement until BUT | preceding until BUT
  cancelled by ENDORSE
frame quoted sets genre=quotation
  cue @quotation
  scope quotation
frame reported sets mood=report
  cue SAY
  scope quotation | complement until BUT
frame asked sets mood=question
  cue @question
  scope sentence
frame imagined sets mood=hypothetical
  cue IMAGINE
  scope complement until BUT
frame disclaimer sets holder=disclaimed
  cue DISCLAIMER
  scope sentence
frame self sets speaker=member
  cue SELF
  scope sentence
)";

constexpr std::string_view kPolicy = R"(# Garden rules

## Name-calling {#name-calling}

Nobody is to be called weeds because of a craft.

```rule
clause name-calling
  protects craft
  detect CALLED(g)
  allow counter-speech: stance=condemned
  allow negation: polarity=negated
  allow news-reporting: mood=report & genre=quotation
  review mood=hypothetical | mood=question | speaker=member
  ignore disclaimer
  severity 3
  enforce review
  action remove, strike 1
```

```violates
Gardeners are weeds
```

```allows
Gardeners are not weeds
```

## Spoiling {#spoiling}

```rule
clause spoiling
  protects craft
  detect SPOILING(g)
  allow negation: polarity=negated
  severity 2
  enforce review
  action label
```

```violates
Gardeners really spoil everything
```

```allows
Gardeners plant roses
```
)";

constexpr std::string_view kTerms = R"([GROUP.craft.gardeners | inflect=noun]
gardener
[GROUP.craft.bakers | inflect=noun]
baker
[GROUP.age.elders | inflect=noun]
elder
[BAD.plant | inflect=noun typos=yes]
weed
nettle
[BAD.waste]
rubbish
[SPOIL | inflect=verb]
spoil
[COPULA]
is
are
be
being
[THEY]
they
[YOU]
you
[NEGATION]
not
never
no
[CONDEMN]
it is wrong to say
disgusting
[ENDORSE]
i agree
[SAY | inflect=verb]
claim
say | forms=said
[BUT]
but
[DISCLAIMER]
no offence
[IMAGINE]
suppose
[SELF]
we
)";

constexpr std::string_view kSuspected = R"(
## Suspected spite {#suspected}

A person looks at what a machine takes for spite.

```rule
signal score.threat
clause suspected
  protects anyone
  suspect signal score.threat >= 7000
  severity 1
```

```review signal.score.threat=9000
anything at all
```

```allows signal.score.threat=100
anything at all
```
)";

}  // namespace

PolicyFiles& PolicyFiles::set(std::string path, std::string text) {
    remove(path);
    files_.emplace_back(std::move(path), std::move(text));
    return *this;
}

PolicyFiles& PolicyFiles::append(const std::string& path, std::string_view text) {
    return set(path, this->text(path) + std::string(text));
}

PolicyFiles& PolicyFiles::replace(const std::string& path, std::string_view from,
                                  std::string_view to) {
    std::string text = this->text(path);
    const auto at = text.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, "not in " << path << ": " << from);
    REQUIRE_MESSAGE(text.find(from, at + 1) == std::string::npos,
                    "twice in " << path << ": " << from);
    text.replace(at, from.size(), to);
    return set(path, std::move(text));
}

PolicyFiles& PolicyFiles::remove(const std::string& path) {
    std::erase_if(files_, [&](const auto& f) { return f.first == path; });
    return *this;
}

const std::string& PolicyFiles::text(const std::string& path) const {
    static const std::string none;
    const auto it =
        std::find_if(files_.begin(), files_.end(), [&](const auto& f) { return f.first == path; });
    return it == files_.end() ? none : it->second;
}

policy::Source PolicyFiles::source() const {
    std::vector<policy::SourceFile> files;
    for (const auto& [path, text] : files_)
        files.push_back({path, text, policy::FileKind::kOther, {}});
    return policy::Source::from_files(std::move(files));
}

std::shared_ptr<const policy::Policy> PolicyFiles::policy() const {
    const auto src = source();
    auto compiled = policy::compile(src);
    REQUIRE_MESSAGE(compiled.policy != nullptr, shown(compiled, src));
    return compiled.policy;
}

PolicyFiles garden() {
    PolicyFiles files;
    files.set("concepts.rules", std::string(kConcepts));
    files.set("constructs.rules", std::string(kConstructs));
    files.set("frames.rules", std::string(kFrames));
    files.set("policy.md", std::string(kPolicy));
    files.set("lexicon/en/garden.terms", std::string(kTerms));
    return files;
}

PolicyFiles suspicious_garden() {
    auto files = garden();
    files.append("policy.md", kSuspected);
    return files;
}

PolicyFiles with_pattern(std::string_view lines) {
    auto files = garden();
    std::string construct = "construct SAID(g: GROUP)\n";
    for (std::size_t at = 0; at < lines.size();) {
        const auto end = lines.find('\n', at);
        construct.append("  ").append(lines.substr(at, end - at)).append("\n");
        at = end == std::string_view::npos ? lines.size() : end + 1;
    }
    files.set("constructs.rules", std::move(construct));
    files.set("policy.md",
              "# One construct\n\n## Said {#said}\n\n```rule\nclause said\n  protects anyone\n  "
              "detect SAID(g)\n"
              "  severity 1\n```\n\n```violates\nx\n```\n\n```allows\ny\n```\n");
    return files;
}

const Decision& Engine::decide(std::string_view text) {
    text_ = std::string(text);
    post_ = post_of(text_);
    return decider_.decide(post_);
}

const match::Claims& Engine::claims(std::string_view text) {
    (void)decide(text);
    return decider_.scratch().claims;
}

std::string Engine::outcome(std::string_view text) {
    text_ = std::string(text);
    post_ = post_of(text_);
    return outcome(post_);
}

std::string Engine::outcome(const Post& post) {
    const auto& d = decider_.decide(post);
    std::string out(name(d.outcome));
    if (!d.exception.empty()) out.append(" (").append(d.exception).append(")");
    if (d.cause != Cause::kNone) out.append(" (").append(name(d.cause)).append(")");
    return out;
}

std::string Engine::found(std::string_view text) {
    std::string out;
    for (const auto& c : claims(text).claims) {
        out.append(out.empty() ? "" : " ").append(policy_->constructs[c.construct].id).append("(");
        if (c.group != policy::kNone) {
            const auto& path = policy_->concepts[c.group].path;
            out.append(path, path.rfind('.') + 1);
        }
        out.append(")");
    }
    return out;
}

Post post_of(std::string_view text) {
    Post post;
    post.platform = "test";
    post.id = "p1";
    Part part;
    part.bytes = text;
    post.parts.push_back(part);
    return post;
}

Post post_with_signal(std::string_view text, std::string_view name, std::int64_t value) {
    auto post = post_of(text);
    Signal signal;
    signal.name = name;
    signal.value = value;
    post.signals.push_back(signal);
    return post;
}

std::string slugs(const policy::Diagnostics& diagnostics) {
    std::string out;
    for (const auto& d : diagnostics.all()) out.append(out.empty() ? "" : ",").append(name(d.code));
    return out;
}

std::string shown(const policy::Compiled& compiled, const policy::Source& source) {
    std::string out;
    for (const auto& d : compiled.diagnostics.all()) out.append(policy::to_text(d, source, false));
    return out;
}

}  // namespace mizan::test
