"""A print server of the test's own with a queue that makes PDFs, reached through a socket in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from tests.journeys.real_window import need, wait_for

QUEUE = "PDF"
PPD = "lsb/usr/cups-pdf/CUPS-PDF_opt.ppd"
SPOOL = Path("/var/spool/cups-pdf/ANONYMOUS")
"""Where cups-pdf leaves what is printed by somebody this machine does not know."""
STRANGER = "stationdesk-tests"

DAEMON = """
LogLevel info
Listen {folder}/sock
Browsing No
DefaultAuthType None
WebInterface No
PageLogFormat
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}/etc
CacheDir {folder}/cache
StateDir {folder}/run
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
SystemGroup root
Printcap
"""


@dataclass
class PrintServer:
    """A running cupsd with one queue."""

    folder: Path
    daemon: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> Self:
        """Start the server and make the queue; skips loudly where it cannot."""
        need(
            ["cupsd", "lpadmin", "/usr/lib/cups/backend/cups-pdf", "gs", "pdftoppm", "zbarimg"],
            "cups cups-client cups-filters printer-driver-cups-pdf ghostscript poppler-utils zbar-tools",
            "printing through CUPS is",
        )
        if os.geteuid() != 0:
            pytest.skip("only root may start a print server that runs cups-pdf; printing through CUPS is NOT proven")
        folder = Path(tempfile.mkdtemp(prefix="sd-cups-"))
        folder.chmod(0o755)  # filters run as the user lp
        for name in ("etc/ppd", "cache", "run", "spool/tmp"):
            (folder / name).mkdir(parents=True)
        shutil.chown(folder / "spool/tmp", group="lp")
        (folder / "spool/tmp").chmod(0o1770)
        (folder / "cupsd.conf").write_text(DAEMON.format(folder=folder))
        (folder / "cups-files.conf").write_text(FILES.format(folder=folder))
        words = [_found("cupsd"), "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
        with (folder / "cupsd.log").open("w") as log:
            server = cls(folder, subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log))
        try:
            wait_for("cupsd", (folder / "sock").is_socket)
            made = ["lpadmin", "-p", QUEUE, "-v", "cups-pdf:/", "-m", PPD, "-E", "-o", "PageSize=A4"]
            wait_for("the queue", lambda: server.ask(*made) is not None)
            server.ask("lpadmin", "-d", QUEUE)
        except BaseException:
            server.stop()
            raise
        return server

    @property
    def variables(self) -> dict[str, str]:
        """The variables that lead a program's printing here."""
        return {"CUPS_SERVER": str(self.folder / "sock"), "CUPS_USER": STRANGER}

    def ask(self, *command: str) -> str | None:
        """Run one of CUPS's programs; None if it fails."""
        done = subprocess.run(
            [_found(command[0]), *command[1:]], env=os.environ | self.variables, capture_output=True, text=True, check=False
        )
        return done.stdout if done.returncode == 0 else None

    def printed(self, jobs: int) -> list[Path]:
        """Wait until `jobs` jobs in all are done and return the PDFs that came out since it was asked before, the oldest first."""

        def done() -> bool:
            return len((self.ask("lpstat", "-W", "completed", "-o") or "").splitlines()) >= jobs

        wait_for(f"{jobs} printed jobs\n{self.told()}", done, 60)
        began = (self.folder / "sock").stat().st_ctime
        found = sorted((path for path in SPOOL.glob("*.pdf") if path.stat().st_mtime >= began - 1), key=lambda path: path.stat().st_mtime)
        return [Path(shutil.move(path, self.folder / path.name)) for path in found]

    def told(self) -> str:
        """Return the end of the server's log."""
        log = self.folder / "error.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""

    def stop(self) -> None:
        """End the server and remove what it wrote."""
        self.daemon.terminate()
        try:
            self.daemon.wait(10)
        except subprocess.TimeoutExpired:
            self.daemon.kill()
            self.daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _found(program: str) -> str:
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin") or program


def codes_in(pdf: Path, page: int, dpi: int = 200) -> list[str]:
    """Rasterise a page as paper would show it and return what its QR codes say."""
    shot = pdf.with_suffix("")
    one = ["-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(["pdftoppm", "-q", "-r", str(dpi), *one, "-png", str(pdf), str(shot)], check=True)
    done = subprocess.run(["zbarimg", "--quiet", "--raw", f"{shot}.png"], capture_output=True, text=True, check=False)
    return done.stdout.split()
