"""A sink that is registered once hears of everything, in an analysis as before a camera."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from formcheck.activities.load import load_activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.analyze import analyze_source
from formcheck.calibration.starting_neutral import ProfileWish
from formcheck.cli.app import run
from formcheck.errors import OutputError
from formcheck.live.live_options import LiveOptions, Plan
from formcheck.live.live_run import Connections, LiveRun
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import RecordingWriter
from formcheck.results.result import WrittenResult
from formcheck.rules.finding import Severity
from formcheck.session.observation import Observation
from formcheck.sinks.context import SinkContext
from formcheck.sinks.registry import forget_sink, open_sinks, register_sink, sink_names
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update
from tests.cli.conftest import files_in
from tests.live.acting import Ear
from tests.live.test_live_run import Stage, acted, standing
from tests.session.test_posture_session import DOWN, INFO, SITTING, recording

DESK = load_activity("desk")
# Long enough for an alert, and still there when it ends.
SLUMP = recording((SITTING, 4.0), (DOWN, 48.0))
NONE = ProfileWish(any=False)


@dataclass
class Notebook(Sink):
    """Writes down all that it is given."""

    context: SinkContext
    updates: list[Update] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def write(self, update: Update) -> None:
        self.updates.append(update)

    def close(self) -> None:
        self.left.append("closed")

    def abort(self) -> None:
        self.left.append("aborted")

    @property
    def observations(self) -> list[Observation]:
        return [u.observation for u in self.updates if u.observation is not None]


@dataclass
class Broken(Notebook):
    """Cannot take the twentieth frame, nor anything after it."""

    def write(self, update: Update) -> None:
        super().write(update)
        if len(self.observations) >= 20:
            raise OutputError("cannot write: the notebook is full")


@dataclass
class Unclosable(Notebook):
    """Cannot be closed."""

    def close(self) -> None:
        super().close()
        raise OutputError("cannot close: the clasp is lost")


@pytest.fixture
def shelf() -> Iterator[Callable[..., list[Notebook]]]:
    """Registers a kind of notebook, and gives the list that those that are opened are put on."""
    names = []

    def register(kind: type[Notebook] = Notebook) -> list[Notebook]:
        opened: list[Notebook] = []

        def open_one(context: SinkContext) -> Notebook:
            opened.append(kind(context))
            return opened[-1]

        names.append(kind.__name__)
        register_sink(kind.__name__, open_one)
        return opened

    yield register
    for name in names:
        forget_sink(name)


def analysed(frames: list[PosedFrame], folder: Path) -> None:
    analyze_source(written(frames, folder), folder, DESK, AnalysisOptions(profile=NONE, report=False))


def commanded(frames: list[PosedFrame], folder: Path) -> None:
    code = run(
        ["analyze", str(written(frames, folder)), "-a", "desk", "-o", str(folder), "--no-profile", "--quiet"]
    )
    assert code == 0


def lived(frames: list[PosedFrame], folder: Path) -> tuple[WrittenResult, ...]:
    device, estimator = acted(frames, INFO)
    options = LiveOptions(folder, guided=False, report=False, profile=NONE)
    return LiveRun(Plan({1: DESK}, DESK), options, Connections(device, estimator, None, Ear())).run()


def written(frames: list[PosedFrame], folder: Path) -> Path:
    path = folder.parent / "sitting.poses.jsonl.gz"
    with RecordingWriter(path, INFO, "full") as writer:
        for frame in frames:
            writer.write(frame)
    return path


WAYS = {"an analysis": analysed, "the command": commanded, "a live run": lived}
every_way = pytest.mark.parametrize("watch", WAYS.values(), ids=WAYS)


@every_way
def test_everything_that_is_known_reaches_a_sink_that_was_registered_once(watch, shelf, tmp_path) -> None:
    notebooks = shelf()
    watch(SLUMP, tmp_path / "out")
    (notebook,) = notebooks
    assert notebook.left == ["closed"]
    assert notebook.context.activity.id == "desk"
    frames = [u.frame for u in notebook.updates if u.frame]
    assert [(o.index, o.time_s) for o in frames] == [(f.index, f.time_s) for f in SLUMP]
    assert [u.posed.index for u in notebook.updates if u.posed] == [f.index for f in SLUMP]


@every_way
def test_a_sink_sees_that_an_alert_is_due(watch, shelf, tmp_path) -> None:
    (notebook,) = watched(watch, shelf, tmp_path)
    assert {s.due for o in notebook.observations for s in o.states} == {None, Severity.CAUTION, Severity.POOR}
    first = next(o for o in notebook.observations if any(s.due is Severity.POOR for s in o.states))
    (state,) = [s for s in first.states if s.due is Severity.POOR]
    assert first.time_s - state.since_s == pytest.approx(DESK.rule(state.rule).times.alert_s, abs=0.5)
    assert first.cue is not None
    assert first.cue.rule == state.rule


@every_way
def test_a_sink_hears_what_ended_with_the_source_and_what_the_whole_gave(watch, shelf, tmp_path) -> None:
    (notebook,) = watched(watch, shelf, tmp_path)
    last = notebook.observations[-1]
    assert last.is_end
    assert (last.index, last.time_s) == (SLUMP[-1].index, SLUMP[-1].time_s)
    (found,) = last.findings
    assert found.alert_s is not None
    outcome = notebook.updates[-1].outcome
    assert outcome is not None
    told = [f.id for o in notebook.observations for f in o.findings]
    assert [f.id for f in outcome.summary.findings] == told
    assert [u for u in notebook.updates[:-1] if u.outcome] == []


def watched(watch, shelf, tmp_path) -> list[Notebook]:
    notebooks = shelf()
    watch(SLUMP, tmp_path / "out")
    return notebooks


def test_an_error_in_an_analysis_aborts_every_sink_once_and_leaves_no_file(shelf, tmp_path) -> None:
    notebooks, broken = shelf(), shelf(Broken)
    with pytest.raises(OutputError, match="the notebook is full"):
        analysed(SLUMP, tmp_path / "out")
    assert [n.left for n in (*notebooks, *broken)] == [["aborted"], ["aborted"]]
    assert files_in(tmp_path / "out") == []


def test_an_error_in_a_live_run_aborts_the_sink_that_failed_and_closes_the_others(shelf, tmp_path) -> None:
    notebooks, broken = shelf(), shelf(Broken)
    with pytest.raises(OutputError, match="the notebook is full"):
        lived(SLUMP, tmp_path / "out")
    assert [n.left for n in notebooks] == [["closed"]]
    assert [n.left for n in broken] == [["aborted"]]
    (file,) = (tmp_path / "out").glob("*/summary.json")
    summary = json.loads(file.read_text())
    assert summary["interrupted"]
    assert summary["coverage"]["frames"] == 20


def test_when_one_cannot_be_closed_an_analysis_leaves_no_file(shelf, tmp_path) -> None:
    notebooks, lost = shelf(), shelf(Unclosable)
    with pytest.raises(OutputError, match="the clasp is lost"):
        analysed(SLUMP, tmp_path / "out")
    assert [n.left for n in (*notebooks, *lost)] == [["aborted"], ["closed"]]
    assert files_in(tmp_path / "out") == []


def test_when_one_cannot_be_closed_a_live_run_writes_the_rest_and_says_so(shelf, tmp_path) -> None:
    notebooks, lost = shelf(), shelf(Unclosable)
    (result,) = lived(SLUMP, tmp_path / "out")
    assert ["the clasp is lost" in line for line in result.written.lost] == [True]
    assert [n.left for n in (*notebooks, *lost)] == [["closed"], ["closed"]]
    assert sorted(Path(file).name for file in files_in(tmp_path / "out")) == [
        "frames.csv", "reps.csv", "summary.json",
    ]  # fmt: skip


def test_a_sink_that_cannot_be_opened_aborts_those_that_were(shelf, tmp_path) -> None:
    notebooks = shelf()

    def refuse(context: SinkContext) -> None:
        raise OutputError("there is no paper")

    register_sink("refusing", refuse)
    try:
        with pytest.raises(OutputError, match="no paper"):
            open_sinks(sink_names(), SinkContext(DESK, INFO))
    finally:
        forget_sink("refusing")
    assert [n.left for n in notebooks] == [["aborted"]]


def test_a_live_run_opens_a_sink_for_each_set(shelf, tmp_path) -> None:
    notebooks = shelf()
    stage = Stage(tmp_path)
    stage.face.keys_at = {20: "r", 40: "q"}
    stage.play(*standing())
    assert [n.left for n in notebooks] == [["closed"], ["closed"]]
    first, second = notebooks
    assert {u.set_number for u in first.updates if u.image is not None} == {1}
    assert {u.set_number for u in second.updates if u.image is not None} == {2}
    assert first.updates[-1].outcome is not None


def test_the_sink_that_the_documentation_shows_logs_the_alerts(tmp_path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text(encoding="utf-8")
    _, _, rest = page.partition("## Adding a sink")
    example = rest.partition("```python\n")[2].partition("```")[0]
    exec(compile(example, "docs/architecture.md", "exec"), {})
    try:
        analysed(SLUMP, tmp_path / "out")
    finally:
        forget_sink("alert-log")
    (line,) = (tmp_path / "out" / "alerts.txt").read_text().splitlines()
    assert line.startswith("4")
    assert " s: desk." in line
