"""The live screen of a neck exercise: picture, a figure that shows the way, band to reach, count."""

import numpy as np

from formcheck.activities.activity import Activity
from formcheck.measurements.view import View
from formcheck.phases.rep import Phase
from formcheck.results.words import count
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.plates import GREY, INK, MEDIUM, Box, Style, fitting, put_row
from formcheck.sinks.screen.layout import LiveLayout
from formcheck.sinks.screen.move_figure import draw_band, draw_figure, showing
from formcheck.sinks.screen.move_shown import MoveShown
from formcheck.sinks.screen.plates import count_stamp, note_stamp
from formcheck.sinks.screen.screen import LiveScreen
from formcheck.sinks.status import LiveStatus
from formcheck.source.frame import Image, StreamInfo

_PHASES = {Phase.BOTTOM: "ready", Phase.ASCENT: "go on", Phase.TOP: "hold", Phase.DESCENT: "and back"}
_HINTS = (("n", "next exercise"), ("space", "pause"), ("m", "sound"), ("q", "end"))
_TITLE, _WORDS, _BAND = 0.1, 0.09, 0.13
_SIDE_LENGTH = 0.5


class MoveScreen(LiveScreen):
    """Draws what the window shows during a routine.

    Args:
        info: The stream whose pixels the poses are in.
        activity: The exercise.
        mirror: Whether the picture is shown as in a mirror.

    Attributes:
        move: Where in the routine somebody is; None when it is over.
    """

    hints = _HINTS
    seated = True

    def __init__(self, info: StreamInfo, activity: Activity, mirror: bool = True) -> None:
        super().__init__(info, activity, mirror)
        self.move: MoveShown | None = None

    def _draw_set(self, layout: LiveLayout, seen: Observation | None, status: LiveStatus) -> None:
        move = self.move
        if move is None:
            return
        number, rows = _counted(move)
        self._paste(
            "count", (number, *rows), lambda box: count_stamp(number, "done", rows, box), layout.count
        )
        self._draw_plate(layout, move)
        if move.film:
            self._paste("note", (move.film,), lambda box: note_stamp(move.film, box), layout.note)

    def _draw_plate(self, layout: LiveLayout, move: MoveShown) -> None:
        side = round(_SIDE_LENGTH * layout.unit_px)
        gauges = layout.gauges
        box = Box(gauges.left + gauges.width - side, gauges.top, side, side).inside(
            *self._canvas.shape[1::-1]
        )
        patch: Image = np.full((box.height, box.width, 3), INK, np.uint8)
        self._paint(patch, move)
        self._canvas[box.top : box.top + box.height, box.left : box.left + box.width] = patch[..., ::-1]

    def _paint(self, patch: Image, move: MoveShown) -> None:
        height, width = patch.shape[:2]
        pad = round(0.05 * width)
        loud, quiet = Style(round(_TITLE * height)), Style(round(0.055 * height), GREY, MEDIUM)
        put_row(patch, move.title, pad, 0.09 * height, fitting(move.title, loud, width - 2 * pad))
        words = _asked(move)
        put_row(patch, words, pad, 0.17 * height, fitting(words, quiet, width - 2 * pad))
        band = round(_BAND * height)
        figure = patch[round(0.21 * height) : height - band]
        sign = self._sign(move)
        share = None if move.state.value is None else sign * move.state.value / move.settings.usual
        draw_figure(
            figure, move.settings.figure, self._goal(move), share, reached=move.state.phase is Phase.TOP
        )
        signal = next(iter(move.settings.signals.values()))
        draw_band(patch[height - band :], move.state.value, (signal.count, _aim(move), move.settings.usual))

    def _goal(self, move: MoveShown) -> float:
        """How far the outline is: to the side that is next, on the mirrored screen."""
        side = move.state.side or _next_side(move)
        sign = -1.0 if side == "right" else 1.0
        return (sign if self._mirror else -sign) * showing(move.time_s)

    def _sign(self, move: MoveShown) -> float:
        sign = -1.0 if move.state.side == "right" else 1.0
        return sign if self._mirror else -sign


def _counted(move: MoveShown) -> tuple[str, tuple[str, str]]:
    """The count, and the words beside it."""
    total = sum(number for _, number in move.done)
    phase = _PHASES.get(move.state.phase, "")
    if move.state.phase is Phase.TOP and move.settings.held:
        left_s = move.hold_s - move.state.held_s
        phase = f"hold {left_s:.0f} s" if left_s > 0 else _PHASES[Phase.DESCENT]
    sides = " ".join(f"{side[0].upper()} {number}/{move.wanted}" for side, number in move.done if side)
    return str(total), (phase, sides or f"of {move.wanted}")


def _asked(move: MoveShown) -> str:
    held = f", hold {move.hold_s:g} s" if move.settings.held else ""
    return f"exercise {move.number} of {move.of}: {count(move.wanted, 'time')}{held}"


def _next_side(move: MoveShown) -> str:
    """The side of which fewer are done."""
    sides = {side: number for side, number in move.done if side}
    return min(sides, key=lambda side: sides[side]) if sides else ""


def _aim(move: MoveShown) -> float:
    """Where the band to reach begins: at a share of the own best, never before what counts."""
    signal = move.settings.signals.get(View.FRONT) or next(iter(move.settings.signals.values()))
    side = move.state.side or _next_side(move) or "both"
    return max(signal.count, move.settings.reach * move.best.get(side, 0.0))
