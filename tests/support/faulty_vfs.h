// A disk for SQLite that fails on demand: full, broken, or with its power cut.
//
// While a FaultyVfs lives, databases that are opened go through it to the real disk. Steps are what changes a file: writes, syncs,
// truncations, creations, deletions. They are counted from 1, and the one that was named fails. After a power cut nothing reaches the
// disk any more; of what was written since the last sync of a file some is lost, and the write that was under way is torn.
#pragma once

#include <cstddef>
#include <memory>

namespace mizan::test {

class FaultyVfs {
public:
    enum class Fault {
        kFull,      // that step and all later ones: SQLITE_FULL
        kOnce,      // that step alone: SQLITE_IOERR
        kBroken,    // that step and all later ones: SQLITE_IOERR
        kPowerCut,  // see above
    };

    FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;
    ~FaultyVfs();  // no database may be open

    // Counts anew. `step` 0: nothing fails.
    void fail_at(std::size_t step, Fault fault, unsigned seed = 1);
    // There is room again; the power stays cut.
    void mend();
    [[nodiscard]] std::size_t steps() const;  // since fail_at()
    [[nodiscard]] bool has_failed() const;

    struct State;

private:
    std::unique_ptr<State> state_;
};

}  // namespace mizan::test
