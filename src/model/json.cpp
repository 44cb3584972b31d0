// Writes into the room behind the string's end and says at the end how much of it is used: this runs once for every post, and
// most pieces are a few bytes long.

#include "model/json.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/json.h"

namespace mizan {

namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101ull;

// Not 0 if one of eight bytes may not stand in a JSON string as it is: '"', '\\', control characters, and all
// that is not ASCII (it needs a look at its UTF-8).
std::uint64_t odd_bytes(std::uint64_t w) {
    constexpr std::uint64_t kHigh = kOnes * 0x80;
    auto below = [&](std::uint64_t x, std::uint64_t n) { return (x - kOnes * n) & ~x & kHigh; };
    return (w & kHigh) | below(w, ' ') | below(w ^ kOnes * '"', 1) | below(w ^ kOnes * '\\', 1);
}

// The same for 16 bytes: bytes that are not 0 mark them. As signed numbers, control characters and all that is not ASCII
// are the ones below a space.
using Bytes = signed char __attribute__((vector_size(16)));
Bytes odd_bytes(Bytes v) { return (v < ' ') | (v == '"') | (v == '\\'); }

// Copies s in steps of the size of Step, the last one overlapping the one before; gives the union of what is odd.
template <class Step> Step copy_by(char* to, std::string_view s) {
    Step v;
    Step odd{};
    auto step = [&](std::size_t at) {
        std::memcpy(&v, s.data() + at, sizeof v);
        odd |= odd_bytes(v);
        std::memcpy(to + at, &v, sizeof v);
    };
    for (std::size_t at = 0; at + sizeof v < s.size(); at += sizeof v) step(at);
    step(s.size() - sizeof v);
    return odd;
}

// Copies s if it is plain; false (and rubbish in `to`) if it is not. `to` has room for s.
bool copy_plain(char* to, std::string_view s) {
    if (s.size() >= sizeof(Bytes)) {
        const auto odd = copy_by<Bytes>(to, s);
        std::uint64_t halves[2];
        std::memcpy(halves, &odd, sizeof halves);
        return (halves[0] | halves[1]) == 0;
    }
    if (s.size() >= 8) return copy_by<std::uint64_t>(to, s) == 0;
    std::uint64_t w = kOnes * ' ';
    auto* const bytes = reinterpret_cast<char*>(&w);
    for (std::size_t i = 0; i < s.size(); ++i) bytes[i] = to[i] = s[i];
    return odd_bytes(w) == 0;
}

class Writer {
public:
    explicit Writer(std::string& out) : out_(out), used_(out.size()) { take(out.capacity()); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() { out_.resize(used_); }

    template <std::size_t N> Writer& raw(const char (&literal)[N]) {
        room(N);
        std::memcpy(buffer_ + used_, literal, N - 1);
        used_ += N - 1;
        return *this;
    }
    Writer& text(std::string_view s) {
        room(s.size() + 2);
        if (copy_plain(buffer_ + used_ + 1, s)) return quote(s.size());
        out_.resize(used_);
        json::append_string(out_, s);
        used_ = out_.size();
        take(out_.capacity());
        return *this;
    }
    // One of our own words: needs no check and is not long.
    Writer& word(std::string_view s) {
        room(s.size() + 2);
        std::memcpy(buffer_ + used_ + 1, s.data(), s.size());
        return quote(s.size());
    }
    Writer& number(std::int64_t v) {
        constexpr std::size_t kDigits = 20;
        room(kDigits);
        if (v >= 0 && v < 10) {
            buffer_[used_++] = static_cast<char>('0' + v);
        } else {
            const auto r = std::to_chars(buffer_ + used_, buffer_ + used_ + kDigits, v);
            used_ = static_cast<std::size_t>(r.ptr - buffer_);
        }
        return *this;
    }
    // What another Writer wrote.
    Writer& bytes(std::string_view s) {
        room(s.size());
        std::memcpy(buffer_ + used_, s.data(), s.size());
        used_ += s.size();
        return *this;
    }
    // ,"key":"s" unless s is empty.
    template <std::size_t N> Writer& optional(const char (&key)[N], std::string_view s) {
        if (s.empty()) return *this;
        return raw(key).text(s);
    }
    // [f(item), ...]
    template <class Items, class F> Writer& list(const Items& items, F&& f) {
        raw("[");
        bool first = true;
        for (const auto& item : items) {
            if (!first) raw(",");
            first = false;
            f(item);
        }
        return raw("]");
    }

    [[nodiscard]] std::size_t used() const { return used_; }
    [[nodiscard]] std::string_view since(std::size_t start) const {
        return {buffer_ + start, used_ - start};
    }

private:
    Writer& quote(std::size_t size) {
        buffer_[used_] = buffer_[used_ + size + 1] = '"';
        used_ += size + 2;
        return *this;
    }
    void room(std::size_t n) {
        if (size_ - used_ < n) take(2 * size_ + n);
    }
    // Makes the string `size` bytes long; those behind what is used are not written, and cut off before anybody reads them.
    void take(std::size_t size) {
        out_.resize_and_overwrite(size, [](char*, std::size_t n) { return n; });
        buffer_ = out_.data();
        size_ = size;
    }

    std::string& out_;
    char* buffer_ = nullptr;  // out_'s bytes
    std::size_t size_ = 0;    // of out_
    std::size_t used_;
};

bool is_empty(const Range& range) { return range.begin == range.end; }

void write(Writer& w, const Range& range) {
    w.raw("[").number(range.begin).raw(",").number(range.end).raw("]");
}

void write(Writer& w, const Span& span) {
    w.raw("{\"part\":").number(span.part).raw(",\"bytes\":");
    write(w, span.bytes);
    w.raw(",\"code_points\":");
    write(w, span.code_points);
    w.raw(",\"utf16\":");
    write(w, span.utf16);
    w.raw("}");
}

void write(Writer& w, const ConceptUse& use) {
    w.raw("{\"concept\":")
        .text(use.concept_path)
        .raw(",\"kind\":")
        .text(use.kind)
        .raw(",\"span\":");
    write(w, use.span);
    w.raw("}");
}

void write(Writer& w, const FrameUse& use) {
    w.raw("{\"frame\":")
        .text(use.frame)
        .raw(",\"axis\":")
        .text(use.axis)
        .raw(",\"value\":")
        .text(use.value);
    w.raw(",\"scope\":").text(use.scope).raw(",\"effect\":").text(use.effect).raw(",\"cue\":");
    write(w, use.cue);
    w.raw("}");
}

void write(Writer& w, const Claim& claim) {
    w.raw("{\"construct\":").text(claim.construct);
    w.optional(",\"group\":", claim.group).optional(",\"attribute\":", claim.attribute);
    w.raw(",\"reading\":").text(claim.reading).raw(",\"polarity\":").text(claim.polarity);
    w.optional(",\"stance\":", claim.stance).optional(",\"holder\":", claim.holder);
    w.optional(",\"mood\":", claim.mood).optional(",\"speaker\":", claim.speaker);
    w.optional(",\"referent\":", claim.referent).optional(",\"genre\":", claim.genre);
    if (!is_empty(claim.target.bytes)) {
        w.raw(",\"target\":");
        write(w, claim.target);
    }
    auto each = [&w](const auto& item) { write(w, item); };
    w.raw(",\"spans\":").list(claim.spans, each);
    if (!claim.concepts.empty()) w.raw(",\"concepts\":").list(claim.concepts, each);
    if (!claim.frames.empty()) w.raw(",\"frames\":").list(claim.frames, each);
    w.raw("}");
}

void write(Writer& w, const ClauseFinding& found, std::size_t claims) {
    w.raw("{\"clause\":").text(found.clause).raw(",\"title\":").text(found.title);
    w.raw(",\"state\":").text(found.state).raw(",\"finding\":").word(name(found.finding));
    w.optional(",\"exception\":", found.exception).optional(",\"cause\":", name(found.cause));
    w.optional(",\"unclear_by\":", name(found.unclear_by));
    if (found.claim < claims) w.raw(",\"claim\":").number(found.claim);
    w.raw(",\"severity\":").number(found.severity);
    w.raw(",\"enforce\":").text(found.enforce_act ? "act" : "review").raw("}");
}

void write(Writer& w, const Action& action) {
    w.raw("{\"name\":").text(action.name);
    if (action.argument != 0) w.raw(",\"argument\":").number(action.argument);
    w.raw("}");
}

void write(Writer& w, const Coverage& coverage) {
    w.raw("{\"level\":").word(name(coverage.level)).optional(",\"reason\":", coverage.reason);
    if (!coverage.exceptions.empty()) {
        w.raw(",\"except\":").list(coverage.exceptions, [&w](const CoverageException& e) {
            w.raw("{\"clause\":").text(e.clause).raw(",\"level\":").word(name(e.level));
            w.optional(",\"reason\":", e.reason).raw("}");
        });
    }
    w.raw("}");
}

void write_id(Writer& w, const Decision& d) { w.raw("{\"id\":").text(d.post); }

void write_head(Writer& w, const Decision& d) {
    w.raw(",\"outcome\":").word(name(d.outcome));
    w.optional(",\"platform\":", d.platform);
    w.raw(",\"finding\":").word(name(d.finding)).raw(",\"route\":").word(name(d.route));
    w.raw(",\"decided_by\":").word(name(d.decided_by)).optional(",\"cause\":", name(d.cause));
    w.optional(",\"clause\":", d.clause).optional(",\"exception\":", d.exception);
    w.raw(",\"severity\":").number(d.severity);
    w.raw(",\"lang\":").text(d.lang.empty() ? std::string_view("und") : d.lang);
    w.raw(",\"reason\":").text(d.reason);
}

// Whether the decision has nothing in it that DecisionWriter does not compare.
bool found_nothing(const Decision& d) {
    return d.finding == Finding::kNothingFound && d.clauses.empty() && d.claims.empty() &&
           d.actions.empty() && d.scores.empty() && d.coverage.exceptions.empty() && !d.truncated &&
           !d.halted && !d.folded && d.author_strikes == 0 && d.post_views == 0 &&
           d.clause.empty() && d.exception.empty() && d.severity == 0;
}

// All that follows the id.
void write_rest(Writer& w, const Decision& d) {
    auto each = [&w](const auto& item) { write(w, item); };
    write_head(w, d);
    w.raw(",\"clauses\":").list(d.clauses, [&](const ClauseFinding& f) {
        write(w, f, d.claims.size());
    });
    w.raw(",\"claims\":").list(d.claims, each);
    w.raw(",\"actions\":").list(d.actions, each);
    if (d.halted) w.raw(",\"brake\":\"on\"");
    if (d.folded) w.raw(",\"folded\":true");
    if (d.author_strikes != 0) w.raw(",\"author_strikes\":").number(d.author_strikes);
    if (d.post_views != 0) w.raw(",\"post_views\":").number(d.post_views);
    w.raw(",\"coverage\":");
    write(w, d.coverage);
    w.raw(",\"context_seen\":").list(d.context_seen, [&w](std::string_view s) { w.text(s); });
    if (!d.scores.empty()) {
        w.raw(",\"scores\":{\"model\":").text(d.score_model);
        for (const auto& s : d.scores) w.raw(",").text(s.name).raw(":").number(s.value);
        w.raw("}");
    }
    if (d.truncated) w.raw(",\"truncated\":true");
    w.raw(",\"policy\":{\"version\":")
        .text(d.policy_version)
        .raw(",\"bundle\":")
        .text(d.bundle_hash);
    w.raw(",\"semantics\":").number(d.semantics_level).raw("}}");
}

}  // namespace

void append_json(std::string& out, const Decision& d) {
    Writer w(out);
    write_id(w, d);
    write_rest(w, d);
}

bool DecisionWriter::says_the_same(const Decision& d) const {
    return !rest_.empty() && last_.outcome == d.outcome && last_.route == d.route &&
           last_.decided_by == d.decided_by && last_.cause == d.cause &&
           last_.level == d.coverage.level && last_.semantics_level == d.semantics_level &&
           last_.platform == d.platform && last_.lang == d.lang && last_.reason == d.reason &&
           last_.coverage_reason == d.coverage.reason && last_.policy_version == d.policy_version &&
           last_.bundle_hash == d.bundle_hash &&
           std::equal(last_.context_seen.begin(), last_.context_seen.end(), d.context_seen.begin(),
                      d.context_seen.end());
}

void DecisionWriter::keep(const Decision& d, std::string_view rest) {
    last_.outcome = d.outcome;
    last_.route = d.route;
    last_.decided_by = d.decided_by;
    last_.cause = d.cause;
    last_.level = d.coverage.level;
    last_.semantics_level = d.semantics_level;
    last_.platform = d.platform;
    last_.lang = d.lang;
    last_.reason = d.reason;
    last_.coverage_reason = d.coverage.reason;
    last_.policy_version = d.policy_version;
    last_.bundle_hash = d.bundle_hash;
    last_.context_seen.assign(d.context_seen.begin(), d.context_seen.end());
    rest_ = rest;
}

void DecisionWriter::append(std::string& out, const Decision& d) {
    const bool nothing = found_nothing(d);
    Writer w(out);
    write_id(w, d);
    if (nothing && says_the_same(d)) {
        w.bytes(rest_);
        return;
    }
    const auto start = w.used();
    write_rest(w, d);
    if (nothing) keep(d, w.since(start));
}

}  // namespace mizan
