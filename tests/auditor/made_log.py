"""Makes published logs from the specifications (C2SP tlog-tiles, tlog-checkpoint, tlog-cosignature, tlog-proof; RFC 6962), with
hashlib and the command `openssl` and none of our own code, so that our programs are held to something else than themselves.

As a program: python3 made_log.py FOLDER [COUNT]    a log of COUNT entries in FOLDER/log, its key in FOLDER/log.vkey, one witness
in FOLDER/policy.txt, the proof of entry COUNT - 2 in FOLDER/receipt.tlog-proof, the frame of its batches in
FOLDER/batch.frame and the receipt of a flag in FOLDER/flag.mizan-receipt"""

import base64
import hashlib
import hmac
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

PKCS8 = bytes.fromhex("302e020100300506032b657004220420")


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(entry):
    return sha256(b"\0" + entry)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


def split(size):
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    at = split(len(leaves))
    return node_hash(root(leaves[:at]), root(leaves[at:]))


def inclusion(index, leaves):
    if len(leaves) == 1:
        return []
    at = split(len(leaves))
    if index < at:
        return inclusion(index, leaves[:at]) + [root(leaves[at:])]
    return inclusion(index - at, leaves[at:]) + [root(leaves[:at])]


def consistency(old, leaves, whole=True):
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    at = split(len(leaves))
    if old <= at:
        return consistency(old, leaves[:at], whole) + [root(leaves[at:])]
    return consistency(old - at, leaves[at:], False) + [root(leaves[:at])]


def b64(data):
    return base64.b64encode(data).decode()


class Key:
    """An Ed25519 key from a seed; `kind` is 1 for a log's, 4 for a witness's."""

    def __init__(self, name, seed, kind=1):
        self.name = name
        self.kind = kind
        self.der = PKCS8 + sha256(seed.encode())
        public = subprocess.run(["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"], input=self.der,
                                capture_output=True, check=True).stdout[-32:]
        blob = bytes([kind]) + public
        self.id = sha256(name.encode() + b"\n" + blob)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(blob)}"

    def sign(self, message):
        with tempfile.TemporaryDirectory() as scratch:
            key, text = pathlib.Path(scratch, "key"), pathlib.Path(scratch, "text")
            key.write_bytes(self.der)
            text.write_bytes(message)
            return subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in", text],
                                  capture_output=True, check=True).stdout

    def note_line(self, text):
        return f"— {self.name} {b64(self.id + self.sign(text.encode()))}\n"

    def cosignature_line(self, text, time):
        signature = self.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
        return f"— {self.name} {b64(self.id + struct.pack('>Q', time) + signature)}\n"


def verifies(vkey, message, signature):
    """Whether openssl finds that the key has signed the message."""
    public = base64.b64decode(vkey.split("+", 2)[2])[1:]
    with tempfile.TemporaryDirectory() as scratch:
        key, text, signed = (pathlib.Path(scratch, n) for n in ("key", "text", "signed"))
        key.write_bytes(bytes.fromhex("302a300506032b6570032100") + public)
        text.write_bytes(message)
        signed.write_bytes(signature)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-rawin", "-keyform", "DER", "-inkey", key, "-in", text,
                               "-sigfile", signed], capture_output=True).returncode == 0


def checkpoint_text(origin, leaves):
    return f"{origin}\n{len(leaves)}\n{b64(root(leaves))}\n"


def checkpoint(key, leaves, witnesses=(), time=1_790_000_000):
    text = checkpoint_text(key.name, leaves)
    return text + "\n" + key.note_line(text) + "".join(w.cosignature_line(text, time) for w in witnesses)


def tile_path(level, index, width):
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/" + "/".join(groups) + (f".p/{width}" if width < 256 else "")


