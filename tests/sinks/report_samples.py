"""Realistic contents of a report, as a press analysed from the front would give them."""

import math
from collections.abc import Sequence
from dataclasses import replace

from formcheck.results.plots import Band, Plot, Series
from formcheck.results.summary import (
    AttemptSummary,
    Coverage,
    ErrorsSummary,
    FindingSummary,
    MeasurementSummary,
    NotJudgedSummary,
    RepSummary,
    SourceOfThreshold,
    SourceSummary,
    Summary,
)
from formcheck.sinks.report.data import ReportData

JPEG = b"\xff\xd8\xff\xe0 a picture \xff\xd9"
FPS = 30.0
TURN_SIDE_ON = "Turn side-on, with your whole body in the picture."


def summary(**changes: object) -> Summary:
    """A session of five reps with one attempt, three rules at fault and some not judged."""
    reps = [rep(index) for index in range(1, 6)]
    found = findings()
    reps = [r.model_copy(update={"findings": [f.id for f in found if f.rep == r.index]}) for r in reps]
    whole = Summary(
        schema="formcheck.summary/1",
        version="0.1.0",
        source=SourceSummary(
            name="press.mp4", kind="video", width_px=640, height_px=480, fps=FPS, start_s=None, end_s=None
        ),
        activity="overhead-press",
        model="full",
        errors=ErrorsSummary(known=True, fitted_on="full", text="typical errors, fitted on full"),
        coverage=Coverage(frames=300, with_pose=294, views={"front": 0.97, "oblique": 0.03}),
        reps=reps,
        attempts=[AttemptSummary(start_s=9.1, peak_s=9.4, end_s=9.8, reached_percent=62)],
        findings=found,
        not_judged=not_judged(),
        interrupted=False,
    )
    return whole.model_copy(update=changes)


def rep(index: int) -> RepSummary:
    """One of the five reps; the way down of the last was not seen to its end, nor an elbow of the fourth."""
    start_s = 0.4 + 1.7 * (index - 1)
    lockout = (171, 143, 155, 172, 139)[index - 1]
    hidden = MeasurementSummary(value=None, error=None, unit="deg", reason="the body part cannot be seen")
    return RepSummary(
        index=index,
        start_s=start_s,
        top_s=start_s + 0.7,
        end_s=start_s + 1.6,
        complete=index < 5,
        measurements={
            "concentric_time_s": seconds(0.7 + 0.01 * index),
            "eccentric_time_s": seconds(0.85),
            "range_percent": MeasurementSummary(value=100 - 2.0 * index, error=4, unit="%"),
            "left_lockout_deg": degrees(lockout + 2),
            "right_lockout_deg": hidden if index == 4 else degrees(lockout),
        },
        findings=[],
    )


def degrees(value: float) -> MeasurementSummary:
    return MeasurementSummary(value=value, error=6, unit="deg")


def seconds(value: float) -> MeasurementSummary:
    return MeasurementSummary(value=value, error=0.05, unit="s")


def finding(key: str, **changes: object) -> FindingSummary:
    """A short lockout in rep 2, or what the changes make of it."""
    usual = FindingSummary(
        id=key,
        rule="overhead-press.lockout",
        title="Short lockout",
        severity="poor",
        start_s=2.7,
        end_s=2.95,
        peak_s=2.8,
        rep=2,
        side="right",
        measure="right_elbow_angle_deg",
        value=143.2,
        threshold=150,
        unit="deg",
        error=6,
        uncertain=False,
        cue="Punch the ceiling",
        advice="Finish each press tall, with both elbows straight before you lower the weight.",
        source=SourceOfThreshold(tag="peer", text="Lockout angles that other press checkers use"),
    )
    return usual.model_copy(update=changes)


def findings() -> list[FindingSummary]:
    uneven = {
        "rule": "overhead-press.uneven",
        "title": "Uneven press",
        "severity": "caution",
        "side": "left",
        "measure": "elbow_angle_difference_deg",
        "value": 11.3,
        "threshold": 10,
        "error": 5,
        "uncertain": True,
        "cue": "Press evenly",
        "advice": "Drive both hands up together; start a little lighter if one arm keeps lagging.",
        "source": SourceOfThreshold(tag="derived", text="Left-right difference past the camera's error"),
    }
    shrug = {
        "rule": "overhead-press.shrug",
        "title": "Shrug at the start",
        "severity": "caution",
        "side": None,
        "measure": "shoulder_elevation_ratio",
        "value": 0.83,
        "threshold": 0.88,
        "unit": "ratio",
        "error": 0.03,
        "uncertain": False,
        "cue": "Shoulders down first",
        "advice": "Let your shoulders sink away from your ears before you press.",
        "source": SourceOfThreshold(tag="lit", text="Shoulder elevation at rest, relative to the neutral"),
    }
    return [
        finding("f1"),
        finding("f2", rep=3, severity="caution", value=154.4, threshold=160, uncertain=True, peak_s=4.5),
        finding("f3", rep=5, value=139.0, peak_s=7.9),
        finding("f4", **uneven, rep=3, peak_s=4.1),
        finding("f5", **shrug, rep=1, peak_s=0.6),
    ]


