"""The page with both sets: videos in step, values, and how the angles go over the rep."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from formcheck.errors import OutputError
from formcheck.files import write_bytes, write_text
from formcheck.history.charts import HEIGHT, WIDTH, steps
from formcheck.history.compare import CurveDifference, SetsCompared, compare_sets
from formcheck.history.phase_curves import AT_TOP, LAST, PER_WAY
from formcheck.history.sets import Curve
from formcheck.history.words import local_time, number_text, readable, short_date
from formcheck.measurements.units import unit_of_id
from formcheck.results.motion import BONES, RepMotion
from formcheck.results.scale import Tick
from formcheck.sinks.comparison.side import Side
from formcheck.web_page import asset, policy, templates

EMBED_UP_TO_BYTES = 20 * 1024 * 1024
_TEMPLATES = Path(__file__).with_name("template")
_TOP, _BOTTOM = 10.0, 120.0
_MOST_REPS = 12
# Where on the slider from 0 to 2 a rep begins, comes to its top, leaves it, and ends.
_MARKS = tuple(2 * at / LAST for at in (0, PER_WAY, PER_WAY + AT_TOP, LAST))


@dataclass(frozen=True, slots=True)
class CurveChart:
    """Two curves with their bands over one rep."""

    title: str
    sentence: str
    differs: bool
    values: tuple[Tick, ...]
    first: str
    first_band: str
    second: str
    second_band: str


@dataclass(frozen=True, slots=True)
class SideView:
    """What the page says of one side."""

    name: str
    about: str
    video: str
    reps: tuple[tuple[int, str], ...]
    has_picture: bool


def write_comparison(first: Side, second: Side, path: Path) -> SetsCompared:
    """Write the page; a video of more than 20 MB goes beside it.

    Args:
        first: The one set.
        second: The other one.
        path: Where the page goes; an existing file is replaced.

    Returns:
        What differs, in words.

    Raises:
        PairError: If they are of different lifts.
        OutputError: If it cannot be written.
    """
    found = compare_sets(first.record, second.record)
    videos = [_video(side, path, letter) for side, letter in ((first, "a"), (second, "b"))]
    write_text(path, _render(found, (first, second), videos))
    return found


def _render(found: SetsCompared, sides: tuple[Side, Side], videos: list[str]) -> str:
    style, script = asset(_TEMPLATES, "comparison.css"), asset(_TEMPLATES, "comparison.js")
    linked = any(video and not video.startswith("data:") for video in videos)
    media = "data: file: 'self'" if linked else "data:"
    return (
        templates(_TEMPLATES)
        .get_template("comparison.html.j2")
        .render(
            style=style,
            script=script,
            policy=policy(style, script, media=media),
            title=readable(found.activity),
            found=found,
            sides=[_view(side, video) for side, video in zip(sides, videos, strict=True)],
            charts=[_chart(curve) for curve in found.curves],
            data=json.dumps(
                {
                    "marks": _MARKS,
                    "bones": BONES,
                    "missing": RepMotion.missing,
                    "sides": [_moves(side) for side in sides],
                },
                separators=(",", ":"),
            ),
            width=WIDTH,
            height=HEIGHT,
        )
    )


def _view(side: Side, video: str) -> SideView:
    record = side.record
    then = local_time(record.start_utc_s, record.utc_offset_min)
    about = [f"{short_date(then.date())} {then.year}", record.load, record.athlete, f"{record.view} view"]
    reps = tuple(
        (rep.index, f"Rep {rep.index}{_flags(len(rep.findings))}") for rep in record.reps[:_MOST_REPS]
    )
    return SideView(side.name, ", ".join(filter(None, about)), video, reps, bool(video) or bool(side.figures))


def _flags(number: int) -> str:
    return "" if not number else f", {number} found"


def _moves(side: Side) -> dict[str, Any]:
    """When the reps are, and the figures of each."""
    figures = {round(one.start_s, 3): one for one in side.figures}
    reps = {}
    for rep in side.record.reps[:_MOST_REPS]:
        moved = figures.get(rep.start_s)
        reps[str(rep.index)] = {
            "t": rep.phases_s,
            "time": [round(t, 3) for t in moved.time_s] if moved else [],
            "xy": [figure.ravel().tolist() for figure in moved.points] if moved else [],
        }
    return {"offset": side.video_offset_s, "reps": reps}


def _video(side: Side, page: Path, letter: str) -> str:
    """The address of the video: within the page, or of a file beside it; "" where there is none."""
    if side.video is None:
        return ""
    try:
        data = side.video.read_bytes()
    except OSError as error:
        raise OutputError(f"cannot read the video of {side.name}: {error.strerror or error}") from error
    if len(data) <= EMBED_UP_TO_BYTES:
        return f"data:video/mp4;base64,{base64.b64encode(data).decode('ascii')}"
    beside = page.with_name(f"{page.stem}-{letter}.mp4")
    write_bytes(beside, data)
    return quote(beside.name)


def _chart(found: CurveDifference) -> CurveChart:
    known = [v for curve in (found.first, found.second) for v in curve.values if v is not None]
    error = max(found.first.error or 0.0, found.second.error or 0.0)
    low, high = min(known) - error, max(known) + error
    room = 0.05 * (high - low) or 1.0
    low, high = low - room, high + room
    unit = unit_of_id(found.first.unit)
    values = tuple(
        Tick(_y(v, low, high), f"{number_text(v, found.first.unit)}{'' if unit.is_long else unit.mark}")
        for v in steps(low, high)
    )
    return CurveChart(
        found.title, found.sentence, found.at is not None, values,
        _path(found.first, low, high), _band(found.first, low, high),
        _path(found.second, low, high), _band(found.second, low, high),
    )  # fmt: skip


def _y(value: float, low: float, high: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * (value - low) / (high - low), 1)


def _pieces(curve: Curve) -> list[list[tuple[float, float]]]:
    pieces: list[list[tuple[float, float]]] = [[]]
    last = max(1, len(curve.values) - 1)
    for number, value in enumerate(curve.values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((WIDTH * number / last, value))
    return [piece for piece in pieces if piece]


def _path(curve: Curve, low: float, high: float) -> str:
    return "".join(
        "M" + "L".join(f"{x:.0f} {_y(v, low, high):g}" for x, v in (piece if len(piece) > 1 else piece * 2))
        for piece in _pieces(curve)
    )


def _band(curve: Curve, low: float, high: float) -> str:
    error = curve.error or 0.0
    shapes = []
    for piece in _pieces(curve) if error else ():
        there = [f"{x:.0f} {_y(v + error, low, high):g}" for x, v in piece]
        back = [f"{x:.0f} {_y(v - error, low, high):g}" for x, v in reversed(piece)]
        shapes.append(f"M{'L'.join((*there, *back))}Z")
    return "".join(shapes)
