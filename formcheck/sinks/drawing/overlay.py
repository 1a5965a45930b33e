"""Drawing what is known at one moment into its picture."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View
from formcheck.phases.rep import Phase
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import FloatArray, Pose
from formcheck.rules.finding import Severity
from formcheck.rules.quantities import quantity_of
from formcheck.rules.rule import Rule
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.angle_marks import AngleMark, joints_of, limb_of, marks_of, points_of
from formcheck.sinks.drawing.bar_path import BarPath
from formcheck.sinks.drawing.figure import VISIBLE, Figure
from formcheck.sinks.drawing.flags import Flag, flags_now
from formcheck.sinks.drawing.judged_angles import JudgedAngles
from formcheck.sinks.drawing.labels import Label, degrees
from formcheck.sinks.drawing.plates import GREEN, Box, Sign, Stamp, cue_stamp, posture_plate, status_stamp
from formcheck.source.frame import Image, StreamInfo

_L = Landmark
_TRUNK_AND_ARMS = (
    *(_L(i) for i in range(_L.LEFT_SHOULDER, _L.LEFT_PINKY)),
    _L.LEFT_HIP,
    _L.RIGHT_HIP,
)
PHASE_WORDS = {
    Phase.SETUP: "set up",
    Phase.BOTTOM: "bottom",
    Phase.ASCENT: "going up",
    Phase.TOP: "top",
    Phase.DESCENT: "going down",
}
# What holds the weight is called a hand.
_SPOKEN = {"wrist": "hand"}
_WHY = {
    Reason.NO_PERSON: "Nobody here",
    Reason.TURNED_AWAY: "Turned away",
    Reason.SHOULDER_UP: "One shoulder higher",
    Reason.ARM_UP: "Arm up",
    Reason.NO_NEUTRAL: "Learning your neutral",
    Reason.WRONG_VIEW: "Cannot judge from here",
}


class Overlay:
    """Draws skeleton, angles, count and cue into pictures of one stream, of whatever scale.

    All sizes follow the height of the picture that is drawn into, which may be a scaled copy of the
    stream's. An instance is for one thread at a time.

    Args:
        info: The stream whose pixels the poses are in.
        rules: What is judged: the limb of a rule that fires is marked, and the angles that a rule looks at
            from here and now are drawn, at most two kinds of them.
        angles: Angles to mark whenever they have a value, whether or not a rule looks at them.
        states: Full rule id -> its title, for an activity without reps: the posture stands where the count
            would be.
        path: Whether the way of the hands through the rep is drawn: for pictures that follow one another.
        bgr: The pictures are BGR, as windows want them; the words are not drawn then.
        label_size: How large the labels at the joints are; 1 can be read from 3 m.
        label_all: Whether angles that are not at fault have labels too; their numbers may stand elsewhere.
    """

    def __init__(
        self,
        info: StreamInfo,
        rules: Sequence[Rule] = (),
        angles: tuple[AngleMark, ...] = (),
        states: Mapping[str, str] | None = None,
        *,
        path: bool = False,
        bgr: bool = False,
        label_size: float = 1.0,
        label_all: bool = True,
    ) -> None:
        self._info, self._bgr, self._label_size, self._label_all = info, bgr, label_size, label_all
        self._states = states
        self._rules = {rule.id: rule for rule in rules}
        self._judged = JudgedAngles(rules)
        self._angles = angles
        self._path = BarPath() if path else None
        # Which way each angle grows, from when it was last large enough to tell.
        self._ways: dict[str, int] = {}
        # The last plate of each kind: most pictures show the same words as the one before.
        self._stamps: dict[str, tuple[tuple[object, ...], Stamp]] = {}
        self._at_right = False
        # The top corners that the body was in since the count last changed: left is False, right is True.
        self._taken: set[bool] = set()
        self._count = 0

    @property
    def info(self) -> StreamInfo:
        """The stream whose pixels the poses are in."""
        return self._info

    def draw(
        self,
        image: Image,
        observation: Observation,
        *,
        words: bool = True,
        flags: Sequence[Flag] | None = None,
        numbers: Observation | None = None,
        covered: Sequence[Box] = (),
    ) -> Image:
        """Draw into a picture, in place.

        Args:
            image: The picture of the observation, at any scale.
            observation: What is known of it.
            words: Whether to write count, phase, view and cue as well.
            flags: What is at fault; None: what fires now.
            numbers: The observation that the numbers are taken from; None: this one.
            covered: Places of the picture where others are going to draw: no label goes there.

        Returns:
            The same array.
        """
        pose = observation.pose
        if flags is None:
            flags = flags_now(observation, self._rules, observation.neutral)
        scale = image.shape[1] / self._info.width_px, image.shape[0] / self._info.height_px
        if self._path is not None:
            self._path.add(observation)
        xy, visibility = np.empty((0, 2)), np.empty(0)
        if pose is not None:
            xy = pose.xy_px * scale
            visibility = np.where(np.isnan(xy).any(1), 0.0, np.nan_to_num(pose.visibility))
        seen = xy[visibility >= VISIBLE]
        plates = self._plates(image, observation, seen) if words and not self._bgr else ()
        if pose is not None:
            figure = Figure(image, xy, visibility, bgr=self._bgr, label_size=self._label_size)
            self._draw_path(figure, scale)
            self._draw_body(figure, observation, flags, numbers or observation)
            figure.write_labels((*covered, *(plate.box for plate in plates)))
        for plate in plates:
            plate.paste(image)
        return image

    def _plates(self, image: Image, observation: Observation, seen: FloatArray) -> tuple[Stamp, ...]:
        """The words that are pasted last: known before, so that no label at a joint comes under them."""
        cue = self._cue(image, observation)
        status = self._status(image, observation, seen)
        return (status,) if cue is None else (status, cue)

    def _draw_path(self, figure: Figure, scale: tuple[float, float]) -> None:
        for path in self._path.paths_px if self._path is not None else ():
            figure.draw_path(path * scale, GREEN)

    def _draw_body(
        self, figure: Figure, seen: Observation, flags: Sequence[Flag], numbers: Observation
    ) -> None:
        figure.draw_skeleton()
        for flag in flags:
            for limb in limb_of(flag.measure, flag.side):
                figure.draw_limb(limb)
        figure.draw_rings(
            dict.fromkeys(j for flag in flags for j in joints_of(flag.measure, flag.side or ""))
        )
        for flag in flags:
            self._draw_flag(figure, flag, seen)
        # While something is at fault, its number is the one to look at.
        for mark in self._angles or (() if flags else self._looked_at(figure, seen)):
            if not mark.quiet and mark.quantity not in {flag.measure for flag in flags}:
                self._draw_angle(figure, mark, numbers)

    def _looked_at(self, figure: Figure, seen: Observation) -> Iterator[AngleMark]:
        """The angles that rules look at from here and now; from the side those of the arm that is near."""
        marks = self._judged.at(seen.view, seen.phase)
        for mark in marks:
            other = next((m for m in marks if m.quantity == mark.quantity and m.side != mark.side), None)
            if other is None or seen.view is not View.SIDE or _is_nearer(figure, mark, other):
                yield mark

    def _draw_angle(self, figure: Figure, mark: AngleMark, numbers: Observation) -> None:
        raw, value = numbers.measurements.get(mark.measure), self._judged.value_of(mark, numbers)
        if value is not None and raw is not None and raw.value is not None:
            change = value if self._judged.compare_of(mark.quantity) == "change" else None
            label = _label(mark, value) if self._label_all else None
            way = self._way(figure, mark, raw.value)
            figure.draw_angle(mark, label, change_deg=change, to_limit_deg=0.0, way=way)

    def _draw_flag(self, figure: Figure, flag: Flag, seen: Observation) -> None:
        """The target and the number of what is at fault, or the side that it is on."""
        quantity = quantity_of(flag.measure)
        if quantity is None:
            return
        own = joints_of(flag.measure, flag.side or "")
        target, label = quantity.target, None
        if target is not None:
            even = quantity.compares_sides
            figure.draw_target(target.way, points_of(target.through), own, highest=even)
        for mark in marks_of(quantity):
            if flag.side in (None, mark.side or None) and flag.value is not None:
                label = self._draw_flagged_angle(figure, mark, flag, seen)
        if label is None and flag.side is not None and own:
            part = _SPOKEN.get(quantity.joints[0], quantity.joints[0])
            words = Label(f"{flag.side} {part}", "low" if flag.lags else "", loud=True)
            figure.label_joint(words, own[:1], (0.0, 1.0 if flag.lags else -1.0))

    def _draw_flagged_angle(self, figure: Figure, mark: AngleMark, flag: Flag, seen: Observation) -> Label:
        assert flag.value is not None
        measured = seen.measurements.get(mark.measure)
        raw = None if measured is None else measured.value
        label = _label(mark, flag.value, side=flag.side or "", loud=True)
        change = flag.value if self._judged.compare_of(mark.quantity) == "change" else None
        way = 0 if raw is None else self._way(figure, mark, raw)
        to_limit = 0.0 if flag.limit is None else flag.limit - flag.value
        figure.draw_angle(mark, label, change_deg=change, to_limit_deg=to_limit, way=way)
        return label

    def _way(self, figure: Figure, mark: AngleMark, value: float) -> int:
        way = figure.way_of(mark, value)
        self._ways[mark.measure] = way or self._ways.get(mark.measure, 0)
        return self._ways[mark.measure]

    def _status(self, image: Image, observation: Observation, seen: FloatArray) -> Stamp:
        height, width = image.shape[:2]
        phase = PHASE_WORDS.get(observation.phase, "")
        view = "" if observation.view is View.UNKNOWN else f"{observation.view} view"
        status = (observation.rep_count, phase, view, width, height)

        def stamp() -> Stamp:
            at_right = self._at_right
            if self._states is not None:
                posture = (*posture_words(observation, self._states), width, height)
                words, sign = posture[:2]
                return self._stamp(
                    "status",
                    (*posture, view, at_right),
                    lambda: posture_plate(words, view, sign, width, height, at_right=at_right),
                )
            return self._stamp(
                "status", (*status, at_right), lambda: status_stamp(*status, at_right=at_right)
            )

        self._make_way(stamp().box, width, observation.rep_count, seen)
        return stamp()

    def _make_way(self, box: Box, width: int, count: int, seen: FloatArray) -> None:
        """Move the status out of the body's way: once a rep at most, so that it does not jump about."""
        if count != self._count:
            self._count, self._taken = count, set()
        here, other = self._at_right, not self._at_right
        for corner, place in ((here, box), (other, box.mirrored(width))):
            if place.holds_any(seen):
                self._taken.add(corner)
        if here in self._taken and other not in self._taken:
            self._at_right = other

    def _cue(self, image: Image, observation: Observation) -> Stamp | None:
        message = cue_message(observation, seated=self._states is not None)
        if message is None:
            return None
        height, width = image.shape[:2]
        cue = (*message, width, height)
        return self._stamp("cue", cue, lambda: cue_stamp(*cue))

    def _stamp(self, kind: str, key: tuple[object, ...], make: Callable[[], Stamp]) -> Stamp:
        known = self._stamps.get(kind)
        if known is None or known[0] != key:
            known = self._stamps[kind] = (key, make())
        return known[1]


