"""Packages over SFTP: the host is known by its key, a broken upload goes on where it broke, and what lies there is read back."""

from __future__ import annotations

import errno
import logging
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from stationdesk.i18n import _
from stationdesk.sync.far_address import Address
from stationdesk.sync.far_host_key import HostKey, must_be_known, prefer, read_private_key
from stationdesk.sync.far_line import FarLine, hang_up
from stationdesk.sync.far_place import CHUNK, FarFile, FarSession, Listing, Wanted, digest_of, must_be, take_down
from stationdesk.sync.far_troubles import (
    FarDiffers,
    FarTrouble,
    cut_off,
    differs,
    full,
    locked,
    no_folder,
    refused,
    strange,
)
from stationdesk.sync.package_name import PARTIAL

if TYPE_CHECKING:
    from paramiko import PKey, Transport

TAIL = 256 * 1024
"""Bytes at the end of what has arrived that are compared before an upload goes on."""
ANSWER = 4 * 1024**2
"""Bytes that one answer of the server may have."""
ROWS = 10_000
BEYOND = 10.0
"""Seconds that the library waits longer than the line does, so that the line says what happened."""
ENOUGH = 64
"""Answers under way at once while something is read."""


class SftpPlace(FarSession):
    """An open folder on an SFTP server. `host_key` is the key the host has proven."""

    def __init__(self, address: Address, login: str, password: str, key_text: str, known: str, line: FarLine) -> None:
        """Connect. Raises a FarTrouble; OtherHost where the host's key is not the `known` one (empty: whatever it is)."""
        import paramiko

        self.line, self.folder = line, folder_of(address.path)
        logging.getLogger("paramiko").setLevel(logging.CRITICAL + 1)  # what goes wrong is said in a sentence, not in a log
        key = read_private_key(key_text, password) if key_text else None
        self._socket = line.dial(address.port)
        self._transport: Transport | None = None
        self._sftp: Any = None
        try:
            with self._watched():
                self._transport = transport = paramiko.Transport(self._socket)
                wait = line.quiet + BEYOND
                transport.banner_timeout = transport.auth_timeout = transport.handshake_timeout = transport.channel_timeout = wait
                prefer(transport, known)
                transport.start_client(timeout=wait)
                seen = transport.get_remote_server_key()
                self.host_key = HostKey(seen.get_name(), seen.asbytes())
                must_be_known(line.host, known, self.host_key)
                self._log_in(transport, login, password, key)
                self._sftp = open_channel(transport, line.quiet)
        except BaseException:
            self.close()
            raise

    def _log_in(self, transport: Transport, login: str, password: str, key: PKey | None) -> None:
        import paramiko

        try:
            if key is not None:
                transport.auth_publickey(login, key)
            else:
                transport.auth_password(login, password)
        except paramiko.AuthenticationException as error:
            raise refused(self.line.host) from error

    @contextmanager
    def _watched(self) -> Iterator[None]:
        import paramiko

        with self.line.watched(self._cut):
            try:
                yield
            except TimeoutError:
                raise
            except OSError as error:
                raise (cut_off(self.line.host) if self._dead else spoken(self.line, error)) from error
            except (paramiko.SFTPError, UnicodeError, ValueError) as error:
                raise strange(self.line.host) from error
            except (paramiko.SSHException, EOFError) as error:
                raise cut_off(self.line.host) from error

    def _cut(self) -> None:
        hang_up(self._socket)

    @property
    def _dead(self) -> bool:
        """Tell whether the line is gone: the library then says "Socket is closed" with no number, as for the server's "Failure"."""
        if self._transport is None or self._sftp is None:
            return True
        return not self._transport.is_active() or bool(self._sftp.get_channel().closed)

    def close(self) -> None:
        """Hang up."""
        hang_up(self._socket)
        if self._transport is not None:
            self._transport.close()

    def _path(self, name: str = "") -> str:
        return f"{self.folder}/{name}" if name else self.folder

    # -- what lies there

    def listing(self, wanted: Wanted) -> Listing:
        """Return the files whose names are wanted."""
        found = Listing()
        with self._watched():
            for name, attributes in self._rows():
                self.line.moved(len(name))
                if stat.S_ISDIR(attributes.st_mode or 0) or stat.S_ISLNK(attributes.st_mode or 0):
                    continue
                if not found.add(FarFile(name, attributes.st_size or 0, str(attributes.st_mtime or "")), wanted):
                    break
        return found

    def _rows(self) -> Iterator[tuple[str, Any]]:
        """Yield names and attributes. Paramiko's own listing fails at a name that is no UTF-8 and believes any number of rows."""
        from paramiko.sftp import CMD_CLOSE, CMD_OPENDIR, CMD_READDIR
        from paramiko.sftp_attr import SFTPAttributes

        _kind, message = self._sftp._request(CMD_OPENDIR, self._path().encode())
        handle = message.get_binary()
        while True:
            try:
                _kind, message = self._sftp._request(CMD_READDIR, handle)
            except EOFError:
                break
            for _row in range(min(message.get_int(), ROWS)):
                name = message.get_binary()
                if not name:
                    break
                message.get_binary()
                yield name.decode("utf-8", "replace"), SFTPAttributes._from_msg(message)
        with suppress(OSError):
            self._sftp._request(CMD_CLOSE, handle)

    def fetch(self, one: FarFile, to: Path) -> None:
        """Bring a file here."""
        with self._watched():
            take_down(self.line, one, to, self._chunks(one.name, one.size))

    def _chunks(self, name: str, size: int, start: int = 0) -> Iterator[bytes]:
        with self._sftp.open(self._path(name), "rb") as file:
            file.seek(start)
            if not start:
                file.prefetch(size, max_concurrent_requests=ENOUGH)
            left = size - start
            while left > 0 and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk
            if not left and file.read(1):
                yield b"."  # longer than was said

    # -- what is put there

    def put(self, path: Path) -> FarFile:
        """Put a file there."""
        name, partial, size = path.name, path.name + PARTIAL, path.stat().st_size
        with path.open("rb") as file, self._watched():
            digest = digest_of(file)
            if self._size(name) == size:
                must_be(self.line, digest, self._chunks(name, size))
                return FarFile(name, size)
            self._send(file, partial, size)
            if (self._size(partial) or 0) < size:  # the server has not complained of every block that it could not keep
                self._unlink(partial)
                raise full(self.line.host)
            try:
                self.line.tell(_("Reading back what arrived"), size, size)
                must_be(self.line, digest, self._chunks(partial, size))
            except FarDiffers:
                self._unlink(partial)
                raise
            self._rename(partial, name)
            if self._size(name) != size:
                raise differs(self.line.host)
        return FarFile(name, size)

    def _send(self, file: IO[bytes], partial: str, size: int) -> None:
        at = self._arrived(file, partial, size)
        file.seek(at)
        try:
            with self._sftp.open(self._path(partial), "r+b" if at else "wb") as out:
                out.seek(at)
                out.set_pipelined(True)
                while chunk := file.read(CHUNK):
                    out.write(chunk)
                    at += len(chunk)
                    self.line.moved(len(chunk))
                    self.line.tell(_("Sending the package"), at, size)
        except OSError as error:
            if error.errno is None and not self._dead and not isinstance(error, TimeoutError):
                raise full(self.line.host) from error  # all that the protocol has for a full disk is "Failure"
            raise

    def _arrived(self, file: IO[bytes], partial: str, size: int) -> int:
        """Return how many bytes of the file lie there already and may stay."""
        there = self._size(partial)
        if there is None or not 0 < there <= size:
            return 0
        start = max(0, there - TAIL)
        file.seek(start)
        mine = file.read(there - start)
        theirs = b"".join(self._chunks(partial, there, start)) if start else b"".join(self._chunks(partial, there))
        self.line.moved(len(theirs))
        return there if mine == theirs else 0

    def _size(self, name: str) -> int | None:
        try:
            return int(self._sftp.stat(self._path(name)).st_size or 0)
        except FileNotFoundError:
            return None

    def _rename(self, partial: str, name: str) -> None:
        try:
            self._sftp.posix_rename(self._path(partial), self._path(name))
        except OSError as error:
            if error.errno is not None:
                raise
            self._sftp.rename(self._path(partial), self._path(name))

    def _unlink(self, name: str) -> None:
        with suppress(OSError):
            self._sftp.remove(self._path(name))

    def remove(self, name: str) -> None:
        """Take a half-written file of ours away."""
        with self._watched():
            self._unlink(name)


def folder_of(path: str) -> str:
    """Return the folder as the server has it; /~/ stands for the user's own."""
    if path == "/~" or path.startswith("/~/"):
        return path[3:].strip("/") or "."
    return path.rstrip("/") or "/."


def open_channel(transport: Transport, quiet: float) -> Any:
    """Return an SFTP client that believes no answer of a size that no answer has."""
    import paramiko

    class Careful(paramiko.SFTPClient):  # type: ignore[misc] # paramiko ships no types
        def _read_all(self, n: int) -> Any:
            if n > ANSWER:
                raise paramiko.SFTPError("an answer of a size that no answer has")
            return super()._read_all(n)

    channel = transport.open_session(timeout=quiet)
    channel.settimeout(quiet)
    channel.invoke_subsystem("sftp")
    return Careful(channel)


def spoken(line: FarLine, error: OSError) -> FarTrouble:
    """Return an error of the server, or of the line, as a sentence."""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return locked(line.host)
    if error.errno == errno.ENOENT:
        return no_folder(line.host)
    if error.errno is None:
        return strange(line.host)
    return cut_off(line.host)
