"""What starts the desk monitor with the user's session: one file, as each system wants it.

Nothing is run, and nothing outside of the user's home is touched: the file is written, and for systemd the
link that ``systemctl --user enable`` would make.
"""

import os
import plistlib
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from formcheck.errors import OutputError
from formcheck.files import read_bounded, write_text

Kind = Literal["systemd", "desktop", "launchd", "startup"]
# In each file: what bears it is ours, and may be replaced and removed.
MARK = "Made by formcheck desk install"
_LABEL = "org.formcheck.desk"
_MOST_BYTES = 64_000


@dataclass(frozen=True, slots=True)
class Autostart:
    """How the monitor is started.

    Attributes:
        kind: Which of the ways.
        path: Of the file.
        text: What it holds.
        link: A link to the file that is made too, or None.
        begin: What starts it now, as a command for the user; "" where the next login has to.
        end: What ends it now.
    """

    kind: Kind
    path: Path
    text: str
    link: Path | None = None
    begin: str = ""
    end: str = "formcheck desk stop"


def autostart(
    command: Sequence[str],
    kind: Kind,
    home: Path,
    environment: Mapping[str, str] = os.environ,
    *,
    offline: bool = True,
) -> Autostart:
    """The way of a kind.

    Args:
        command: What is started, each argument by itself; the first one is a whole path.
        kind: Which of the ways.
        home: The user's.
        environment: Where folders are that the user has moved.
        offline: Whether the kernel is to refuse it all sockets but those of this computer.
    """
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    if kind == "systemd":
        units = config / "systemd" / "user"
        return Autostart(
            kind, units / "formcheck-desk.service", _unit(command, offline=offline),
            link=units / "graphical-session.target.wants" / "formcheck-desk.service",
            begin="systemctl --user daemon-reload && systemctl --user start formcheck-desk",
            end="systemctl --user stop formcheck-desk",
        )  # fmt: skip
    if kind == "desktop":
        return Autostart(kind, config / "autostart" / "formcheck-desk.desktop", _entry(command))
    if kind == "launchd":
        path = home / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
        return Autostart(
            kind, path, _agent(command),
            begin=f"launchctl bootstrap gui/$(id -u) '{path}'",
            end=f"launchctl bootout gui/$(id -u)/{_LABEL}",
        )  # fmt: skip
    roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    folder = roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Startup"
    return Autostart(kind, folder / "formcheck-desk.cmd", _script(command))


def all_kinds(command: Sequence[str], home: Path) -> tuple[Autostart, ...]:
    """All ways of this system, to find what was installed."""
    kinds: tuple[Kind, ...] = {"darwin": ("launchd",), "win32": ("startup",)}.get(  # type: ignore[assignment]
        sys.platform, ("systemd", "desktop")
    )
    return tuple(autostart(command, kind, home) for kind in kinds)


def is_installed(way: Autostart) -> bool:
    """Whether its file is there, and was made by this program."""
    try:
        return MARK.encode() in read_bounded(way.path, _MOST_BYTES)
    except OSError:
        return False


def install(way: Autostart) -> None:
    """Write the file, and make the link.

    Raises:
        OutputError: If it cannot be written, or stands there and is somebody else's.
    """
    if (way.path.exists() or way.path.is_symlink()) and not is_installed(way):
        raise OutputError(f"{way.path} is there, and was not made by formcheck; move it away first")
    write_text(way.path, way.text)
    if way.link is None:
        return
    try:
        way.link.parent.mkdir(parents=True, exist_ok=True)
        way.link.unlink(missing_ok=True)
        way.link.symlink_to(way.path)
    except OSError as error:
        way.path.unlink(missing_ok=True)
        raise OutputError(f"cannot make the link {way.link}: {error.strerror or error}") from None


def uninstall(way: Autostart) -> None:
    """Remove the file and the link.

    Raises:
        OutputError: If that cannot be done.
    """
    try:
        if way.link is not None and way.link.is_symlink():
            way.link.unlink()
            with suppress(OSError):  # others have links there as well
                way.link.parent.rmdir()
        way.path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot remove {way.path}: {error.strerror or error}") from None


def _unit(command: Sequence[str], *, offline: bool) -> str:
    """A unit of systemd; its comments stand on lines of their own, as it wants them."""
    line = " ".join(_quoted_for_systemd(part) for part in command)
    refused = "RestrictAddressFamilies=AF_UNIX AF_NETLINK"
    no_network = f"# No socket but those of this computer: nothing leaves it.\n{refused}\n"
    return f"""# {MARK}; remove it with: formcheck desk uninstall
[Unit]
Description=Desk posture monitor (formcheck)
# With the screen, as nobody sits before a computer without one; and not longer.
PartOf=graphical-session.target
After=graphical-session.target

[Service]
ExecStart={line}
Restart=on-failure
RestartSec=30
# 2: what is set is wrong, and would be so again.
RestartPreventExitStatus=2
TimeoutStopSec=20
Nice=5
NoNewPrivileges=yes
{no_network if offline else ""}
[Install]
WantedBy=graphical-session.target
"""


def _quoted_for_systemd(part: str) -> str:
    """An argument of ExecStart: %, $ and quotes mean something there."""
    doubled = part.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{doubled}"' if re.search(r"[^\w@%+=:,./$-]", doubled) else doubled


def _entry(command: Sequence[str]) -> str:
    """An entry for the desktop's own start, by the rules of freedesktop.org."""
    line = " ".join(_quoted_for_desktop(part) for part in command)
    return f"""# {MARK}; remove it with: formcheck desk uninstall
[Desktop Entry]
Type=Application
Name=Desk posture monitor (formcheck)
Exec={line}
Terminal=false
NoDisplay=true
X-GNOME-Autostart-enabled=true
"""


def _quoted_for_desktop(part: str) -> str:
    """An argument of Exec: it is quoted, and then escaped once more as every value is."""
    quoted = re.sub(r'(["`$\\])', r"\\\1", part)
    return f'"{quoted}"'.replace("\\", "\\\\").replace("%", "%%")


def _agent(command: Sequence[str]) -> str:
    agent = {
        "Label": _LABEL,
        "ProgramArguments": list(command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 30,
        "ProcessType": "Background",
        "LimitLoadToSessionType": "Aqua",
    }
    text = plistlib.dumps(agent, sort_keys=False).decode()
    head, line, body = text.partition("<plist")
    return f"{head}<!-- {MARK}; remove it with: formcheck desk uninstall -->\n{line}{body}"


def _script(command: Sequence[str]) -> str:
    """A script of Windows that leaves no window: pythonw has none."""
    program, *arguments = command
    windowless = re.sub(r"python(\.exe)?$", r"pythonw\1", program, flags=re.IGNORECASE)
    line = " ".join(f'"{part}"'.replace("%", "%%") for part in (windowless, *arguments))
    return f'@rem {MARK}; remove it with: formcheck desk uninstall\n@start "" {line}\n'
