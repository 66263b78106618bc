#!/bin/bash
# Make a station's first package with Debian's tools alone, as a county or another program could:
#   make_package.sh ENROLMENT LINES COPY FOLDER
# ENROLMENT is the county's .sdenrol, LINES a journal from its first line, COPY eight small letters or figures.
# Leaves the package and the station's new keys in FOLDER; prints the package's name.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC
enrolment=$(realpath "$1") lines=$(realpath "$2") copy=$3
cd "$4"
said() { jq -r ".$1" "$enrolment"; }
raw() { printf "$(sed 's/../\\x&/g' <<< "$1")"; }
sum() { sha256sum "$@" | cut -c1-64; }
station=$(said station) county=$(said county) last=$(wc -l < "$lines")

# the station's keys; a first announcement is signed by the key itself
minisign -G -W -f -p sign.pub -s sign.key > /dev/null
age-keygen -o age.key 2> /dev/null
public=$(tail -1 sign.pub) recipient=$(age-keygen -y age.key)
{ printf 'stationdesk.key/1\0'; jq -jncS --arg a "$station" --arg s "$public" --arg r "$recipient" \
  '{author: $a, version: 1, sign_key: $s, age_recipient: $r, note: ""}'; } > announcement
minisign -S -l -s sign.key -m announcement > /dev/null
announced=$(sed -n 2p announcement.minisig | base64 -d | tail -c 64 | od -An -v -tx1 | tr -d ' \n')
hmac=$(jq -jncS --arg st "$station" --arg c "$copy" --arg s "$public" --arg r "$recipient" --arg cr "$(said county_age_recipient)" \
  '{station: $st, copy: $c, sign_key: $s, age_recipient: $r, county_recipient: $cr}' |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$(said secret)" -r | cut -c1-64)

# the chain over the lines
before=$(printf 'stationdesk/1\0%s\0%s' "$station" "$county" | sum)
nothing=$(printf 'stationdesk/1\0%s\0%s' "$county" "$station" | sum)
digest=$before
while IFS= read -r line; do digest=$(raw "$digest$(printf %s "$line" | sum)" | sum); done < "$lines"

# the payload
jq -ncS --arg a "$station" --arg r "$county" --arg c "$copy" --argjson last "$last" \
  '{author: $a, recipient: $r, copy: $c, first: 1, last: $last, part: "changes"}' > payload.ndjson
cat "$lines" >> payload.ndjson
zstd -3 -q -f --check payload.ndjson
age -r "$(said county_age_recipient)" -o payload.ndjson.zst.age payload.ndjson.zst

# the manifest and its signature
signed_by=$(base64 -d <<< "$public" | tail -c +3 | head -c 8 | od -An -v -tx1 | tr -d ' \n' | fold -w2 | tac | tr -d '\n')
rows=$(jq -s '[group_by(.kind)[] | {key: .[0].kind, value: length}] | from_entries' "$lines")
jq -jncS --arg a "$station" --arg r "$county" --arg c "$copy" --arg before "$before" --arg digest "$digest" --arg nothing "$nothing" \
  --arg by "$signed_by" --arg to "$(printf %s "$(said county_age_recipient)" | sum | cut -c1-16)" --arg s "$public" --arg ar "$recipient" \
  --arg ann "$announced" --arg hmac "$hmac" --argjson last "$last" --argjson rows "$rows" --arg sealed "$(sum payload.ndjson.zst.age)" \
  --argjson size "$(stat -c %s payload.ndjson.zst.age)" --arg plain "$(sum payload.ndjson)" --argjson psize "$(stat -c %s payload.ndjson)" '{
    format: "stationdesk.pkg/1", suite: "age-x25519+zstd+minisign-ed25519+sha256", author: $a, recipient: $r, copy: $c, number: 1, heard: {}, first: 1, last: $last,
    digest_before: $before, digest_last: $digest, received: {copy: "", seq: 0, digest: $nothing, number: 0}, held: [], retired: [],
    signed_by: $by, sealed_to: [$to], keys: [{version: 1, sign_key: $s, age_recipient: $ar, note: "", signature: $ann}],
    schema: 1, program: "by hand", made_at: "2026-11-29T00:00:00.000Z", enrol: {sign_key: $s, age_recipient: $ar, hmac: $hmac},
    entries: {"payload.ndjson.zst.age": {sha256: $sealed, size: $size}},
    payload: {plain_size: $psize, plain_sha256: $plain, rows: $rows}, yours: null}' > manifest.json
minisign -S -s sign.key -m manifest.json -c "signature from stationdesk key ${signed_by^^}" \
  -t "author=$station copy=$copy first=1 last=$last" > /dev/null

# the zip: nothing in it but the entries, as on 1 January 1980
chmod 600 manifest.json manifest.json.minisig payload.ndjson.zst.age
touch -d '1980-01-01 00:00:00' manifest.json manifest.json.minisig payload.ndjson.zst.age
name=$(printf 'SD_%s_%06d-%06d_n0001.sdpkg' "$station" 1 "$last")
zip -0 -X -q "$name" manifest.json manifest.json.minisig payload.ndjson.zst.age
echo "$name"
