"""All sinks by name, and how one is opened for a session."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass

from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.c3d import open_c3d
from formcheck.sinks.exports.coco import open_coco
from formcheck.sinks.exports.mot import open_mot
from formcheck.sinks.exports.openpose import open_openpose
from formcheck.sinks.exports.parquet import open_parquet
from formcheck.sinks.exports.trc import open_trc
from formcheck.sinks.exports.wide import open_wide
from formcheck.sinks.history_log import open_history_log
from formcheck.sinks.picture_folder import open_picture_folder
from formcheck.sinks.pose_file import open_pose_file
from formcheck.sinks.report.report_file import open_report_file
from formcheck.sinks.result_folder import open_result_folder
from formcheck.sinks.sink import Sink, Sinks
from formcheck.sinks.speech.spoken import open_spoken_lines
from formcheck.sinks.terminal import open_terminal_lines
from formcheck.sinks.video.annotated import open_annotated_video
from formcheck.sinks.video.recorded import open_recorded_video

Open = Callable[[SinkContext], Sink | None]


def _open_screen(context: SinkContext) -> Sink | None:
    """The live screen, where there is something to show it on; its drawing is of no use to others."""
    if context.options.surface is None:
        return None
    from formcheck.sinks.screen.shown import ShownScreen

    return ShownScreen(context.options.surface, context)


@dataclass(frozen=True, slots=True)
class _Entry:
    open: Open
    on_screen: bool = False


# They are closed in the reverse order: the report shows the video, and comes after the summary, which is
# small and worth most where there is little room. What is kept in the history has been written before.
_SINKS: dict[str, _Entry] = {
    "history": _Entry(open_history_log),
    "report": _Entry(open_report_file),
    "results": _Entry(open_result_folder),
    "picture": _Entry(open_picture_folder),
    "poses": _Entry(open_pose_file),
    "trc": _Entry(open_trc),
    "mot": _Entry(open_mot),
    "c3d": _Entry(open_c3d),
    "openpose": _Entry(open_openpose),
    "coco": _Entry(open_coco),
    "csv-wide": _Entry(open_wide),
    "parquet": _Entry(open_parquet),
    "annotated-video": _Entry(open_annotated_video),
    "recorded-video": _Entry(open_recorded_video),
    "speech": _Entry(open_spoken_lines),
    "terminal": _Entry(open_terminal_lines),
    "screen": _Entry(_open_screen, on_screen=True),
}


def register_sink(name: str, open_sink: Open, *, on_screen: bool = False) -> None:
    """Have a sink opened for every session from now on, of files and before a camera.

    Args:
        name: Its name; one that is there already is replaced.
        open_sink: Opens it for a session, or gives None where the session has nothing for it.
        on_screen: Whether the main thread of a live run feeds it, and once for the run: windows belong to
            that thread. It gets the newest update whenever there is time to show it, not each one.
    """
    _SINKS[name] = _Entry(open_sink, on_screen)


def forget_sink(name: str) -> None:
    """Open it no more.

    Raises:
        KeyError: If there is none.
    """
    del _SINKS[name]


def sink_names(*, on_screen: bool = False) -> tuple[str, ...]:
    """The names of those that are fed from where a session is judged, or of those that are on the screen."""
    return tuple(name for name, entry in _SINKS.items() if entry.on_screen is on_screen)


def open_sinks(names: Iterable[str], context: SinkContext) -> Sinks:
    """Open sinks for a session, as one.

    Args:
        names: Which; those that the session has nothing for are left out.
        context: The session.

    Raises:
        KeyError: If there is none of that name.
        FormcheckError: If one cannot be opened; those before it are aborted.
    """
    opened: list[Sink] = []
    with ExitStack() as opening:
        for name in names:
            sink = _SINKS[name].open(context)
            if sink is not None:
                opened.append(sink)
                opening.push(sink)
        opening.pop_all()
    return Sinks(opened)
