"""What README.md tells people to do works as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from stationdesk.sync import seal
from stationdesk.sync.digest import digest_zero
from stationdesk.sync.key_chain import announce
from stationdesk.sync.manifest import Manifest, Received
from stationdesk.sync.package import Outgoing, write_package
from tests.house.check import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def shell_block(heading: str) -> str:
    """Return the first shell block under `heading`."""
    found = re.search(rf"^## {heading}$.*?^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def run_by_hand(folder: Path, package: Path, sign_key: str, identity: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PACKAGE": str(package), "SIGN_KEY": sign_key, "IDENTITY": str(identity)}
    script = "set -euo pipefail\n" + shell_block("Opening a package by hand")
    return subprocess.run(["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def package(tmp_path: Path) -> tuple[Path, str, Path]:
    """Write a package of two changes, the key of its author, and the file that opens it."""
    author, recipient, key, identity = "360202101209", "360202", seal.SignKey.new(), seal.new_identity()
    keys = (announce(author, key.public, seal.recipient_of(seal.new_identity()), "", signed_by=key),)
    before = digest_zero(author, recipient)
    draft = Manifest(author, recipient, "abcdefgh", 1, 1, 2, before, Received("", 0, bytes(32), 0), 1, "0.1", "2026-11-22T08:00:00Z", keys)
    lines = [b'{"seq":%d,"kind":"note","id":"x","fields":{"text":"\xe6\xb1\xaa\xe5\x8e\x9a\xe8\xa1\x8c"}}' % seq for seq in (1, 2)]
    written = write_package(tmp_path, draft, Outgoing(lines, [seal.recipient_of(identity)], key))
    key_file = tmp_path / "county.key"
    key_file.write_text(identity + "\n")
    return written.path, key.public, key_file


def test_a_package_opens_by_hand(tmp_path: Path, package: tuple[Path, str, Path]) -> None:
    done = run_by_hand(tmp_path, *package)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("汪厚行") == 2
    assert "payload.ndjson: OK" in done.stdout


def test_a_package_of_someone_else_does_not(tmp_path: Path, package: tuple[Path, str, Path]) -> None:
    path, _, identity = package
    done = run_by_hand(tmp_path, path, seal.SignKey.new().public, identity)
    assert done.returncode != 0
    assert "汪厚行" not in done.stdout


def test_the_two_commands_are_tasks() -> None:
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for task in re.findall(r"^make (\w+)", shell_block("Two commands"), re.MULTILINE):
        assert f"make {task}" in listed


def test_every_command_of_the_desk_is_told() -> None:
    environment = os.environ | {"COLUMNS": "200", "TERM": "dumb"}
    for group in ([], ["county"]):
        command = [sys.executable, "-m", "stationdesk", *group, "--help"]
        shown = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
        names = re.findall(r"^[│|\s]*([a-z]+(?:-[a-z]+)*)\s{2,}\S", shown, re.MULTILINE)
        assert len(names) > 4
        told = set(re.findall(r"(?:`|\\|)" + "".join(f"{word} " for word in group) + r"([a-z|\\-]+)", README))
        missing = set(names) - {name for words in told for name in re.split(r"\\?\|", words)}
        assert not missing
