#!/bin/sh
# Has a file of posts decided, one JSON object a line, as one stream: moderate.sh POSTS.jsonl
# MIZAN_URL says where the service is, MIZAN_KEY is an API key. Prints each post's id and outcome, and what was not decided.
set -eu

# The key goes in by a file descriptor: command lines can be seen by others on this machine.
curl --silent --show-error --no-buffer --fail-with-body \
    --header @- --header "Content-Type: application/x-ndjson" --data-binary "@$1" \
    "$MIZAN_URL/api/v1/moderate" <<END |
Authorization: Bearer $MIZAN_KEY
END
    sed -E 's/^\{"id":"([^"]*)","outcome":"([^"]*)".*/\1 \2/'
