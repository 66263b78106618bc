#!/usr/bin/env bash
# Freeze the program into dist/stationdesk and let a copy elsewhere test itself, as on a machine without this checkout, its Python or
# a screen. Run by `make bundle`.
set -euo pipefail
cd "$(dirname "$0")/.."
elsewhere="$(mktemp -d)"
trap 'rm -rf "$elsewhere"' EXIT

.venv/bin/pyinstaller --noconfirm --log-level ERROR --distpath dist --workpath build installers/stationdesk.spec
du -sh dist/stationdesk
place="$elsewhere/村 站台"
cp -a dist/stationdesk "$place"
mkdir "$elsewhere/home" "$elsewhere/tmp"
cd "$elsewhere/home"
env -i HOME="$PWD" TMPDIR="$elsewhere/tmp" PATH=/usr/bin:/bin LANG=C.UTF-8 "$place/stationdesk" --self-test
left="$(find "$elsewhere/home" "$elsewhere/tmp" -type f -not -path '*/fontconfig/*')"
if [ -n "$left" ]; then
    printf 'The self-test left behind:\n%s\n' "$left" >&2
    exit 1
fi
