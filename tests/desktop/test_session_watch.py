import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest

from formcheck.desktop.battery import on_low_battery
from formcheck.desktop.cameras_in_use import users_of_cameras
from formcheck.desktop.linux_session import LinuxSessionWatch
from formcheck.desktop.polled_session import PolledSessionWatch
from formcheck.desktop.session_state import SessionState
from formcheck.desktop.session_watch import open_session_watch
from tests.desktop.buses import dunst, dunstctl, needs_bus, needs_dunst, own_bus
from tests.desktop.fake_login import (
    ASIDE,
    SESSION,
    USER,
    Idle,
    Lister,
    Manager,
    NotificationServer,
    Power,
    Saver,
    Services,
    Session,
    Settings,
    User,
)
from tests.display import display  # noqa: F401 - a fixture
from tests.waiting import until

pytestmark = [needs_bus, pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")]
LOGIND, LOGIND_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
NOTIFICATIONS = "org.freedesktop.Notifications"


class Battery(NamedTuple):
    """As psutil gives it."""

    percent: float
    secsleft: int
    power_plugged: bool | None


@dataclass
class Computer:
    """A computer with a login manager and a desktop, and the watch that is tested."""

    system: Services
    session: Services
    manager: Manager = field(default_factory=Manager)
    login: Session = field(default_factory=Session)
    other: Session = field(default_factory=Session)
    power: Power = field(default_factory=Power)
    told: list[tuple[float, SessionState]] = field(default_factory=list)

    def start(self) -> None:
        login = ((LOGIND_PATH, self.manager), (USER, User()), (SESSION, self.login), (ASIDE, self.other))
        self.system.serve(LOGIND, *login)
        self.system.serve("org.freedesktop.UPower", ("/org/freedesktop/UPower", self.power))

    def watch(self, look_s: float = 600.0) -> LinuxSessionWatch:
        watch = LinuxSessionWatch(lambda state: self.told.append((time.monotonic(), state)), look_s)
        watch.wait_until_known(60.0)
        return watch

    @property
    def last(self) -> SessionState:
        return self.told[-1][1] if self.told else SessionState()


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[Computer]:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None)
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    with own_bus() as system, own_bus() as session:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", system)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session)
        made = Computer(Services(system), Services(session))
        made.start()
        yield made
        made.system.close()
        made.session.close()
        for reading in (*made.manager.held, *made.manager.sent):
            os.close(reading)


def test_a_computer_in_use_is_one(computer: Computer) -> None:
    with closing(open_session_watch(lambda _: None, "linux")) as watch:
        assert watch.state() == SessionState()
        assert watch.problem == ""


LOCKS: dict[str, tuple[Callable[[Computer], None], Callable[[Computer], None]]] = {
    "asked for": (lambda c: c.system.do(c.login.Lock), lambda c: c.system.do(c.login.Unlock)),
    "as a hint": (
        lambda c: c.system.do(c.login.emit_properties_changed, {"LockedHint": True}),
        lambda c: c.system.do(c.login.emit_properties_changed, {"LockedHint": False}),
    ),
    "another user": (
        lambda c: c.system.do(c.login.emit_properties_changed, {"Active": False}),
        lambda c: c.system.do(c.login.emit_properties_changed, {"Active": True}),
    ),
}


@pytest.mark.parametrize(("lock", "unlock"), LOCKS.values(), ids=LOCKS.keys())
def test_a_lock_and_its_end_are_told(
    computer: Computer, lock: Callable[[Computer], None], unlock: Callable[[Computer], None]
) -> None:
    with closing(computer.watch()) as watch:
        for locks, change in ((True, lock), (False, unlock), (True, lock)):
            change(computer)
            until(lambda locks=locks: computer.last.locked == locks)  # type: ignore[misc]
            assert watch.state().locked == locks


@pytest.mark.parametrize("desktop", ["freedesktop", "gnome", "kde"])
def test_a_screen_saver_counts_as_a_lock(computer: Computer, desktop: str) -> None:
    name = f"org.{desktop}.ScreenSaver"
    saver = Saver(name)
    computer.session.serve(name, ("/" + name.replace(".", "/"), saver))
    with closing(computer.watch()):
        for on in (True, False):
            computer.session.do(saver.ActiveChanged, on)
            until(lambda on=on: computer.last.locked == on)  # type: ignore[misc]


