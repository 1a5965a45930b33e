"""Drawing what is known at one moment into its picture."""

from collections.abc import Callable, Mapping

import numpy as np

from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View
from formcheck.phases.rep import Phase
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import FloatArray, Pose
from formcheck.rules.finding import Severity
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.angle_marks import AngleMark, joints_of
from formcheck.sinks.drawing.figure import VISIBLE, Figure
from formcheck.sinks.drawing.plates import Box, Sign, Stamp, cue_stamp, posture_plate, status_stamp
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
        angles: The angles to mark, where they have a value.
        rule_measures: Full rule id -> the measures it judges: their joints are ringed while it fires.
        judged_from: Measurement -> the views that some rule judges it from; it is drawn only there.
        states: Full rule id -> its title, for an activity without reps: the posture stands where the count
            would be.
        bgr: The pictures are BGR, as windows want them; the words are not drawn then.
    """

    def __init__(
        self,
        info: StreamInfo,
        angles: tuple[AngleMark, ...] = (),
        rule_measures: Mapping[str, tuple[str, ...]] | None = None,
        judged_from: Mapping[str, frozenset[View]] | None = None,
        states: Mapping[str, str] | None = None,
        *,
        bgr: bool = False,
    ) -> None:
        self._info, self._bgr = info, bgr
        self._states = states
        self._angles = angles
        self._rule_measures = rule_measures or {}
        self._judged_from = judged_from or {}
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

    def draw(self, image: Image, observation: Observation, *, words: bool = True) -> Image:
        """Draw into a picture, in place.

        Args:
            image: The picture of the observation, at any scale.
            observation: What is known of it.
            words: Whether to write count, phase, view and cue as well.

        Returns:
            The same array.
        """
        pose, seen = observation.pose, np.empty((0, 2))
        if pose is not None:
            height, width = image.shape[:2]
            xy = pose.xy_px * (width / self._info.width_px, height / self._info.height_px)
            visibility = np.where(np.isnan(xy).any(1), 0.0, np.nan_to_num(pose.visibility))
            self._draw_body(Figure(image, xy, visibility, bgr=self._bgr), observation)
            seen = xy[visibility >= VISIBLE]
        if words and not self._bgr:
            self._draw_status(image, observation, seen)
            self._draw_cue(image, observation)
        return image

    def _draw_body(self, figure: Figure, observation: Observation) -> None:
        figure.draw_skeleton()
        figure.draw_rings(self._ringed(observation.firing))
        for mark in self._angles:
            measurement = observation.measurements.get(mark.measure)
            if measurement is None or measurement.value is None:
                continue
            if self._is_shown(mark, observation):
                figure.draw_angle(mark, measurement.value)
        figure.write_numbers()

    def _is_shown(self, mark: AngleMark, observation: Observation) -> bool:
        """Angles that nobody judges from here would only be in the way; some wait until they are at fault."""
        if observation.view not in self._judged_from.get(mark.measure, {observation.view}):
            return False
        names = {mark.measure, mark.measure.removeprefix("left_").removeprefix("right_")}
        return not mark.quiet or any(
            names & {*self._rule_measures.get(rule, ())} for rule in observation.firing
        )

    def _ringed(self, firing: Mapping[str, str]) -> tuple[Landmark, ...]:
        """The joints of the rules that fire now, on the side at fault."""
        joints = (
            joint
            for rule, side in firing.items()
            for measure in self._rule_measures.get(rule, ())
            for joint in joints_of(measure, side)
        )
        return tuple(dict.fromkeys(joints))

    def _draw_status(self, image: Image, observation: Observation, seen: FloatArray) -> None:
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
        stamp().paste(image)

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

    def _draw_cue(self, image: Image, observation: Observation) -> None:
        message = cue_message(observation, seated=self._states is not None)
        if message is not None:
            height, width = image.shape[:2]
            cue = (*message, width, height)
            self._stamp("cue", cue, lambda: cue_stamp(*cue)).paste(image)

    def _stamp(self, kind: str, key: tuple[object, ...], make: Callable[[], Stamp]) -> Stamp:
        known = self._stamps.get(kind)
        if known is None or known[0] != key:
            known = self._stamps[kind] = (key, make())
        return known[1]


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
