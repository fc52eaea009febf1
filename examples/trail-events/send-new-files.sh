#!/bin/sh
# Sends the files of a trail to a stage, each once: run it every few minutes.
#   TRAIL            where ActionTrail puts them: oss://<bucket>/<prefix>
#   HEIRTAG_ENDPOINT the stage's ApiUrl
#   STATE            folder that keeps the files, and how far they were sent
set -eu
: "${TRAIL:?where ActionTrail puts its files: oss://bucket/prefix}"
: "${HEIRTAG_ENDPOINT:?the ApiUrl of the stage}"
state=${STATE:-/var/lib/heirtag-trail}
mkdir -p "$state/files"

# One at a time: the next run sends what this one did not.
exec 9>"$state/lock"
flock -n 9 || exit 0

# Only what is new comes over the wire.
ossutil sync "$TRAIL" "$state/files/" --update --force

# A trail that has written nothing yet.
[ -n "$(find "$state/files" -type f | head -n 1)" ] || exit 0

# What could not be sent is sent by the next run: events may come twice and late.
npx heirtag events send "$state/files" --resume "$state/sent" </dev/null