def write(folder, path, data):
    path = pathlib.Path(folder, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def write_log(folder, entries, note):
    """The files of a log of these entries; gives the hashes of its leaves."""
    leaves = [leaf_hash(e) for e in entries]
    for first in range(0, len(entries), 256):
        some = entries[first:first + 256]
        write(folder, tile_path("entries", first // 256, len(some)), b"".join(struct.pack(">H", len(e)) + e for e in some))
    hashes, level = leaves, 0
    while hashes:
        for first in range(0, len(hashes), 256):
            some = hashes[first:first + 256]
            write(folder, tile_path(level, first // 256, len(some)), b"".join(some))
        hashes = [root(hashes[i:i + 256]) for i in range(0, len(hashes) - 255, 256)]
        level += 1
    write(folder, "checkpoint", note)
    return leaves


def proof_file(index, leaves, note, extra=None):
    lines = ["c2sp.org/tlog-proof@v1"]
    if extra is not None:
        lines.append("extra " + b64(extra))
    lines.append(f"index {index}")
    lines += [b64(h) for h in inclusion(index, leaves)]
    return "\n".join(lines) + "\n\n" + note


# ---- records: the entries that our logs hold, and the frame behind a batch

AT = 1_790_000_000
POLICY = "rules@1"
BATCH_EVERY = 100  # entries; the last of them is a batch
FIELDS = {  # of a decision's commitments
    "input_commit": '{"id":"p7","text":"Good morning, all of you."}', "actor_commit": "an author", "reviewer_commit": "",
    "reasons_commit": '{"id":"p7","outcome":"allowed"}'}


def digest(text):
    return sha256(text.encode()).hex()


def salt(field):
    return sha256(b"salt of " + field.encode())


def commit(salt, field, value):
    return hmac.new(salt, b"mizan/commit/v1\0" + field.encode() + b"\0" + value, "sha256").digest()


COMMITMENTS = {field: commit(salt(field), field, value.encode()).hex() for field, value in FIELDS.items()}


class Frame:
    """The posts of a batch: 20, of which number i has i % 4 views, in an order of their tags."""

    def __init__(self, count=20):
        tails = [b',"outcome":"allowed"}', b',"outcome":"undecided"}']
        posts = [f'{{"id":"q{i}"}}'.encode() for i in range(count)]
        order = sorted(range(count), key=lambda i: sha256(posts[i])[:12])
        slots, self.leaves, self.views, self.covered = b"", [], 0, [0, 0, 0]
        for i in order:
            tail = 1 if i % 5 == 0 else 0
            commitment = commit(salt(f"q{i}"), "post", sha256(posts[i]) + sha256(tails[tail]))
            slots += sha256(posts[i])[:12] + struct.pack("<IIH", 0, i % 4, tail) + commitment
            self.leaves.append(leaf_hash(struct.pack(">I", i % 4) + commitment))
            self.views += i % 4
            self.covered[tail] += 1
        # The first tail of a frame is that of its first slot; here both stand in any order.
        raw = b"".join(struct.pack("<BI", coverage, len(text)) + text for coverage, text in enumerate(tails))
        packed = zstd_stored(raw)
        self.count, self.root = count, root(self.leaves).hex()
        self.bytes = b"MZFRAME1" + struct.pack("<III", count, len(raw), len(packed)) + slots + packed


def zstd_stored(data):
    """A zstd frame (RFC 8878) of one block that is not compressed."""
    return (struct.pack("<IBI", 0xFD2FB528, 0xA0, len(data)) + (1 | len(data) << 3).to_bytes(3, "little") + data)


FRAME = Frame()


def record(seq, kind, **fields):
    return json.dumps({"v": 1, "seq": seq, "t": AT + seq, "type": kind, **fields}, separators=(",", ":")).encode()


def entry(seq):
    engine = {"engine_build_sha256": digest("engine"), "policy_bundle_sha256": digest("bundle")}
    if seq == 0:
        return record(seq, "policy", policy=POLICY, semantics=8, policy_source_sha256=digest("source"),
                      policy_bundle_sha256=digest("bundle"), score_model_sha256=digest("model"),
                      engine_build_sha256=digest("engine"))
    if seq % BATCH_EVERY == BATCH_EVERY - 1:
        return record(seq, "batch", **{"from": AT + seq, "to": AT + seq}, policy=POLICY, activation=0, count=FRAME.count,
                      covered_full=FRAME.covered[0], covered_partly=FRAME.covered[1], not_covered=FRAME.covered[2],
                      views=FRAME.views, **engine, root=FRAME.root)
    return record(seq, "decision", case_no=0, policy=POLICY, activation=0, clause="threat" if seq % 3 == 0 else "",
                  outcome="allowed" if seq % 3 else "violation", action="", automated_detection=1, automated_decision=0,
                  source_type="own-initiative", language="en", coverage="full", **engine, **COMMITMENTS)


# ---- receipts of flags

FLAGGED_AT = 1_600_000_000
SEALED = ("kind_commit", "subject_commit", "actor_commit", "body_commit", "link_commit")


class Flag:
    """A sealed record of which a receipt opens kind, subject and body."""

    def __init__(self, number, at=FLAGGED_AT, kind="flag"):
        self.values = dict(zip(SEALED, (kind, f"p{number}", f"reader {number}", f'{{"reason":"spam","note":"no. {number}"}}', "")))
        self.salts = {field: sha256(f"{field} of flag {number}".encode()) for field in SEALED}
        commits = {f: commit(self.salts[f], f, v.encode()).hex() for f, v in self.values.items()}
        self.rest = "," + json.dumps({"t": at - at % 3600, "type": "sealed", **commits}, separators=(",", ":"))[1:]

    def opening(self, field):
        return {"field": field, "salt": self.salts[field].hex(), "value": self.values[field]}

    def entry(self, seq):
        return f'{{"v":1,"seq":{seq}{self.rest}'.encode()


def promises(key, flags, at=FLAGGED_AT, due=FLAGGED_AT + 3660):
    text = f"mizan/promises@v1\n{key.name}\n{at}\n{due}\n{len(flags)}\n{b64(root([leaf_hash(f.rest.encode()) for f in flags]))}\n"
    return text + "\n" + key.note_line(text)


def receipt(flags, index, note, fields=("kind_commit", "subject_commit", "body_commit")):
    """The file, line by line as it is documented."""
    def listed(items):
        return "[" + ",".join("\n    " + json.dumps(i, separators=(",", ":"), ensure_ascii=False) for i in items) + "\n  ]" if items else "[]"
    hashes = inclusion(index, [leaf_hash(f.rest.encode()) for f in flags])
    members = {"mizan_receipt": "1", "platform": '"agora"', "flag": str(100 + index), "leaf": json.dumps(flags[index].rest),
               "open": listed([flags[index].opening(f) for f in fields]), "index": str(index),
               "hashes": listed([b64(h) for h in hashes]), "promises": json.dumps(note, ensure_ascii=False)}
    return "{\n" + ",\n".join(f'  "{name}": {value}' for name, value in members.items()) + "\n}\n"


def some_entries(count):
    return [entry(i) for i in range(count)]


def some_texts(count):
    """Entries that are no records of ours."""
    return [json.dumps({"number": i}).encode() for i in range(count)]


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 600
    key, witness = Key("log.example.org", "a log"), Key("witness.example.net", "a witness", kind=4)
    entries = some_entries(count)
    leaves = [leaf_hash(e) for e in entries]
    note = checkpoint(key, leaves, [witness])
    write_log(folder / "log", entries, note)
    write(folder, "log.vkey", key.vkey + "\n")
    write(folder, "policy.txt", f"log {key.vkey}\nwitness council {witness.vkey}\nquorum council\n")
    index = count - 2
    opened = [{"field": f, "salt": salt(f).hex(), "value": b64(FIELDS[f].encode())} for f in ("input_commit", "reviewer_commit")]
    extra = json.dumps({"leaf": entries[index].decode(), "open": opened}).encode()
    write(folder, "batch.frame", FRAME.bytes)
    flags = [Flag(n) for n in range(5)]
    write(folder, "flag.mizan-receipt", receipt(flags, 3, promises(key, flags)))
    write(folder, "receipt.tlog-proof", proof_file(index, leaves, note, extra))


if __name__ == "__main__":
    main()
