#!/usr/bin/env bash
# Make this machine ready: the system's packages, then Python's in .venv. Run by `make ready`; does nothing when nothing is missing.
# PYTHON names another Python (3.11 or later) than python3.
set -euo pipefail
cd "$(dirname "$0")/.."

# Where the tools and libraries come from on Debian 12; one line a purpose.
packages=(
    libgl1 libegl1 libx11-6 libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libcups2 # Qt, also without a screen
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0        # Qt on a screen
    libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1
    fonts-noto-cjk fonts-wqy-zenhei               # rare characters on the screen; exact text in PDFs
    unzip zip minisign age zstd jq openssl        # the tools that open a package by hand, and make one
    poppler-utils zbar-tools                      # what reads the printed cards back
    binutils                                      # what looks into libraries for the bundle
    openssh-server                                # where the tests report to over SFTP, on a port of their own
    postgresql                                    # the county's other store; the tests start one of their own
    xvfb openbox xdotool x11-utils imagemagick    # a real window: screen, window manager, keys, its name, its picture
    dbus ibus ibus-libpinyin                      # Chinese typed into it
    fcitx5 fcitx5-pinyin                          # the same with the other input method; excludes fcitx 4
    at-spi2-core python3-pyatspi                  # what a screen reader is told of it
    cups cups-client cups-filters printer-driver-cups-pdf ghostscript # a printer whose paper is a PDF
)

say() { printf '%s\n' "$@"; }

missing_packages() {
    local known
    known="$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p')" || true
    printf '%s\n' "$@" | grep -vxF -e "$known" || true
}

system_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is no Debian, so the system's packages are left to you. What Debian 12 calls them:" "  ${packages[*]}"
        return
    fi
    local wanted=("${packages[@]}") missing
    if [ "$(readlink -f "$(command -v "$python")")" = "$(readlink -f /usr/bin/python3)" ]; then
        wanted+=(python3-venv "lib$(basename "$(readlink -f /usr/bin/python3)")") # the second for the bundle
    fi
    if [ -z "$(missing_packages fcitx-bin)" ]; then # whoever types with fcitx 4 keeps it; the test of fcitx 5 says that it is skipped
        mapfile -t wanted < <(printf '%s\n' "${wanted[@]}" | grep -v '^fcitx5')
    fi
    missing="$(missing_packages "${wanted[@]}" | tr '\n' ' ')"
    [ -n "${missing// /}" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "Some of the system's packages are missing, and only an administrator may install them. Ask for:" \
            "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends $missing" "Then run make again."
        exit 1
    fi
    say "Installing the system's packages: $missing"
    if [ ! -e /etc/postgresql-common ]; then # a fresh PostgreSQL must not start a server of its own
        mkdir -p /etc/postgresql-common/createcluster.d
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/stationdesk.conf
    fi
    if [ ! -e /usr/sbin/policy-rc.d ]; then # nor must any other service
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
        chmod +x /usr/sbin/policy-rc.d
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of names
    apt-get install -qq --yes --no-install-recommends $missing >/dev/null
}

python_packages() {
    local stamp=.venv/ready now
    now="$({ sed "/^\[tool\./q" pyproject.toml; cat installers/requirements-*.txt installers/ready.sh; } | sha256sum) $("$python" -V) $PWD"
    [ "$(cat "$stamp" 2>/dev/null)" != "$now" ] || return 0
    say "Installing Python's packages into .venv"
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    local install=(.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check)
    "${install[@]}" --require-hashes -r installers/requirements-build.txt
    "${install[@]}" --require-hashes --no-build-isolation -r installers/requirements-dev.txt
    "${install[@]}" --no-deps --no-build-isolation --editable .
    echo "$now" >"$stamp"
}

python="${PYTHON:-python3}"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "Python 3.11 or later is needed, and '$python' is not it. On Debian 12: apt-get install python3. Elsewhere: make PYTHON=/path/to/python3.11"
    exit 1
fi
system_packages
python_packages