def not_judged() -> list[NotJudgedSummary]:
    view = "cannot be judged from this view"
    titles = {"layback": "Leaning back", "knees": "Knee bend", "head": "Head pushed forward"}
    side = [
        NotJudgedSummary(rule=f"overhead-press.{rule}", title=title, reason=view, fix=TURN_SIDE_ON, reps=[])
        for rule, title in titles.items()
    ]
    grip = NotJudgedSummary(
        rule="overhead-press.grip",
        title="Grip width",
        reason="the body part is outside the picture",
        fix="Step back until both hands stay in the picture.",
        reps=[4, 5],
    )
    return [*side, grip]


def times(duration_s: float) -> tuple[float, ...]:
    return tuple(index / FPS for index in range(int(duration_s * FPS)))


def elbow(time_s: float, low: float) -> float | None:
    """An elbow that opens and closes; it goes out of sight for a moment in the fourth rep."""
    if 5.9 < time_s < 6.3:
        return None
    into = ((time_s - 0.4) % 1.7) / 1.6
    if into > 1 or not 0.4 < time_s < 8.9:
        return low
    lockout = (171, 143, 155, 172, 139)[int((time_s - 0.4) // 1.7)]
    return low + (lockout - low) * math.sin(math.pi * into) ** 2


def bands(*limits: tuple[str, float], direction: str) -> tuple[Band, ...]:
    return tuple(Band(severity, threshold, direction) for severity, threshold in limits)


def plots(duration_s: float = 10.0) -> tuple[Plot, ...]:
    """A plot with findings on two curves, two more with findings, and two without."""
    at = times(duration_s)
    left = Series("left", at, tuple(elbow(t, 82) for t in at), 6)
    right = Series("right", at, tuple(elbow(t, 75) for t in at), 6)
    lockout = bands(("caution", 160), ("poor", 150), direction="below")
    uneven = bands(("caution", 10), ("poor", 20), direction="above")
    shrug = bands(("caution", 0.88), ("poor", 0.80), direction="below")
    lean = bands(("caution", 5), ("poor", 10), direction="above")
    lean += bands(("caution", -5), ("poor", -10), direction="below")
    return (
        plot("Elbow angle", "deg", (left, right), lockout, "lockout", "top"),
        plot("Left-right difference", "deg", (wave(at, 2, 9.3, 5),), uneven, "uneven", "ascent"),
        plot("Shoulder height", "ratio", (wave(at, 0.97, -0.12, 0.03),), shrug, "shrug", "bottom"),
        plot("Sideways lean", "deg", (wave(at, 0.5, 2.5, 4),), lean, "lean", "ascent", "top"),
        plot("Grip width", "ratio", (wave(at, 1.3, 0.04, 0.1),), (), "grip"),
    )


def plot(title: str, unit: str, series: tuple[Series, ...], limits: tuple[Band, ...], *rest: str) -> Plot:
    rule, *phases = rest
    return Plot(title, unit, series, limits, (f"overhead-press.{rule}",), tuple(phases))


def wave(at: Sequence[float], middle: float, size: float, error: float) -> Series:
    values = tuple(middle + size * math.sin(2.2 * t) ** 3 + 0.03 * size * math.sin(19 * t) for t in at)
    return Series("value", tuple(at), values, error)


def report_data(**changes: object) -> ReportData:
    """All of it together, without a video; the changes go to the summary."""
    whole = summary(**changes)
    pictures = {item.id: JPEG for item in whole.findings}
    return ReportData(whole, plots(), pictures)


def long_report_data(minutes: float, reps: int) -> ReportData:
    """A long session in which every rep has a finding."""
    data = report_data()
    step = 60 * minutes / reps
    begins = [index * step for index in range(reps)]
    many = [
        rep(1).model_copy(update={"index": index, "start_s": at, "top_s": at + 1, "end_s": at + 2})
        for index, at in enumerate(begins, start=1)
    ]
    found = [finding(f"f{r.index}", rep=r.index, peak_s=r.top_s, value=149 - r.index % 7) for r in many]
    many = [r.model_copy(update={"findings": [f.id]}) for r, f in zip(many, found, strict=True)]
    whole = data.summary.model_copy(update={"reps": many, "findings": found, "attempts": []})
    return replace(data, summary=whole, plots=plots(60 * minutes), pictures={"f7": JPEG})
