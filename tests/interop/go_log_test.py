"""Logs that we write are verified by Go's sumdb packages, and damaged ones are not: `go_log_test.py WRITE_LOG FOLDER`.

WRITE_LOG is the program of write_log.cpp; FOLDER is for what is built and written. Leaves with 77 where there is no Go."""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
GOPATH = "/usr/share/gocode"  # where Debian keeps golang-golang-x-mod-dev
SIZES = (1, 255, 256, 257, 70000)
failures = []


def build(folder):
    if not shutil.which("go") or not os.path.isdir(GOPATH + "/src/golang.org/x/mod/sumdb/tlog"):
        print("skipped: golang-go and golang-golang-x-mod-dev are not installed")
        sys.exit(77)
    program = folder / "verify_log"
    subprocess.run(["go", "build", "-o", program, HERE / "verify_log.go"], check=True, env={
        **os.environ, "GO111MODULE": "off", "GOPATH": GOPATH, "GOCACHE": str(folder / "go-cache"), "GOFLAGS": ""})
    return program


def expect(what, good, program, log, vkey):
    done = subprocess.run([program, log, vkey], capture_output=True, text=True)
    if done.returncode != (0 if good else 1):
        failures.append(what)
        print(f"FAILED: {what}: {done.returncode} {done.stdout}{done.stderr}")
    else:
        print(f"{what}: {(done.stdout + done.stderr).strip()}")


def flip(at):
    """Turns the lowest bit of a byte; from the end, where `at` is negative."""
    return lambda b: b[:at] + bytes([b[at] ^ 1]) + b[at:][1:]


def lines(change):
    """Changes the list of lines."""
    return lambda b: b"\n".join(change(b.split(b"\n")))


def swapped(b):
    """A bundle whose second and third entry, of one byte and of two, change places."""
    assert b[:9] == b"\0\0\0\1" + b[4:5] + b"\0\2" + b[7:9]
    return b[:2] + b[5:9] + b[2:5] + b[9:]


DAMAGE = (  # file, what is done to it (None: it goes)
    ("tile/entries/000", flip(4)),
    ("tile/entries/000", swapped),
    ("tile/entries/000", lambda b: b[:-1]),
    ("tile/entries/000", lambda b: b + b"\0\0"),
    ("tile/entries/136", flip(2000)),
    ("tile/entries/273.p/112", flip(-1)),
    ("tile/entries/273.p/112", None),
    ("tile/0/000", flip(0)),
    ("tile/0/200", flip(8191)),
    ("tile/0/273.p/112", flip(17)),
    ("tile/0/273.p/112", lambda b: b[:-32]),
    ("tile/1/000", flip(32)),
    ("tile/1/001.p/17", flip(1)),
    ("tile/2/000.p/1", flip(31)),
    ("checkpoint", lines(lambda l: [b"example.com/other"] + l[1:])),
    ("checkpoint", lines(lambda l: [l[0], b"69999"] + l[2:])),
    ("checkpoint", lines(lambda l: l[:2] + [b"A" * 43 + b"="] + l[3:])),
    ("checkpoint", lines(lambda l: l[:4] + [l[4][:-8] + b"AAAAAA=="] + l[5:])),
    ("checkpoint", None),
)


def forge(log, check):
    """While `check` runs, the last entry of the first bundle is another, and the tile above has its hash."""
    bundle, tile = log / "tile/entries/000", log / "tile/0/000"
    entries, hashes = bundle.read_bytes(), bytearray(tile.read_bytes())
    length = 255  # of entry 255
    forged = flip(-1)(entries)
    assert hashes[-32:] == hashlib.sha256(b"\0" + entries[-length:]).digest()
    hashes[-32:] = hashlib.sha256(b"\0" + forged[-length:]).digest()
    whole = tile.read_bytes()
    bundle.write_bytes(forged)
    tile.write_bytes(hashes)
    check()
    bundle.write_bytes(entries)
    tile.write_bytes(whole)


def main():
    writer, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    program = build(folder)
    for size in SIZES:
        log = folder / f"log-{size}"
        shutil.rmtree(log, ignore_errors=True)
        subprocess.run([writer, log, str(size), folder / f"log-{size}.vkey"], check=True)
        expect(f"a log of {size}", True, program, log, folder / f"log-{size}.vkey")
    log, vkey = folder / f"log-{SIZES[-1]}", folder / f"log-{SIZES[-1]}.vkey"
    for number, (name, change) in enumerate(DAMAGE):
        path = log / name
        whole = path.read_bytes()
        path.unlink()
        if change:
            path.write_bytes(change(whole))
            assert path.read_bytes() != whole
        expect(f"damage {number} to {name}", False, program, log, vkey)
        path.write_bytes(whole)
    promises = folder / f"log-{SIZES[-1]}.vkey.promises"
    whole = promises.read_bytes()
    for line in range(len(whole.split(b"\n")) - 1):
        promises.write_bytes(lines(lambda l: l[:line] + [b"7" + l[line]] + l[line + 1:])(whole))
        expect(f"line {line} of the promises changed", False, program, log, vkey)
    promises.write_bytes(whole)
    forge(log, lambda: expect("an entry and its leaf changed together", False, program, log, vkey))
    expect("another log's key", False, program, log, folder / "log-1.vkey")
    expect("all put right again", True, program, log, vkey)
    sys.exit(1 if failures else 0)


main()
