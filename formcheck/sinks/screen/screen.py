"""The live window's picture: the person mirrored, and what there is to know, in words readable from 4 m."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil

import cv2
import numpy as np

from formcheck.activities.activity import Activity
from formcheck.guide.guidance import Arrow, Guidance
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.pose.pose import Pose
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.flags import flags_now
from formcheck.sinks.drawing.overlay import PHASE_WORDS, Overlay, cue_message
from formcheck.sinks.drawing.plates import Box, Sign, Stamp, cue_stamp
from formcheck.sinks.screen.gauges import Gauge, Gauges
from formcheck.sinks.screen.keys import HINTS, help_rows
from formcheck.sinks.screen.layout import LiveLayout, lay_out
from formcheck.sinks.screen.plates import (
    RECORDING,
    ReachPlate,
    arrow_stamp,
    bar_stamp,
    count_stamp,
    countdown_stamp,
    gauges_stamp,
    note_stamp,
    pairs_stamp,
    posture_stamp,
    reach_plate,
    rows_stamp,
    tempo_stamp,
)
from formcheck.sinks.screen.posture import PostureNow, PostureWatch
from formcheck.sinks.screen.reach import Reach, ReachWatch
from formcheck.sinks.screen.rest import RestSummary
from formcheck.sinks.screen.tempo import Tempo, TempoWatch
from formcheck.sinks.status import LiveStatus
from formcheck.source.frame import Image, StreamInfo

_FLIPPED: dict[Arrow, Arrow] = {"left": "right", "right": "left"}
_CLOSE_UP_S = 1e-6
_GAUGES_EVERY_S = 0.15


class LiveScreen:
    """Draws what the live window shows. An instance is for one thread at a time.

    Args:
        info: The stream whose pixels the poses are in.
        activity: What is watched.
        mirror: Whether the picture is shown as in a mirror; words and numbers never are.

    Attributes:
        hints: Keys, and what they do, for the row at the bottom.
        seated: Whether head and shoulders are enough to be seen; None: of an activity without reps.
    """

    hints: Sequence[tuple[str, str]] = HINTS
    seated: bool | None = None

    def __init__(self, info: StreamInfo, activity: Activity, mirror: bool = True) -> None:
        self._info = info
        self._mirror = mirror
        self._overlay = Overlay(info, activity.rules, bgr=True, label_all=False)
        self._gauges = Gauges(activity)
        self._rules = {rule.id: rule for rule in activity.rules}
        self._readings: tuple[Gauge, ...] = ()
        # The observation that all numbers on the screen are of.
        self._numbers: Observation | None = None
        self._reach_watch = ReachWatch(activity)
        self._reach = Reach()
        self._reached: tuple[int, ...] = ()
        self._reach_plate: tuple[object, ReachPlate] | None = None
        self._tempo_watch = TempoWatch(activity)
        self._tempo = Tempo()
        self._tally = None if activity.mode.has_reps else PostureWatch(activity)
        self._posture = PostureNow()
        self._rest_summary = RestSummary(activity)
        self._rest: tuple[str, ...] = ()
        self._seen: Observation | None = None
        self._canvas: Image = np.zeros((1, 1, 3), np.uint8)
        self._place = Box(0, 0, 0, 0)
        self._layout: LiveLayout | None = None
        # The last plate of each kind: most pictures show the same words as the one before.
        self._stamps: dict[str, tuple[tuple[object, ...], Stamp]] = {}

    def draw(
        self,
        image_rgb: Image,
        observation: Observation | None,
        guidance: Guidance,
        status: LiveStatus,
        size_px: tuple[int, int],
        neutral: Neutral | None = None,
    ) -> Image:
        """One picture of the window.

        Args:
            image_rgb: The camera's picture, not mirrored, at any scale.
            observation: What is known of it, or None where nothing is yet.
            guidance: What the set-up guide says.
            status: What the window says of itself.
            size_px: Width and height of the window.
            neutral: What changes are taken from, for the gauges that show a change.

        Returns:
            (height, width, 3) uint8 BGR; the same array is drawn into by the next call.
        """
        self._prepare(image_rgb, size_px)
        self._show(image_rgb)
        if observation is not None:
            if observation is not self._seen:
                self._follow(observation, neutral)
            self._draw_body(observation)
        if self._layout is not None:
            if guidance.state == "ready":
                self._draw_set(self._layout, observation, status)
            else:
                self._draw_guide(self._layout, guidance)
                if status.summary:
                    self._draw_summary(self._layout, status.summary, self._layout.past)
            self._draw_bar(self._layout, status)
            if status.help:
                rows = help_rows(status.chosen_by)
                self._paste("help", rows, lambda box: pairs_stamp("Keys", rows, box), self._layout.help)
            else:
                self._draw_words(self._layout, observation, guidance, status)
        return self._canvas

    def _follow(self, observation: Observation, neutral: Neutral | None) -> None:
        """What adds up from one observation to the next."""
        self._seen, self._tempo = observation, self._tempo_watch.update(observation)
        self._reach = self._reach_watch.update(observation)
        self._read(observation, neutral)
        if self._tally is not None:
            self._posture = self._tally.update(observation)
        else:
            self._rest = self._rest_summary.update(observation)

    def _prepare(self, image: Image, size_px: tuple[int, int]) -> None:
        """Where the picture goes in a window of that size."""
        width, height = size_px
        image_height, image_width = image.shape[:2]
        scale = min(width / image_width, height / image_height)
        shown = (
            min(width, max(1, round(image_width * scale))),
            min(height, max(1, round(image_height * scale))),
        )
        place = Box((width - shown[0]) // 2, (height - shown[1]) // 2, *shown)
        if self._canvas.shape[:2] != (height, width):
            self._canvas = np.zeros((height, width, 3), np.uint8)
            self._layout = lay_out(width, height)
            self._stamps.clear()
            self._reach_plate = None
        elif place != self._place:
            self._canvas[:] = 0
        self._place = place

    def _part(self) -> Image:
        place = self._place
        return self._canvas[place.top : place.top + place.height, place.left : place.left + place.width]

    def _show(self, image: Image) -> None:
        """Put the picture into its place; the smaller of the two is turned about, which is quicker."""
        part = self._part()
        size = (part.shape[1], part.shape[0])
        self._clear_bars()
        if image.shape[1::-1] == size and part.flags.c_contiguous:
            self._turned(image, part)  # fresh memory for each picture would take as long as the turning
        elif image.shape[1::-1] == size:
            part[:] = self._turned(image)
        elif size[0] > image.shape[1]:
            cv2.resize(self._turned(image), size, dst=part)
        else:
            small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
            part[:] = self._turned(small)

    def _turned(self, image: Image, into: Image | None = None) -> Image:
        """BGR, and mirrored if wanted: a row of bytes from back to front is both at once."""
        if not self._mirror:
            return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2BGR, dst=into), np.uint8)
        height, width = image.shape[:2]
        rows = np.ascontiguousarray(image).reshape(height, width * 3)
        turned = cv2.flip(rows, 1, dst=None if into is None else into.reshape(height, width * 3))
        return np.asarray(turned, np.uint8).reshape(height, width, 3)

    def _clear_bars(self) -> None:
        """Plates also stand on the bars beside the picture, where nothing else wipes them off."""
        place = self._place
        self._canvas[: place.top] = 0
        self._canvas[place.top + place.height :] = 0
        self._canvas[:, : place.left] = 0
        self._canvas[:, place.left + place.width :] = 0

    def _draw_body(self, observation: Observation) -> None:
        numbers = self._numbers or observation
        held = replace(observation, measurements=numbers.measurements) if observation.firing else observation
        flags = flags_now(held, self._rules, numbers.neutral)
        if observation.pose is not None and self._mirror:
            points = observation.pose.points.copy()
            points[:, 0] = self._info.width_px - points[:, 0]
            observation = replace(observation, pose=Pose(points))
        covered = self._covered() if flags else ()
        self._overlay.draw(
            self._part(), observation, words=False, flags=flags, numbers=numbers, covered=covered
        )

    def _covered(self) -> tuple[Box, ...]:
        """Where plates are going to stand in the picture during a set."""
        layout, place = self._layout, self._place
        if layout is None:
            return ()
        # Hardly any cue takes all of its place.
        cue = replace(layout.cue, top=layout.cue.top + round(0.4 * layout.cue.height))
        plates = (layout.count, layout.tempo, layout.reach, layout.gauges, cue, layout.bar)
        return tuple(replace(box, left=box.left - place.left, top=box.top - place.top) for box in plates)

    def _draw_set(self, layout: LiveLayout, seen: Observation | None, status: LiveStatus) -> None:
        if self._tally is not None:
            self._draw_posture(layout)
        elif seen is not None:
            self._draw_count(layout, seen)
        if rows := (status.summary if seen is None else self._rest):
            self._draw_summary(layout, rows, layout.summary)
        elif seen is not None and (gauges := self._readings):
            shown = tuple(
                (g.title, g.band, g.is_now, *((round(r.value), r.severity) for r in g.readings))
                for g in gauges
            )
            self._paste("gauges", shown, lambda box: gauges_stamp(gauges, box), layout.gauges)

    def _draw_summary(self, layout: LiveLayout, rows: tuple[str, ...], place: Box) -> None:
        size_px = round(0.052 * layout.unit_px)
        if place.height > 2 * size_px:
            self._paste("summary", (rows, place), lambda box: rows_stamp(rows, box, size_px), place)

    def _read(self, seen: Observation, neutral: Neutral | None) -> None:
        """Read a few times a second: numbers that change faster cannot be read by anybody.

        Gauges and the labels at the joints are of the same moment, or one angle would have two numbers.
        """
        last = self._numbers
        if (
            last is None
            or not 0 <= seen.time_s - last.time_s < _GAUGES_EVERY_S
            or seen.view is not last.view
            or len(self._reached) != len(self._reach.shares)
        ):
            self._reached = tuple(round(100 * share) for _, share in self._reach.shares)
            self._numbers = seen if neutral is None else replace(seen, neutral=neutral)
            self._readings = self._gauges.read(seen, neutral)

    def _draw_count(self, layout: LiveLayout, seen: Observation) -> None:
        count, unit = str(seen.rep_count), "rep" if seen.rep_count == 1 else "reps"
        view = "" if seen.view is View.UNKNOWN else f"{seen.view} view"
        rows = (PHASE_WORDS.get(seen.phase, ""), view)
        self._paste("count", (count, *rows), lambda box: count_stamp(count, unit, rows, box), layout.count)
        tempo = self._tempo
        times = tuple(None if s is None else round(s, 1) for s in (tempo.up_s, tempo.down_s))
        self._paste(
            "tempo",
            (times, tempo.is_up, tempo.is_down, tempo.severity),
            lambda box: tempo_stamp(tempo, box),
            layout.tempo,
        )
        self._draw_reach(layout)

    def _draw_reach(self, layout: LiveLayout) -> None:
        reach, numbers = self._reach, self._reached
        key = (numbers, [side for side, _ in reach.shares], reach.of_own, reach.lags)
        if self._reach_plate is None or self._reach_plate[0] != key:
            plate = reach_plate(reach, numbers, layout.reach)
            plate.stamp.in_bgr()
            self._reach_plate = key, plate
        self._reach_plate[1].stamp.paste(self._canvas)
        self._reach_plate[1].draw(self._canvas, reach)

    def _draw_posture(self, layout: LiveLayout) -> None:
        now = self._posture
        key = (now.words, now.sign, int(now.neutral_s), int(now.judged_s), now.events)
        self._paste("count", key, lambda box: posture_stamp(now, box), layout.count)

    def _draw_guide(self, layout: LiveLayout, guidance: Guidance) -> None:
        if guidance.seconds_left is not None:
            number = max(1, ceil(guidance.seconds_left - _CLOSE_UP_S))
            self._paste("guide", (number,), lambda box: countdown_stamp(number, box), layout.guide)
        elif guidance.arrow:
            arrow = guidance.arrow if self._mirror else _FLIPPED.get(guidance.arrow, guidance.arrow)
            self._paste("guide", (arrow,), lambda box: arrow_stamp(arrow, box), layout.guide)
        if guidance.note:
            self._paste("note", (guidance.note,), lambda box: note_stamp(guidance.note, box), layout.note)

    def _draw_bar(self, layout: LiveLayout, status: LiveStatus) -> None:
        told, hints = tuple(_told(status)), self.hints[-1:] if status.only_end else self.hints
        self._paste("bar", (told, hints), lambda box: bar_stamp(told, hints, box), layout.bar)

    def _draw_words(
        self, layout: LiveLayout, seen: Observation | None, guidance: Guidance, status: LiveStatus
    ) -> None:
        seated = self._tally is not None if self.seated is None else self.seated
        message = _message(seen, guidance, status, seated=seated)
        if message is None:
            return
        width, lower = self._canvas.shape[1], layout.bar.top - layout.cue_height_px

        def make(box: Box) -> Stamp:
            return cue_stamp(*message, width, layout.cue_height_px).moved(0, lower)

        self._paste("cue", message, make, layout.cue)

    def _paste(self, kind: str, key: tuple[object, ...], make: Callable[[Box], Stamp], box: Box) -> None:
        known = self._stamps.get(kind)
        if known is None or known[0] != key:
            known = self._stamps[kind] = (key, make(box).in_bgr())
        known[1].paste(self._canvas)


def _told(status: LiveStatus) -> list[str]:
    """What a run says of itself in small words, the most important first."""
    rows = [RECORDING] if status.recording else []
    if status.muted and status.sound != "none":
        rows.append("sound off")
    if status.fps is not None:
        rows.append(f"{status.fps:.0f} fps")
    return rows


def _message(
    seen: Observation | None, guidance: Guidance, status: LiveStatus, *, seated: bool
) -> tuple[str, Sign] | None:
    """The one thing in large words at the bottom, and under which sign."""
    if status.trouble is not None:
        return status.trouble.shown, Sign.NOTICE
    if status.paused:
        return "Paused", Sign.NOTICE
    if guidance.message:
        return guidance.message, Sign.NOTICE
    if guidance.state != "ready" or seen is None:
        return None
    return cue_message(seen, seated=seated)
