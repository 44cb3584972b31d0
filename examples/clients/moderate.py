#!/usr/bin/env python3
"""Has a file of posts decided, one JSON object a line, as one stream: moderate.py POSTS.jsonl

MIZAN_URL says where the service is, MIZAN_KEY is an API key. Prints each post's id and outcome, and what was not decided.
Posts are sent by a thread of their own, since decisions come while it sends: the file may have any size."""

import http.client
import json
import os
import sys
import threading
import urllib.parse


def send(connection, lines):
    for line in lines:
        connection.send(b"%x\r\n%s\r\n" % (len(line), line))
    connection.send(b"0\r\n\r\n")


def decisions(url, key, lines):
    """The answers to the posts, as they come: decisions, and objects with `line` or `status` for what went wrong."""
    at = urllib.parse.urlsplit(url)
    kind = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
    connection = kind(at.netloc, timeout=60)
    connection.putrequest("POST", "/api/v1/moderate")
    connection.putheader("Authorization", "Bearer " + key)
    connection.putheader("Content-Type", "application/x-ndjson")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    threading.Thread(target=send, args=(connection, lines), daemon=True).start()
    answer = connection.getresponse()
    if answer.status != 200:
        sys.exit(f"{answer.status}: {json.load(answer)['detail']}")
    for line in answer:
        yield json.loads(line)


def main():
    with open(sys.argv[1], "rb") as lines:
        for told in decisions(os.environ["MIZAN_URL"], os.environ["MIZAN_KEY"], lines):
            if "outcome" in told:
                print(told["id"], told["outcome"])
            else:
                print(json.dumps(told, separators=(",", ":"), ensure_ascii=False))


main()
