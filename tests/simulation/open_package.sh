#!/bin/bash
# Open packages with Debian's tools alone, as a county without this program would: one line of standard input a package,
# "FILE SIGNING-KEY IDENTITY-FILE". Prints "ok" and the number of lines for each; stops at the first that does not open.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
while read -r file key identities; do
  rm -rf "${work:?}"/*; cd "$work"
  unzip -q "$file"
  test "$(unzip -Z1 "$file" | sort | tr '\n' ' ')" = "$( (echo manifest.json; echo manifest.json.minisig; jq -r '.entries | keys[]' manifest.json) | sort | tr '\n' ' ')"
  minisign -V -q -P "$key" -m manifest.json
  jq -r '.entries | to_entries[] | "\(.value.sha256)  \(.key)"' manifest.json | sha256sum -c --status
  age -d -i "$identities" payload.ndjson.zst.age | zstd -d -q > payload.ndjson
  test "$(jq -r .payload.plain_sha256 manifest.json)" = "$(sha256sum payload.ndjson | cut -c1-64)"
  head -1 payload.ndjson | jq -e --slurpfile said manifest.json '.author == $said[0].author and .recipient == $said[0].recipient and .copy == $said[0].copy and .first == $said[0].first and .last == $said[0].last' > /dev/null
  lines=$(tail -n +2 payload.ndjson | jq -es --slurpfile said manifest.json 'if (map(.seq) == (map(.seq) | sort)) and (([group_by(.kind)[] | {key: .[0].kind, value: length}] | from_entries) == $said[0].payload.rows) then length else error("lines differ from the manifest") end')
  if [ -e yours.ndjson.zst.age ]; then
    age -d -i "$identities" yours.ndjson.zst.age | zstd -d -q > yours.ndjson
    test "$(jq -r .yours.plain_sha256 manifest.json)" = "$(sha256sum yours.ndjson | cut -c1-64)"
  fi
  echo "ok $lines"
done
