#!/usr/bin/env bash
# Checks this evidence with sha256sum alone; prints what is wrong and exits with 1, or says that all is as it was recorded.
# check.sh [HEAD]: HEAD is a hash, or the line "hinomi-head …", that was sent out by the collector earlier.
set -u
cd "$(dirname "$0")" || exit 1
wrong=0
say() { printf '%s\n' "$1"; wrong=1; }

sha256sum --quiet -c SHA256SUMS || say "files differ from SHA256SUMS"

previous=0000000000000000000000000000000000000000000000000000000000000000
number=0
known=" $previous "
while IFS=$'\t' read -r json hash; do
  number=$((number + 1))
  [ "$(printf '%s\n%s' "$previous" "$json" | sha256sum | cut -c1-64)" = "$hash" ] || say "manifest.jsonl:$number: the chain is broken"
  previous=$hash
  known="$known$hash "
done < manifest.jsonl

grep -q " manifest $number $previous " head.txt || say "head.txt does not name the last line of the manifest"
for head in "$@"; do
  hash=$(printf '%s' "$head" | sed -e 's/.* manifest [0-9]* //' -e 's/ .*//')
  case $known in *" $hash "*) ;; *) say "no line of the manifest has the hash $hash" ;; esac
done

# So must the heads that an authority gave a time stamp for (README: how to check the stamps themselves).
if [ -f stamps.txt ]; then
  while read -r head; do
    hash=$(printf '%s' "$head" | sed -e 's/.* manifest [0-9]* //' -e 's/ .*//')
    case $known in *" $hash "*) ;; *) say "stamps.txt: no line of the manifest has the hash $hash" ;; esac
  done < <(grep '^hinomi-head ' stamps.txt)
fi

# Each part must be one that a line of the manifest added, with the same hash.
if [ -d event ]; then
  while read -r part; do
    hash=$(sha256sum "$part" | cut -c1-64)
    grep -qF "\"file\":\"$part\"" manifest.jsonl && grep -qF "\"sha256\":\"$hash\"" manifest.jsonl || say "$part: not what the manifest says"
  done < <(find event -type f -name '*.parquet')
fi

# The original bytes of each record, against the hash beside them.
while read -r line; do
  base64=$(printf '%s' "$line" | sed -e 's/.*"event.original_base64":"\([^"]*\)","part":.*/\1/')
  hash=$(printf '%s' "$line" | sed -e 's/.*"original_sha256":"\([0-9a-f]*\)".*/\1/')
  [ "$(printf '%s' "$base64" | base64 -d | sha256sum | cut -c1-64)" = "$hash" ] || say "records.jsonl: the original of a record does not have the hash $hash"
done < records.jsonl

if [ $wrong = 0 ]; then
  echo "All is as it was recorded: $number lines of the manifest, $(wc -l < records.jsonl) records."
  echo "That records.jsonl says what stands in the parts, a program that reads Parquet shows: README.txt, 3."
fi
exit $wrong
