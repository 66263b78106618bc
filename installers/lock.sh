#!/usr/bin/env bash
# Write the pinned requirements anew from pyproject.toml: every version with the hashes of all its files, and no host.
# Run by `make lock`. The machine's own pip settings are left out, so that only the public index decides.
set -euo pipefail
cd "$(dirname "$0")/.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# lock NAME PIP-COMPILE-ARGUMENTS...
lock() {
    local name="$1"
    shift
    env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
        .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --output-file "$work/$name" "$@"
    if grep -nE '://|^-' "$work/$name"; then
        echo "$name names a host" >&2
        exit 1
    fi
    { echo "# Written by \`make lock\` from pyproject.toml; do not edit."; cat "$work/$name"; } >"installers/$name"
}

lock requirements.txt --constraint installers/constraints.txt pyproject.toml
lock requirements-dev.txt --all-extras --constraint installers/requirements.txt pyproject.toml
# The tools that build a package from source come first, in the versions of the lock.
printf '%s\n' editables hatchling pip setuptools wheel >"$work/build.in"
lock requirements-build.txt --constraint installers/requirements-dev.txt "$work/build.in"
