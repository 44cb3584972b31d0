"""Rooms: src/rooms.txt is the truth about who includes whom. No unlisted edge, no unused one, no cycle.

`rooms.py --print` shows the edges as the code has them."""

import re
import sys

import tidy

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+"([^"]+)"', re.M)
LINE = re.compile(r"^([a-z]+):((?: [a-z]+)*)$")
PUBLIC_USERS = {"api", "cli"}  # the rooms that may include the public headers of include/mizan


def read_rooms(project):
    rooms = {}
    for number, line in enumerate(project.read("src/rooms.txt").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.match(line.rstrip())
        where = f"src/rooms.txt:{number}"
        if not match:
            project.breach(where, f"not a room line: {line!r}", "write `room: included rooms`")
            continue
        if match.group(1) in rooms:
            project.breach(where, f"room {match.group(1)} stated twice", "keep one line per room")
        rooms[match.group(1)] = match.group(2).split()
    return rooms


def check_graph(project, rooms):
    """Every edge leads to a room stated on an earlier line, so there can be no cycle."""
    seen = set()
    for room, needs in rooms.items():
        for need in needs:
            if need not in seen:
                project.breach("src/rooms.txt", f"{room} includes {need}, which is not on an earlier line",
                               "state rooms lowest first; if each needs the other, move what they share down")
        seen.add(room)


def includes_of(project, path):
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group(0).count("\n"), project.read(path), flags=re.S)
    return [(m.group(1), tidy.line_of(text, m.start())) for m in INCLUDE.finditer(text)]


def check_include(project, rooms, room, path, target, line):
    """One quoted include of a room's file; gives the room it reaches, or None."""
    where, other = f"{path}:{line}", target.split("/")[0]
    if other == "mizan":
        if room not in PUBLIC_USERS:
            project.breach(where, f'room {room} includes the public header "{target}"',
                           "include the room's own header; public headers stand above all rooms")
        return None
    if "/" not in target or other not in rooms:
        project.breach(where, f'"{target}" names no room', 'write #include "room/file.h"')
        return None
    if other != room and other not in rooms[room]:
        project.breach(where, f"room {room} includes {other}, which its line in src/rooms.txt does not list",
                       "move what is needed down a room, or list the edge if the design means it")
    return other


def check_sources(project, rooms):
    used = {}
    for path in project.under("src"):
        room = path.split("/")[1]
        if room not in rooms:
            project.breach(path, f"{room} is no room", "add a line to src/rooms.txt, or move the file")
            continue
        reached = used.setdefault(room, set())
        for target, line in includes_of(project, path):
            other = check_include(project, rooms, room, path, target, line)
            if other and other != room:
                reached.add(other)
    for room, reached in used.items():
        for need in rooms[room]:
            if need not in reached:
                project.breach("src/rooms.txt", f"{room} lists {need} but includes nothing of it",
                               f"take {need} off the line of {room}")
    return used


def check_public_headers(project):
    for path in project.under("include"):
        for target, line in includes_of(project, path):
            if not target.startswith("mizan/"):
                project.breach(f"{path}:{line}", f'a public header includes "{target}"',
                               "include standard or mizan/ headers only; keep the rest behind a pointer")


def main():
    project = tidy.project_from_arguments()
    rooms = read_rooms(project)
    check_graph(project, rooms)
    used = check_sources(project, rooms)
    check_public_headers(project)
    if "--print" in sys.argv:
        for room in rooms:
            print(f"{room}:" + "".join(f" {r}" for r in rooms if r in used.get(room, ())))
        return
    project.finish("rooms", f"{len(rooms)} rooms")


main()
