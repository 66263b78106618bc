"""Real servers on loopback for the tests of the road over the network: OpenSSH's sshd and a WebDAV server with TLS, which can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from getpass import getuser
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from stationdesk.sync.far_road import FarRoadDraft, set_far_road
from tests.road_kit import OPERATOR, Road

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin") or ""
WAIT = 30.0


def needs(program: str, what: str) -> None:
    """Skip loudly where a server's program is not installed; where CI is set that is a failure."""
    if program:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI must test it")
    pytest.skip(f"NOT TESTED here: {what} is not installed")


def free_port() -> int:
    """Return a port of loopback that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Server:
    """A server process on loopback; `folder` is where its files lie."""

    command: list[str]
    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)
    log: Path = Path(os.devnull)

    def start(self) -> None:
        """Start it, and wait until it takes calls."""
        with self.log.open("ab") as log:
            env = {**os.environ, **self.environment}
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, start_new_session=True, env=env)
        until = time.monotonic() + WAIT
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"the server did not start: {self.log.read_text('utf-8', 'replace')[-2000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill it with everything it has begun, as a power cut does."""
        if self.process is not None:
            for one in [self.process.pid, *begun_by(self.process.pid)]:
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            self.process.wait()
            self.process = None

    @property
    def names(self) -> list[str]:
        """What lies in its folder."""
        return sorted(path.name for path in self.folder.iterdir())


def begun_by(process: int) -> list[int]:
    """Return the processes that a process has begun, and theirs: sshd gives every connection a session of its own."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            after = path.read_text("utf-8", "replace").rpartition(")")[2].split()
            parents.setdefault(int(after[1]), []).append(int(path.parent.name))
    found = parents.get(process, [])
    return [*found, *(one for child in found for one in begun_by(child))]


@dataclass
class Sftp(Server):
    """OpenSSH's server, with the key that opens it."""

    key_text: str = ""
    host_key: Path = Path()

    def draft(self, **more: str) -> FarRoadDraft:
        """Return how a station is told of it."""
        values = {"login": getuser(), "key_text": self.key_text, **more}
        return FarRoadDraft(f"sftp://127.0.0.1:{self.port}{self.folder}", **values)  # type: ignore[arg-type]


@dataclass
class Dav(Server):
    """A WebDAV server with TLS and a password."""

    authority: str = ""

    def draft(self, **more: str) -> FarRoadDraft:
        """Return how a station is told of it."""
        address = f"https://127.0.0.1:{self.port}/reports/"
        values = {"login": "shangxu", "password": "口令 8:8", "authority": self.authority, **more}
        return FarRoadDraft(address, **values)  # type: ignore[arg-type]


def ssh_key() -> tuple[str, str]:
    """Return a new private key and its public line."""
    key = ed25519.Ed25519PrivateKey.generate()
    coding = serialization.Encoding, serialization.PrivateFormat, serialization.PublicFormat
    private = key.private_bytes(coding[0].PEM, coding[1].OpenSSH, serialization.NoEncryption()).decode()
    return private, key.public_key().public_bytes(coding[0].OpenSSH, coding[2].OpenSSH).decode()


@contextmanager
def sftp_server(place: Path, folder: Path) -> Iterator[Sftp]:
    """Run sshd as whoever runs the tests; `folder` must exist."""
    needs(SSHD, "OpenSSH's server (openssh-server)")
    place.mkdir(parents=True, exist_ok=True)
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    private, public = ssh_key()
    (place / "authorized").write_text(public + "\n")
    server = Sftp([], free_port(), folder, log=place / "sshd.log", key_text=private, host_key=place / "host")
    new_host_key(server)
    config = place / "config"
    config.write_text(
        f"Port {server.port}\nListenAddress 127.0.0.1\nHostKey {place / 'host'}\n"
        f"AuthorizedKeysFile {place / 'authorized'}\nStrictModes no\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nPidFile none\nLogLevel ERROR\n"
        "PermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n"
    )
    server.command = [SSHD, "-D", "-e", "-f", str(config)]
    server.start()
    try:
        yield server
    finally:
        server.kill()


def new_host_key(server: Sftp) -> None:
    """Give the host another key, as a new machine has."""
    private, _public = ssh_key()
    server.host_key.unlink(missing_ok=True)
    server.host_key.write_text(private)
    server.host_key.chmod(0o600)


def certificate(place: Path, *, days: int = 30, name: str = "127.0.0.1") -> tuple[Path, Path]:
    """Write a self-signed certificate and its key, as a county without an authority has."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "county.example")])
    other = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([other]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = place / "server.pem", place / "server.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return paths


@contextmanager
def dav_server(place: Path, folder: Path, **certified: str | int) -> Iterator[Dav]:
    """Run a WebDAV server on `folder`."""
    place.mkdir(parents=True, exist_ok=True)
    cert, key = certificate(place, **certified)  # type: ignore[arg-type]
    port = free_port()
    command = [sys.executable, "-m", "tests.dav_server", str(folder), str(port), str(cert), str(key)]
    server = Dav(command, port, folder, log=place / "dav.log", authority=cert.read_text())
    server.start()
    try:
        yield server
    finally:
        server.kill()


def tell(road: Road, draft: FarRoadDraft) -> None:
    """Let the station report there."""
    with road.desk.writing(OPERATOR, "x") as session:
        set_far_road(session, draft)
