"""The report: one self-contained HTML page about a session."""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from formcheck.advice.hints import after_set
from formcheck.errors import OutputError
from formcheck.files import write_text
from formcheck.results.known_errors import without_errors
from formcheck.results.words import clock, listing, quantity, readable
from formcheck.sinks.report.bar_path import bar_paths
from formcheck.sinks.report.checks import passed_lines
from formcheck.sinks.report.compare import comparison
from formcheck.sinks.report.data import ReportData
from formcheck.sinks.report.findings import finding_groups
from formcheck.sinks.report.headline import headline
from formcheck.sinks.report.moment import moment_view
from formcheck.sinks.report.not_judged import not_judged_groups
from formcheck.sinks.report.plain_units import in_plain_units
from formcheck.sinks.report.plot import (
    HEIGHT,
    LONG_S,
    LONGER_S,
    WIDTH,
    PlotDrawing,
    draw_plot,
    has_values,
    time_axis,
)
from formcheck.sinks.report.reps import rep_table
from formcheck.sinks.report.states import state_table
from formcheck.web_page import asset, policy, templates

if TYPE_CHECKING:
    from jinja2 import Template

EMBED_UP_TO_BYTES = 20 * 1024 * 1024
_TEMPLATES = Path(__file__).with_name("template")
_SCRIPTS = ("compare.js", "sheet.js", "report.js")
_OPEN_PLOTS = 3  # how many plots are shown where none has a finding


@dataclass(frozen=True, slots=True)
class _Video:
    url: str
    embedded: bool
    offset_s: float


def write_report(data: ReportData, path: Path) -> None:
    """Write the report of a session.

    The page holds everything that it shows, except a video of more than 20 MB, which it links to.
    It appears whole or not at all.

    Args:
        data: What the report is made of.
        path: Where to write it; an existing file is replaced.

    Raises:
        OutputError: If the page cannot be written, or the video cannot be read.
    """
    write_text(path, _render(data, path.parent))


def page_template() -> "Template":
    """The page without a session; the first call takes a quarter of a second."""
    return templates(_TEMPLATES).get_template("report.html.j2")


def _render(data: ReportData, folder: Path) -> str:
    if not data.summary.errors.known:
        data = replace(data, plots=without_errors(data.plots))
    data = in_plain_units(data)
    style, script = asset(_TEMPLATES, "report.css"), asset(_TEMPLATES, *_SCRIPTS)
    video = _video(data, folder)
    media = "'none'" if video is None else "data:" if video.embedded else "'self' file:"
    return page_template().render(
        style=style,
        script=script,
        policy=policy(style, script, img="data:", media=media),
        video=video,
        head=headline(data.summary),
        groups=finding_groups(data),
        moment=moment_view(data),
        table=rep_table(data.summary, data.plain),
        compared=comparison(data),
        bar=bar_paths(data),
        passed=passed_lines(data),
        states=state_table(data.summary, time_axis(data)),
        not_judged=not_judged_groups(data.summary),
        summary=data.summary,
        **_facts(data),
        **_plots(data),
    )


def _facts(data: ReportData) -> Mapping[str, object]:
    summary, time = data.summary, time_axis(data)
    coverage = summary.coverage
    views = sorted(coverage.views.items(), key=lambda view: -view[1])
    errors = {
        f"{plot.title} ± {quantity(max(series.error for series in plot.series), plot.unit)}"
        for plot in data.plots
        if any(series.error > 0 for series in plot.series)
    }
    return {
        "activity": readable(summary.activity),
        "offer": after_set(summary.findings),
        "fps": round(summary.source.fps, 3) or 30.0,
        "length": clock(time.high - time.low, tenths=False),
        "seen": _percent(coverage.with_pose / coverage.frames if coverage.frames else 0.0),
        "views": listing([f"{_percent(share)} {view}" for view, share in views if share > 0]),
        "errors": listing(sorted(errors)),
        "errors_known": summary.errors.known,
        "errors_text": summary.errors.text,
    }


def _plots(data: ReportData) -> Mapping[str, object]:
    time = time_axis(data)
    drawings = [draw_plot(i, plot, data, time) for i, plot in enumerate(data.plots) if has_values(plot)]
    shown = [drawing for drawing in drawings if drawing.marks] or drawings[:_OPEN_PLOTS]
    return {
        "plots": shown,
        "quiet_plots": [drawing for drawing in drawings if not _among(drawing, shown)],
        "empty_plots": listing([plot.title for plot in data.plots if not has_values(plot)]),
        "time": time,
        "long": time.high - time.low > LONG_S,
        "longer": time.high - time.low > LONGER_S,
        "plot_width": WIDTH,
        "plot_height": HEIGHT,
    }


def _among(drawing: PlotDrawing, others: list[PlotDrawing]) -> bool:
    return any(drawing is other for other in others)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _video(data: ReportData, folder: Path) -> _Video | None:
    if data.video is None:
        return None
    try:
        if data.video.stat().st_size > EMBED_UP_TO_BYTES:
            relative = Path(os.path.relpath(data.video, folder)).as_posix()
            return _Video(quote(os.fsencode(relative)), embedded=False, offset_s=data.video_offset_s)
        content = base64.b64encode(data.video.read_bytes()).decode("ascii")
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"cannot read the video {data.video} for the report: {reason}") from error
    return _Video(f"data:video/mp4;base64,{content}", embedded=True, offset_s=data.video_offset_s)
