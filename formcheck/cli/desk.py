"""`formcheck desk`: the all-day desk monitor."""

import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from formcheck.cli import desk_config, desk_control, desk_install, desk_tray
from formcheck.cli.say import say, show, talk
from formcheck.cli.signals import ended_by_signals
from formcheck.errors import AlreadyRunningError, ControlError

if TYPE_CHECKING:
    from formcheck.activities.activity import Activity
    from formcheck.desktop.control import Reply, Request
    from formcheck.monitor.config import DeskConfig
    from formcheck.monitor.desk_run import DeskRun
    from formcheck.monitor.ports import Notifier, Recorder, Sound, Window
    from formcheck.monitor.sitting import Choosing

_MINUTES, _SECONDS = "MIN", "S"


@click.group(invoke_without_command=True, short_help="Watch how you sit, all day.")
@click.option("--source", metavar="SOURCE", envvar="FORMCHECK_SOURCE",
              help="Camera number, device file, rtsp:// or http:// address, or a video file that is played; "
              "$FORMCHECK_SOURCE keeps a password out of the list of processes.  [default: 0]")  # fmt: skip
@click.option("--model", metavar="MODEL", help="Pose model: as of formcheck models.  [default: full]")
@click.option("--rate", type=float, metavar="N",
              help="Looks a second, 0.5 to 5; 0 for as often as it takes.  [default: 0]")  # fmt: skip
@click.option(
    "--profile", metavar="NAME", help="Compare with this calibration.  [default: the only one that fits]"
)
@click.option("--athlete", metavar="NAME", help="Whose day it is.  [default: yours]")
@click.option("--quiet-hours", multiple=True, metavar="FROM-TO",
              help="Tell nothing then, such as 22:00-07:00; may be given more than once.")  # fmt: skip
@click.option("--window/--no-window", default=None, help="A small window that stays in front.")
@click.option("--notify/--no-notify", default=None, help="Notices on the desktop.  [default: yes]")
@click.option("--sound", type=click.Choice(["off", "beep", "voice"]), help="What you hear.  [default: beep]")
@click.option("--voice", "sound", flag_value="voice", help="The same as --sound voice.")
@click.option("--caution-s", type=float, metavar=_SECONDS, help="A hint after so long.  [default: 15]")
@click.option("--alert-s", type=float, metavar=_SECONDS, help="A notice after so long.  [default: 45]")
@click.option("--sound-after-s", type=float, metavar=_SECONDS, help="A sound so much later.  [default: 30]")
@click.option("--clear-s", type=float, metavar=_SECONDS,
              help="Sitting well for so long ends a posture.  [default: 5]")  # fmt: skip
@click.option("--cooldown-s", type=float, metavar=_SECONDS,
              help="The same posture is not told again for so long.  [default: 300]")  # fmt: skip
@click.option("--snooze-s", type=float, metavar=_SECONDS, help="How long snooze lasts.  [default: 900]")
@click.option("--shift-min", type=float, metavar=_MINUTES,
              help="A nudge after so long without a shift; 0 for never.  [default: 25]")  # fmt: skip
@click.option("--break-min", type=float, metavar=_MINUTES,
              help="A nudge after so long without a break; 0 for never.  [default: 55]")  # fmt: skip
@click.option("--break-lasts-min", type=float, metavar=_MINUTES,
              help="Being away for so long is a break.  [default: 3]")  # fmt: skip
@click.option("--away-min", type=float, metavar=_MINUTES,
              help="Nobody there for so long, and the camera is off.  [default: 3]")  # fmt: skip
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@click.pass_context
def desk(context: click.Context, /, *, quiet: bool, **given: Any) -> int:
    """Watch how you sit, all day, and tell you rarely.

    Looks at you now and then, tells you once of a posture that lasts, and reminds you to move. No picture is
    kept: only numbers, once a minute. What every flag sets has a key of the same name in the config file: see
    formcheck desk config.

    Another program's call, a locked screen and an empty chair get the camera at once. It says when it is on.
    """
    if context.invoked_subcommand is not None:
        return 0
    from formcheck.monitor.config import load_config

    spans = list(given.pop("quiet_hours")) or None
    config = load_config().overridden({**given, "quiet_hours": spans})
    try:
        return _watch(config, asked_for_source=given["source"] is not None, quiet=quiet)
    except AlreadyRunningError as error:
        say(str(error))
        _show_other()
        return 1


for _part in (desk_control, desk_config, desk_install, desk_tray):
    _part.register(desk)


def _show_other() -> None:
    """What the monitor that runs does."""
    from formcheck.desktop.control import Request
    from formcheck.desktop.control_client import ask

    try:
        show(ask(Request("status")).text)
    except ControlError as error:
        say(str(error))


