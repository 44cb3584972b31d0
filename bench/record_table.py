"""The part of bench/run that measures the record of decisions: bench_store (bench/store/), round by round."""

import json
import shutil

TARGET_RATE = 200_000
CORES = (1, 2)


class RecordBench:
    """Each round is a run of bench_store on each number of cores; it measures the disk and bare SQLite in turn with ours."""

    def __init__(self, program, folder, table, sh):
        self.program, self.folder, self.table, self.sh = program, folder, table, sh

    def measure(self):
        for cores in CORES:
            part = [] if cores == 1 else ["mixed"]
            figures = json.loads(self.sh(self.program, self.folder, cores, *part))
            for name, value in figures.items():
                self.table.add(f"record-{cores}-{name}", value)
            if cores == 1:
                for load in ("single", "single_small"):
                    self.table.add(f"record-{load}-to-probe", figures[load + "_p99_us"] / figures["probe_p99_us"])
        shutil.rmtree(self.folder, ignore_errors=True)

    def rows(self):
        """(what, measured, target, whether it is met)"""
        def cell(name, form="{:,.0f}", cores=1):
            return self.table.cell(f"record-{cores}-{name}", form)

        def mid(name, cores=1):
            return self.table.mid(f"record-{cores}-{name}")

        us, times, size = "{:,.0f} µs", "{:.2f}", "{:,.1f}"
        yield "the disk by itself: write 4 KiB and fdatasync, p50", cell("probe_p50_us", us), "", None
        yield "the same, p99", cell("probe_p99_us", us), "", None
        yield "mixed traffic, posts a second, two callers", cell("mixed_per_s"), "≥ 200,000", mid("mixed_per_s") >= TARGET_RATE
        yield "the same, posts a second of processor time", cell("mixed_per_cpu_s"), "", None
        yield "the same, one caller", cell("alone_per_s"), "", None
        yield "the same, two callers on two cores", cell("mixed_per_s", cores=2), "", None
        yield "records of their own, a second", cell("full_per_s"), "", None
        yield "bare SQLite with the same rows", cell("bare_per_s"), "", None
        yield "ours : bare SQLite, by the clock", cell("full_to_bare", times), "≥ 0.60", mid("full_to_bare") >= 0.6
        yield "ours : bare SQLite, processor time", cell("full_to_bare_cpu", times), "", None
        for load, commits in (("single", "2,000"), ("single_small", "500")):
            ratio = f"record-{load}-to-probe"
            yield f"one durable decision under load in commits of {commits}, p50", cell(load + "_p50_us", us), "", None
            yield "the same, p99", cell(load + "_p99_us", us), "", None
            yield "its p99 : the disk's", self.table.cell(ratio, times), "≤ 4", self.table.mid(ratio) <= 4
        yield "publishing, leaves a second of processor time", cell("publish_per_cpu_s"), "≥ 1,000,000", mid("publish_per_cpu_s") >= 1e6
        yield "verifying with all record checks, leaves a second", cell("verify_per_s"), "≥ 1,000,000", mid("verify_per_s") >= 1e6
        yield "the same, leaves a second of processor time", cell("verify_per_cpu_s"), "", None
        yield "verifying with `--entries-only`, leaves a second", cell("verify_entries_per_s"), "≥ 1,000,000", mid("verify_entries_per_s") >= 1e6
        yield "hashing alone, leaves a second of processor time", cell("hash_per_cpu_s"), "≥ 1,000,000", mid("hash_per_cpu_s") >= 1e6
        yield "bytes for an ordinary post, batches of 10,000", cell("ordinary_bytes", size), "≤ 64", mid("ordinary_bytes") <= 64
        yield "the same, batches of 1,000", cell("ordinary_small_bytes", size), "≤ 64", mid("ordinary_small_bytes") <= 64
        yield "bytes for a record of its own", cell("full_bytes"), "", None
