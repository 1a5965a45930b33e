"""The live window's picture: the person mirrored, and what there is to know, in words readable from 4 m."""

from dataclasses import replace

import cv2
import numpy as np

from formcheck.activities.activity import Activity, rule_measures, views_by_column
from formcheck.guide.guidance import Guidance
from formcheck.pose.pose import Pose
from formcheck.rules.finding import Severity
from formcheck.session.observation import Observation
from formcheck.sinks.angle_marks import marks_for
from formcheck.sinks.live_status import LiveStatus
from formcheck.sinks.overlay import Overlay
from formcheck.sinks.plates import Sign, cue_stamp, status_stamp
from formcheck.source.frame import Image, StreamInfo


class LiveScreen:
    """Draws what the live window shows.

    Args:
        info: The stream whose pixels the poses are in.
        activity: What is watched.
        mirror: Whether the picture is shown as in a mirror; words and numbers never are.
    """

    def __init__(self, info: StreamInfo, activity: Activity, mirror: bool = True) -> None:
        self._info = info
        self._mirror = mirror
        rule_measures_by_id = {rule.id: rule_measures(rule) for rule in activity.rules}
        names = [name for rule in activity.rules for name in rule_measures(rule)]
        self._overlay = Overlay(info, marks_for(names), rule_measures_by_id, views_by_column(activity))

    def draw(
        self,
        image_rgb: Image,
        observation: Observation | None,
        guidance: Guidance,
        status: LiveStatus,
        size_px: tuple[int, int],
    ) -> Image:
        """One picture of the window.

        Args:
            image_rgb: The camera's picture, not mirrored, at any scale.
            observation: What is known of it, or None where nothing is yet.
            guidance: What the set-up guide says.
            status: What the window says of itself.
            size_px: Width and height of the window.

        Returns:
            (height, width, 3) uint8 BGR.
        """
        width, height = size_px
        canvas: Image = np.zeros((height, width, 3), np.uint8)
        scale = min(width / image_rgb.shape[1], height / image_rgb.shape[0])
        shown_w = max(1, min(width, round(image_rgb.shape[1] * scale)))
        shown_h = max(1, min(height, round(image_rgb.shape[0] * scale)))
        left, top = (width - shown_w) // 2, (height - shown_h) // 2
        part = canvas[top : top + shown_h, left : left + shown_w]
        part[:] = cv2.resize(image_rgb, (shown_w, shown_h))
        if self._mirror:
            part[:] = cv2.flip(part, 1)
        if observation is not None:
            self._overlay.draw(part, self._as_shown(observation), words=False)
            status_stamp(observation.rep_count, str(observation.phase), "", width, height).paste(canvas)
        message, sign = _words(observation, guidance, status)
        if message:
            cue_stamp(message, sign, width, height).paste(canvas)
        return np.asarray(cv2.cvtColor(canvas, cv2.COLOR_RGB2BGR), np.uint8)

    def _as_shown(self, observation: Observation) -> Observation:
        if observation.pose is None or not self._mirror:
            return observation
        points = observation.pose.points.copy()
        points[:, 0] = self._info.width_px - points[:, 0]
        return replace(observation, pose=Pose(points))


def _words(observation: Observation | None, guidance: Guidance, status: LiveStatus) -> tuple[str, Sign]:
    if status.source_problem:
        return status.source_problem, Sign.NOTICE
    if guidance.seconds_left is not None:
        return f"{guidance.message} {guidance.seconds_left:.0f}", Sign.NOTICE
    if guidance.message:
        return guidance.message, Sign.NOTICE
    cue = observation.cue if observation is not None else None
    if cue is None:
        return "", Sign.NOTICE
    if cue.severity is None:
        return cue.text, Sign.PRAISE if cue.rule else Sign.NOTICE
    return cue.text, Sign.CAUTION if cue.severity is Severity.CAUTION else Sign.POOR