def _watch(config: "DeskConfig", *, asked_for_source: bool, quiet: bool) -> int:
    """Open everything in order, the one that tells of another monitor first."""
    from formcheck.activities.load import load_activity
    from formcheck.desktop.control import Reply
    from formcheck.desktop.control_server import open_control
    from formcheck.desktop.session_watch import open_session_watch
    from formcheck.monitor.clock import moment
    from formcheck.monitor.desk_run import DeskEnds, DeskRun
    from formcheck.monitor.monitor import Monitor
    from formcheck.monitor.sitting import SittingWatch
    from formcheck.monitor.worker_handle import Worker
    from formcheck.native_memory import use_few_arenas

    use_few_arenas()
    line = _StatusLine(wanted=not quiet and sys.stderr is not None and sys.stderr.isatty())
    activity = load_activity("desk")
    _require(config)
    runs: list[DeskRun] = []

    def answer(request: "Request") -> "Reply":
        return runs[0].answer(request) if runs else Reply(False, "it is starting; ask again", {})

    with ExitStack() as opened:
        control = open_control(answer)
        opened.callback(control.close)
        source, calibrates = _first_run(config, asked_for_source=asked_for_source, talk=line.talk)
        sitting = SittingWatch(activity, config.settings, _chooser(config, activity), line.talk)
        monitor = Monitor(
            config.settings,
            sitting.rules,
            moment(),
            athlete=config.athlete,
            source=_shown(source),
            pid=os.getpid(),
        )
        monitor.is_calibrating = calibrates
        run = DeskRun(monitor, sitting)
        runs.append(run)
        session = open_session_watch(run.changed)
        opened.callback(session.close)
        ends = DeskEnds(
            clock=moment,
            looker=lambda hear: Worker(source, config.model, hear),
            recorder=_recorder(line.talk, config.athlete or ""),
            talk=(lambda text: None) if quiet else line.talk,
            status=line.show,
            notifier=_notifier(run, opened) if config.notify else None,
            session=session,
            sound=_sound(config, opened),
            window=_window(opened) if config.window else None,
            spare_window=lambda: _window(opened),
            control=control,
        )
        with ended_by_signals(lambda number: run.stop()):
            ended_well = run.run(ends)
        line.clear()
    return 0 if ended_well else 1


def _require(config: "DeskConfig") -> None:
    """Say at once what cannot work: a model or a profile that is not there."""
    from formcheck.calibration.store import ProfileStore
    from formcheck.pose.models import pose_model

    pose_model(config.model)
    if config.profile:
        ProfileStore().require(config.profile)


def _chooser(config: "DeskConfig", activity: "Activity") -> "Choosing":
    from formcheck.calibration.starting_neutral import ProfileChooser, ProfileWish
    from formcheck.source.frame import StreamInfo

    def choosing(info: StreamInfo) -> ProfileChooser:
        wish = ProfileWish(config.profile or None)
        return ProfileChooser(info, activity.mode, wish, info.pose_model, last_only=True)

    return choosing


def _first_run(
    config: "DeskConfig", *, asked_for_source: bool, talk: Callable[[str], None]
) -> tuple[str, bool]:
    """Which source, and whether to calibrate: asked where somebody can answer and nothing is stored yet."""
    from formcheck.calibration.choose import candidates
    from formcheck.calibration.store import ProfileStore
    from formcheck.cli.desk_first_run import first_run

    known = bool(config.profile) or bool(candidates(ProfileStore(), "desk")[0])
    can_answer = sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None
    if known:
        return config.source, False
    if not can_answer:
        talk("no calibration yet: I learn from your first quiet seconds; better: formcheck desk calibrate")
        return config.source, False
    return first_run(config.source, choose=not asked_for_source and config.source == "0")


def _recorder(talk: Callable[[str], None], athlete: str) -> "Recorder":
    from formcheck.monitor.keeping import open_recorder

    return open_recorder(talk, athlete)


def _notifier(run: "DeskRun", opened: ExitStack) -> "Notifier":
    from formcheck.desktop.notifier import open_notifier

    notifier = open_notifier(run.pressed)
    opened.callback(notifier.close)
    return notifier


class _Heard:
    """A speaker that is told when: now."""

    def __init__(self, kind: str) -> None:
        from formcheck.sinks.speech.opening import open_speaker

        self._speaker = open_speaker("voice" if kind == "voice" else "beep")

    @property
    def problem(self) -> str:
        return self._speaker.problem

    def say(self, text: str) -> None:
        self._speaker.say(text, time.monotonic())

    def close(self) -> None:
        self._speaker.close()


def _sound(config: "DeskConfig", opened: ExitStack) -> "Sound | None":
    if config.sound == "off":
        return None
    sound = _Heard(config.sound)
    opened.callback(sound.close)
    return sound


def _window(opened: ExitStack) -> "Window":
    from formcheck.desktop.small_window import open_window

    window = open_window()
    opened.callback(window.close)
    return window


def _shown(source: str) -> str:
    from formcheck.source.shown_address import without_credentials

    return without_credentials(source) if "://" in source else source


class _StatusLine:
    """Lines on stderr, and below them one that changes; without a terminal only the lines."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted, self._shown = wanted, ""

    def talk(self, text: str) -> None:
        """A line that stays."""
        self.clear()
        talk(text)

    def show(self, text: str) -> None:
        """The line that changes."""
        if self._wanted and text != self._shown:
            self.clear()
            width = _columns() - 1
            click.echo(text[:width], nl=False, err=True)
            self._shown = text

    def clear(self) -> None:
        """Take it away."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._shown = ""


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size().columns