def _is_nearer(figure: Figure, mark: AngleMark, other: AngleMark) -> bool:
    own, others = (figure.is_seen((*each.vertex, *each.leg)) for each in (mark, other))
    return own > others or (own == others and mark.side == "left")


def cue_message(observation: Observation, *, seated: bool = False) -> tuple[str, Sign] | None:
    """What is said at the bottom of the picture, and under which sign.

    Args:
        observation: What is known now.
        seated: Head and shoulders are enough to be seen.
    """
    cue, seen = observation.cue, seated or _is_seen(observation.pose)
    if cue is None:
        if observation.pose is None:
            return "No person in view", Sign.NOTICE
        return None if seen else ("Can't see you", Sign.NOTICE)
    if cue.severity is not None:
        return cue.text, Sign.CAUTION if cue.severity is Severity.CAUTION else Sign.POOR
    return cue.text, Sign.PRAISE if cue.rule is not None else Sign.NOTICE


def _is_seen(pose: Pose | None) -> bool:
    """Whether at least half of trunk and arms can be seen: a side view shows no more."""
    if pose is None:
        return False
    visible = sum(pose.visibility[point] >= VISIBLE for point in _TRUNK_AND_ARMS)
    return bool(visible >= len(_TRUNK_AND_ARMS) / 2)


def posture_words(observation: Observation, titles: Mapping[str, str]) -> tuple[str, Sign]:
    """The posture in words, and its sign."""
    for rule in observation.firing:
        return titles.get(rule, rule), Sign.CAUTION
    if observation.suspended is None:
        return "Neutral", Sign.PRAISE
    return _WHY.get(observation.suspended, "Not judged"), Sign.NOTICE


def _label(mark: AngleMark, value: float, *, side: str = "", loud: bool = False) -> Label:
    """What an angle is, which way it goes where people would not read it from a sign, and its size."""
    quantity = quantity_of(mark.measure)
    way = None if quantity is None else quantity.way_of(value)
    number = degrees(value if way is None else abs(value))
    return Label(" ".join(part for part in (side, mark.word, way) if part), number, loud=loud)
