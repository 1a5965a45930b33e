"""Prints a report into a PDF of one page, with a browser that is on this computer."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from formcheck.errors import MissingLibraryError, OutputError
from formcheck.files import atomic_path, shown_path
from formcheck.sinks.own_files import marked_pdf

_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge", "brave-browser",
)  # fmt: skip
# Where they are installed outside of the search path.
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
)
_INSTALL = (
    "a PDF needs Chromium, Chrome or Edge, and none is on this computer: install one "
    "(Debian, Ubuntu: apt install chromium), or print report.html from any browser"
)
_LONGEST_S = 90.0
# Nothing may leave the computer: no name is found, nothing is fetched in the background.
_OPTIONS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
    "--disable-breakpad", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
    "--print-to-pdf-no-header",
)  # fmt: skip


def find_browser() -> Path:
    """A browser that can print without a window.

    Raises:
        MissingLibraryError: If there is none; says what to install.
    """
    found = (shutil.which(name) for name in _NAMES)
    places = (place for raw in _PLACES if Path(place := os.path.expandvars(raw)).is_file())
    browser = next((name for name in (*found, *places) if name), None)
    if browser is None:
        raise MissingLibraryError(_INSTALL)
    return Path(browser)


def write_pdf(report: Path, path: Path) -> None:
    """Print a report into a PDF of one page.

    Args:
        report: The page.
        path: Where the PDF goes; an existing file is replaced.

    Raises:
        MissingLibraryError: If there is no browser to print it with.
        OutputError: If it cannot be printed.
    """
    browser = find_browser()
    with (
        atomic_path(path) as temporary,
        tempfile.TemporaryDirectory(prefix="formcheck-", ignore_cleanup_errors=True) as profile,
    ):
        url = report.resolve().as_uri() + "#sheet"
        command = [str(browser), *_OPTIONS, *_sandbox(), f"--user-data-dir={profile}"]
        _run([*command, f"--print-to-pdf={temporary.resolve()}", url], path)
        if not (printed := temporary.read_bytes()).startswith(b"%PDF"):
            raise OutputError(
                f"cannot write {shown_path(path)}: {browser.name} printed nothing; "
                "print report.html from a browser"
            )
        temporary.write_bytes(marked_pdf(printed))


def _sandbox() -> tuple[str, ...]:
    """The browser refuses to run for root with its sandbox; the page is our own and loads nothing."""
    return ("--no-sandbox",) if sys.platform == "linux" and os.geteuid() == 0 else ()


def _run(command: list[str], path: Path) -> None:
    try:
        subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=_LONGEST_S, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = "it took too long" if isinstance(error, subprocess.TimeoutExpired) else error.strerror
        name = Path(command[0]).name
        raise OutputError(
            f"cannot write {shown_path(path)}: {name}: {reason}; print report.html from a browser"
        ) from error