def test_a_signal_that_holds_something_else_is_nothing(computer: Computer) -> None:
    saver = Saver("org.gnome.ScreenSaver")
    computer.session.serve("org.gnome.ScreenSaver", ("/org/gnome/ScreenSaver", saver))
    with closing(computer.watch()):
        for arguments in (["string:x"], [], ["array:boolean:true"]):
            sent = ["dbus-send", "--session", "--type=signal", "/org/gnome/ScreenSaver"]
            subprocess.run([*sent, "org.gnome.ScreenSaver.ActiveChanged", *arguments], check=True)
        computer.session.do(saver.ActiveChanged, True)
        until(lambda: computer.last.locked)
        assert len(computer.told) == 1


def test_what_was_locked_before_it_began_is_known(computer: Computer) -> None:
    saver = Saver("org.gnome.ScreenSaver")
    saver.on = True
    computer.session.serve("org.gnome.ScreenSaver", ("/org/gnome/ScreenSaver", saver))
    with closing(computer.watch()) as watch:
        assert watch.state().locked


def test_a_lock_is_told_within_a_tenth_of_a_second(computer: Computer) -> None:
    took: list[float] = []
    with closing(computer.watch()):
        for number in range(20):
            count, began_s = len(computer.told), time.monotonic()
            computer.system.do(computer.login.Lock if number % 2 == 0 else computer.login.Unlock)
            until(lambda count=count: len(computer.told) > count)  # type: ignore[misc]
            took.append(computer.told[-1][0] - began_s)
    assert sorted(took)[len(took) // 2] < 0.1  # from before the signal is sent


def test_a_lock_that_nobody_confirms_ends_when_somebody_works_again(computer: Computer) -> None:
    idle = Idle()
    computer.session.serve("org.gnome.Mutter.IdleMonitor", ("/org/gnome/Mutter/IdleMonitor/Core", idle))
    idle.idle_ms = 3_600_000
    with closing(computer.watch(look_s=0.02)) as watch:
        until(lambda: watch.state().idle_s == 3600.0)
        computer.system.do(computer.login.Lock)
        until(lambda: computer.last.locked)
        watch._signs.asked_s -= 60.0  # type: ignore[operator] - a minute passes
        idle.idle_ms = 0
        until(lambda: not computer.last.locked)


def test_the_locks_of_other_sessions_are_not_ours(computer: Computer) -> None:
    with closing(computer.watch()) as watch:
        computer.system.do(computer.other.Lock)
        computer.system.do(computer.manager.PrepareForSleep, True)
        until(lambda: computer.last.asleep)
        assert not watch.state().locked


def test_a_signal_of_somebody_else_on_the_systems_bus_is_nothing(computer: Computer) -> None:
    forger = Services(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
    forged, power = Session(), Power()
    forger.serve("org.example.Forger", (SESSION, forged), ("/org/freedesktop/UPower", power))
    with closing(computer.watch()) as watch:
        forger.do(forged.Lock)
        forger.do(power.emit_properties_changed, {"LidIsClosed": True})
        computer.system.do(computer.manager.PrepareForSleep, True)
        until(lambda: computer.last.asleep)
        assert not watch.state().locked
        assert not watch.state().lid_closed
    forger.close()


def test_sleep_waits_for_the_camera_and_is_asked_for_again(computer: Computer) -> None:
    with closing(computer.watch()) as watch:
        assert computer.manager.delays == [("sleep", "delay")]
        computer.system.do(computer.manager.PrepareForSleep, True)
        until(lambda: computer.last.asleep)
        watch.may_sleep()
        until(lambda: computer.manager.is_let_go(0))
        computer.system.do(computer.manager.PrepareForSleep, False)
        until(lambda: not computer.last.asleep)
        until(lambda: watch._login is not None and watch._login._delay is not None)
        assert computer.manager.delays == [("sleep", "delay")] * 2
        assert not computer.manager.is_let_go(1)
    assert computer.manager.is_let_go(1)


def test_a_lid_is_told_by_signal_and_found_without_one(computer: Computer) -> None:
    with closing(computer.watch()):
        computer.power.lid = True
        computer.system.do(computer.power.emit_properties_changed, {"LidIsClosed": True})
        until(lambda: computer.last.lid_closed)
    with closing(computer.watch(look_s=0.02)) as watch:
        for closed in (True, False):
            computer.manager.lid = closed
            until(lambda closed=closed: watch.state().lid_closed == closed)  # type: ignore[misc]


def test_a_closed_lid_beside_another_screen_is_nothing(computer: Computer) -> None:
    computer.manager.lid = computer.power.lid = computer.manager.docked = True
    with closing(computer.watch()) as watch:
        computer.system.do(computer.power.emit_properties_changed, {"LidIsClosed": True})
        computer.system.do(computer.login.Lock)
        until(lambda: computer.last.locked)
        assert not watch.state().lid_closed


def test_do_not_disturb_of_the_notification_server_is_told(computer: Computer) -> None:
    server = NotificationServer()
    computer.session.serve(NOTIFICATIONS, ("/org/freedesktop/Notifications", server))
    with closing(computer.watch()):
        for quiet in (True, False):
            server.quiet = quiet
            computer.session.do(server.emit_properties_changed, {"Inhibited": quiet})
            until(lambda quiet=quiet: computer.last.do_not_disturb == quiet)  # type: ignore[misc]


@needs_dunst
@pytest.mark.usefixtures("display")
def test_do_not_disturb_of_dunst_is_told(computer: Computer, tmp_path: Path) -> None:
    with dunst(tmp_path), closing(computer.watch()):
        for quiet in ("true", "false"):
            dunstctl("set-paused", quiet)
            until(lambda quiet=quiet: computer.last.do_not_disturb == (quiet == "true"))  # type: ignore[misc]


def test_do_not_disturb_of_gnome_is_told(
    computer: Computer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool, answer = home / "gsettings", home / "answer"
    tool.write_text(f'#!/bin/sh\necho "$*" > {home}/asked\ncat {answer}\n')
    tool.chmod(0o755)
    answer.write_text("true\n")
    monkeypatch.setenv("PATH", f"{home}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    settings = Settings()
    computer.session.serve("ca.desrt.dconf", ("/ca/desrt/dconf/Writer/user", settings))
    with closing(computer.watch()) as watch:
        assert (home / "asked").read_text() == "get org.gnome.desktop.notifications show-banners\n"
        assert not watch.state().do_not_disturb
        for quiet in (True, False):
            answer.write_text("false\n" if quiet else "true\n")
            key = "/org/gnome/desktop/notifications/show-banners"
            computer.session.do(settings.Notify, key, [""], "tag")
            until(lambda quiet=quiet: computer.last.do_not_disturb == quiet)  # type: ignore[misc]


@pytest.mark.parametrize(("owner", "idle", "idle_s"), [("", 90, 90.0), ("org.kde.screensaver", 90_000, 90.0)])
def test_idle_time_is_known_whatever_the_desktop_counts_in(
    computer: Computer, owner: str, idle: int, idle_s: float
) -> None:
    saver = Saver("org.freedesktop.ScreenSaver")
    saver.idle = idle
    computer.session.serve("org.freedesktop.ScreenSaver", ("/org/freedesktop/ScreenSaver", saver))
    if owner:
        computer.session.serve(owner)
    with closing(computer.watch()) as watch:
        assert watch.state().idle_s == idle_s


def test_idle_time_of_the_login_manager_serves_where_no_desktop_tells(computer: Computer) -> None:
    computer.login.idle, computer.login.idle_since = True, int((time.monotonic() - 100) * 1e6)
    with closing(computer.watch()) as watch:
        assert 100 <= (watch.state().idle_s or 0) < 400


def test_a_login_manager_that_starts_anew_is_found_again(computer: Computer) -> None:
    with closing(computer.watch()):
        computer.system.do(computer.manager.PrepareForSleep, True)
        until(lambda: computer.last.asleep)
        computer.system.give_up(LOGIND)
        until(lambda: not computer.last.asleep)  # nobody would tell that it woke
        computer.system.serve(LOGIND)
        until(lambda: len(computer.manager.delays) == 2)
        computer.system.do(computer.login.Lock)
        until(lambda: computer.last.locked)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[Services]:
    """The bus of a system with nobody on it yet."""
    with own_bus() as system:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", system)
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        services = Services(system)
        yield services
        services.close()


def test_of_several_sessions_the_users_own_with_a_screen_is_followed(bare: Services) -> None:
    ours, theirs, terminal = Session(), Session(), Session()
    lister = Lister(
        (os.geteuid() + 1, "seat0", ASIDE), (os.geteuid(), "", USER), (os.geteuid(), "seat0", SESSION)
    )
    bare.serve(LOGIND, (LOGIND_PATH, lister), (SESSION, ours), (ASIDE, theirs), (USER, terminal))
    told: list[SessionState] = []
    with closing(LinuxSessionWatch(told.append, 600.0)) as watch:
        watch.wait_until_known(60.0)
        for session in (theirs, terminal, ours):
            bare.do(session.Lock)
        until(lambda: told)
        bare.do(ours.Unlock)
        until(lambda: len(told) == 2)
        assert [state.locked for state in told] == [True, False]
        assert "systemd-logind" not in watch.problem


def test_where_no_session_is_known_each_lock_counts(bare: Services) -> None:
    session, told = Session(), list[SessionState]()
    bare.serve(LOGIND, (LOGIND_PATH, Lister()), (SESSION, session))
    with closing(LinuxSessionWatch(told.append, 600.0)) as watch:
        watch.wait_until_known(60.0)
        assert "knows no session of yours" in watch.problem
        bare.do(session.Lock)
        until(lambda: watch.state().locked)
        bare.do(session.emit_properties_changed, {"LockedHint": True})
        bare.do(session.emit_properties_changed, {"LockedHint": False})
        until(lambda: not watch.state().locked)


def test_a_login_manager_that_comes_later_is_followed(bare: Services) -> None:
    session = Session()
    with closing(LinuxSessionWatch(lambda _: None, 600.0)) as watch:
        watch.wait_until_known(60.0)
        assert "systemd-logind does not run" in watch.problem
        bare.serve(LOGIND, (LOGIND_PATH, Manager()), (USER, User()), (SESSION, session))
        until(lambda: "lock, sleep" not in watch.problem)
        bare.do(session.Lock)
        until(lambda: watch.state().locked)


def problem_of(computer_watch: LinuxSessionWatch) -> str:
    with closing(computer_watch) as watch:
        watch.wait_until_known(60.0)
        assert replace(watch.state(), on_low_battery=False) == SessionState()
        return watch.problem


def test_without_any_bus_it_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={home}/none")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    said = problem_of(LinuxSessionWatch(lambda _: None))
    assert said == (
        "lock, sleep and lid cannot be noticed here: there is no system D-Bus; "
        "pause it yourself when you leave: formcheck desk pause"
    )


def test_buses_on_a_network_are_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "tcp:host=localhost,port=9")
    assert "is not one of this computer" in problem_of(LinuxSessionWatch(lambda _: None))


def test_a_login_manager_that_is_not_there_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with own_bus() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        assert "systemd-logind does not run" in problem_of(LinuxSessionWatch(lambda _: None))


def test_who_is_told_may_fail_without_harm(computer: Computer) -> None:
    def fail(_: SessionState) -> None:
        raise ZeroDivisionError

    with closing(LinuxSessionWatch(fail, 600.0)) as watch:
        watch.wait_until_known(60.0)
        computer.system.do(computer.login.Lock)
        until(lambda: watch.state().locked)
        computer.system.do(computer.login.Unlock)
        until(lambda: not watch.state().locked)


@pytest.mark.parametrize(
    ("battery", "low"),
    [
        (None, False),
        (Battery(19, 600, False), True),
        (Battery(20, 600, False), False),
        (Battery(5, 600, True), False),
        (Battery(5, 600, None), False),
        (OSError("odd"), False),
    ],
)
def test_a_battery_is_low_when_it_runs_out(battery: Any, low: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask() -> Any:
        if isinstance(battery, Exception):
            raise battery
        return battery

    monkeypatch.setattr(psutil, "sensors_battery", ask)
    assert on_low_battery() == low


class Asked:
    """A system that is asked."""

    def __init__(self) -> None:
        self.locked = False

    def often(self, known: SessionState) -> SessionState:
        return replace(known, locked=self.locked)

    def seldom(self, known: SessionState) -> SessionState:
        return replace(known, lid_closed=True)


def test_a_system_that_is_asked_tells_what_changes() -> None:
    told: list[SessionState] = []
    system = Asked()
    with closing(PolledSessionWatch(told.append, lambda: system, look_s=0.01)) as watch:
        until(lambda: told and told[-1].lid_closed)
        system.locked = True
        until(lambda: told[-1].locked)
        assert watch.problem == ""


@pytest.mark.parametrize("platform", ["darwin", "win32", "plan9"])
def test_a_system_that_cannot_be_asked_is_said(platform: str) -> None:
    with closing(open_session_watch(lambda _: None, platform)) as watch:
        assert "cannot be noticed" in watch.problem
        assert watch.state() == SessionState()
        watch.may_sleep()


def test_another_program_that_has_a_camera_is_named(tmp_path: Path) -> None:
    for number, target in {"100": "/dev/video0", "200": "/dev/null", "nonsense": "/dev/video0"}.items():
        (tmp_path / number / "fd").mkdir(parents=True)
        (tmp_path / number / "fd" / "3").symlink_to(target)
        (tmp_path / number / "comm").write_text(f"meeting{number}\n")
    assert users_of_cameras(tmp_path) == ("meeting100",)
    assert users_of_cameras(tmp_path / "none") == ()
