"""Reads a folder of `mizan moderate --store` without Mizan: the journal with sqlite3, the log's tiles and checkpoint."""

import base64
import hashlib
import pathlib
import sqlite3
import struct

TILE = 256


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def root_of(hashes):
    """The root of a tree (RFC 6962, section 2.1)."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    level = list(hashes)
    while len(level) > 1:
        above = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = above + level[len(level) & ~1:]
    return level[0]


def tile_path(index):
    parts = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        parts.insert(0, f"x{index % 1000:03d}")
    return "/".join(parts)


class Record:
    """What a folder holds for one platform; all of it is read when it is made."""

    def __init__(self, folder, platform):
        self.folder = pathlib.Path(folder)
        self.log = self.folder / "log" / platform
        self.faults = []
        self.leaves, self.times, self.integrated, self.signed = [], [], 0, 0
        self.keys, self.slots = [], 0
        if (self.folder / "store.db").exists():
            self.read_store(platform)
        self.hashes = [leaf_hash(leaf) for leaf in self.leaves]
        self.checkpoint = self.read_checkpoint()
        self.check_tiles()

    def read_store(self, platform):
        db = sqlite3.connect(self.folder / "store.db")
        try:
            if db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
                return  # killed before its tables were made
            if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                self.faults.append("the database is damaged")
            of = "j.platform = (SELECT id FROM platforms WHERE name = ?)"
            rows = db.execute(f"SELECT idx, leaf, at FROM journal j WHERE {of} AND idx IS NOT NULL ORDER BY idx",
                              (platform,)).fetchall()
            if [row[0] for row in rows] != list(range(len(rows))):
                self.faults.append("indices have gaps")
            self.leaves = [b'{"v":1,"seq":%d' % i + leaf.encode() for i, leaf, _ in rows]
            self.times = [row[2] for row in rows]
            state = db.execute("SELECT integrated, signed_size FROM log j WHERE " + of, (platform,)).fetchone()
            self.integrated, self.signed = state or (0, 0)
            self.keys = db.execute("SELECT tag, revision, purpose FROM decisions").fetchall()
            for (frame,) in db.execute("SELECT bytes FROM frames"):
                slots = struct.unpack_from("<I", frame, 8)[0]
                self.slots += slots
                self.keys += [(frame[20 + 54 * i:32 + 54 * i], 0, "moderation") for i in range(slots)]
        finally:
            db.close()

    def read_checkpoint(self):
        """(size, root) as it is published; (0, None): nothing is."""
        path = self.log / "checkpoint"
        if not path.exists():
            return 0, None
        lines = path.read_text().split("\n")
        if not any(line.startswith("\u2014 ") for line in lines):
            self.faults.append("the checkpoint is not signed")
        return int(lines[1]), base64.b64decode(lines[2])

    def tile(self, kind, index, width):
        path = self.log / "tile" / kind / tile_path(index)
        # As a client asks: for the width it knows of first. A full one that nothing signed speaks of yet may be half written when
        # the program is killed; the narrower ones go only after it is durable.
        part = pathlib.Path(f"{path}.p") / str(width)
        found = next((p for p in (part, path) if p.is_file()), None)
        return found.read_bytes() if found else None

    def check_tiles(self):
        """The tree that is published is the journal's, in all its tiles; what is integrated likewise."""
        size, root = self.checkpoint
        if size > len(self.leaves):
            self.faults.append(f"{size} leaves are published, {len(self.leaves)} are recorded")
        elif root is not None and root != root_of(self.hashes[:size]):
            self.faults.append("the checkpoint's root is not that of the journal")
        for through in {size, self.integrated}:
            self.check_tree(through)

    def check_tree(self, size):
        level, hashes = 0, self.hashes[:size]
        while hashes:
            for first in range(0, len(hashes), TILE):
                some = hashes[first:first + TILE]
                if (self.tile(str(level), first // TILE, len(some)) or b"")[:32 * len(some)] != b"".join(some):
                    self.faults.append(f"tile {level}/{first // TILE} of {size} leaves is not that of the journal")
            hashes = [root_of(hashes[i:i + TILE]) for i in range(0, len(hashes) - TILE + 1, TILE)]
            level += 1
        for first in range(0, size, TILE):
            some = self.leaves[first:min(first + TILE, size)]
            bundle = b"".join(struct.pack(">H", len(leaf)) + leaf for leaf in some)
            if (self.tile("entries", first // TILE, len(some)) or b"")[:len(bundle)] != bundle:
                self.faults.append(f"the entries {first} and on of {size} are not those of the journal")

    def stage(self):
        """How far the latest leaf has come."""
        if self.checkpoint[0] < self.signed:
            return "signed"
        if self.signed < self.integrated:
            return "integrated"
        return "sequenced" if self.integrated < len(self.leaves) else "published"
