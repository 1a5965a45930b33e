"""What every sink has to keep to, whatever it makes of a session."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.errors import OutputError
from formcheck.guide.guidance import Guidance
from formcheck.history.logged import Log
from formcheck.history.store import open_history
from formcheck.measurements.neutral import Neutral
from formcheck.pose.recording import PoseRecording
from formcheck.results.digest import Digest
from formcheck.session.observation import Observation
from formcheck.sinks.context import SinkContext, SinkOptions
from formcheck.sinks.exports.names import EXPORTS
from formcheck.sinks.registry import open_sinks, sink_names
from formcheck.sinks.sink import Sinks
from formcheck.sinks.speech.lines import Line
from formcheck.sinks.status import LiveStatus
from formcheck.sinks.update import Outcome, Update
from formcheck.sinks.video import end_card
from formcheck.source.frame import Image
from formcheck.source.health import lost
from formcheck.source.video import VideoFile
from tests.cli.conftest import files_in
from tests.people import FRONT, along, film, press_set, watch
from tests.sinks.observed import cue
from tests.source.clips import grey, make_clip, steady

PRESS = load_activity("overhead-press")
INFO = FRONT.info()
# Up to the top of the first rep, which the film's end cuts off.
FRAMES = film(along(press_set(1)), 4.9)
WATCHED = watch(PRESS, FRAMES)
every_sink = pytest.mark.parametrize("name", [*sink_names(), *sink_names(on_screen=True)])
FILES = {"results", "report", "poses", "picture", "annotated-video", "recorded-video", *EXPORTS}
OLDER = (
    "frames.csv",
    "reps.csv",
    "summary.json",
    "report.html",
    "annotated.mp4",
    "annotated.jpg",
    "a.poses.jsonl.gz",
)


@dataclass
class Ends:
    """Whoever hears of a session, and what was heard."""

    said: list[Line] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    drawn: int = 0
    size_px: tuple[int, int] = (320, 180)
    shown: Image | None = None

    def show(self, image_bgr: Image) -> None:
        self.shown, self.drawn = image_bgr, self.drawn + 1

    def pressed(self) -> Iterator[str]:
        return iter(())

    def toggle_full_screen(self) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def ends() -> Ends:
    return Ends()


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    times_s = steady(len(FRAMES), INFO.fps)
    return make_clip(
        tmp_path_factory.mktemp("clip") / "clip.mp4",
        times_s,
        size_px=(128, 72),
        paint=lambda index, size_px: grey(index % 10, size_px),
    )


@pytest.fixture(scope="module")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photograph") / "photograph.png"
    assert cv2.imwrite(str(path), np.full((72, 128, 3), 90, np.uint8))
    return path


@pytest.fixture
def context(name: str, ends: Ends, clip: Path, photograph: Path, tmp_path: Path) -> SinkContext:
    """A session that has something for every sink."""
    options = SinkOptions(
        report=True, poses=tmp_path / "out" / "a.poses.jsonl.gz", video=True, record=name == "recorded-video",
        say=ends.said.append, talk=ends.told.append, surface=ends, exports=tuple(EXPORTS),
        log=Log(datetime(2026, 11, 2, 12, tzinfo=UTC)),
    )  # fmt: skip
    kind, source = ("picture", photograph) if name == "picture" else ("video", clip)
    return SinkContext(PRESS, INFO, "full", tmp_path / "out", kind, source, options=options)


def opened(name: str, context: SinkContext) -> Sinks:
    return open_sinks([name], context)


def updates(observations: Sequence[Observation] = WATCHED.everything) -> list[Update]:
    """A session as it flows, with everything that an update can hold."""
    digest = Digest(PRESS)
    flow = [Update(posed=FRAMES[0]), Update()]
    for number, seen in enumerate(observations):
        digest.write(seen)
        posed = None if seen.is_end else FRAMES[number]
        told = replace(seen, cue=cue("Ribs down", None) if number == 5 else seen.cue)
        flow.append(
            Update(
                told, posed if number else None, image=grey(number % 10, (128, 72)), activity=PRESS,
                guidance=Guidance("ready"), neutral=Neutral(), line=Line("1", "rep") if number == 9 else None,
                status=LiveStatus(trouble=lost("unplugged") if number == 7 else None),
            )
        )  # fmt: skip
    summary = digest.summary(INFO, "full", kind="video", interrupted=False)
    return [*flow, Update(outcome=Outcome(summary, Neutral()))]


def fed(name: str, context: SinkContext, flow: Sequence[Update]) -> Sinks:
    with opened(name, context) as sinks:
        for update in flow:
            sinks.write(update)
    return sinks


def made_of(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_in(folder)}


@every_sink
def test_a_whole_session_is_taken_and_every_file_is_whole_and_private(name, context, ends) -> None:
    sinks = fed(name, context, updates())
    assert context.folder is not None
    files = files_in(context.folder) if context.folder.exists() else []
    of_folders = (file.partition("/")[0] for file in files)
    assert sorted(path.name for path in sinks.written.values()) == sorted({*of_folders})
    assert bool(files) == (name in FILES)
    assert {(context.folder / file).stat().st_mode & 0o777 for file in files} <= {0o600}
    with open_history() as history:
        assert name in FILES or ends.said or ends.told or ends.drawn or history.sets()


@every_sink
def test_what_ended_with_the_source_is_no_new_frame(name, context, ends) -> None:
    assert WATCHED.end is not None
    fed(name, context, updates())
    count = len(FRAMES)
    assert counted(name, context) in ({count} if name != "recorded-video" else range(1, count + 1))
    assert not any(line.startswith("rep ") for line in ends.told)


def counted(name: str, context: SinkContext) -> int:
    """Frames in what a sink wrote; as many as there were for one that counts none."""
    assert context.folder is not None
    if name == "results":
        with (context.folder / "frames.csv").open(newline="") as file:
            return len(list(csv.reader(file))) - 1
    if name == "poses":
        with PoseRecording(context.folder / "a.poses.jsonl.gz") as poses:
            return len(list(poses))
    if name in ("annotated-video", "recorded-video"):
        with VideoFile(context.folder / "annotated.mp4") as video:
            return len(list(video)) - end_card.PICTURES
    return len(FRAMES)


@every_sink
def test_a_session_that_came_to_nothing_leaves_nothing_and_takes_nothing(name, context) -> None:
    assert context.folder is not None
    context.folder.mkdir()
    for file in OLDER:
        (context.folder / file).write_text("older")
    before = made_of(context.folder)
    sinks = opened(name, context)
    for update in updates()[:40]:
        sinks.write(update)
    sinks.abort()
    sinks.abort()
    sinks.close()
    assert made_of(context.folder) == before
    assert sinks.written == {}


@every_sink
def test_an_exception_leaves_nothing(name, context) -> None:
    assert context.folder is not None
    with suppress(KeyError), opened(name, context) as sinks:
        for update in updates()[:40]:
            sinks.write(update)
        raise KeyError
    assert files_in(context.folder) == []


@every_sink
def test_a_session_without_a_frame_is_no_error(name, context) -> None:
    fed(name, context, [])
    fed(name, context, [Update(), Update(outcome=updates()[-1].outcome)])


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_folder_that_cannot_be_made_is_one_line(name, context, tmp_path) -> None:
    (tmp_path / "out").write_text("no folder")
    with pytest.raises(OutputError, match="cannot write") as caught:
        fed(name, context, updates())
    assert "\n" not in str(caught.value)
    assert files_in(tmp_path) == ["out"]


def test_a_session_that_has_nothing_for_a_sink_opens_none(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    bare = SinkContext(PRESS, INFO)
    sinks = fed_all(bare)
    assert sinks.written == {}
    assert files_in(tmp_path) == []


def fed_all(context: SinkContext) -> Sinks:
    with open_sinks([*sink_names(), *sink_names(on_screen=True)], context) as sinks:
        for update in updates():
            sinks.write(update)
    return sinks


def test_all_sinks_of_a_session_are_closed_in_an_order_in_which_each_finds_what_it_shows(
    clip, tmp_path
) -> None:
    options = SinkOptions(report=True, video=True)
    sinks = fed_all(SinkContext(PRESS, INFO, "full", tmp_path, "video", clip, options=options))
    assert set(sinks.written) == {"frames", "reps", "summary", "report", "video"}
    assert "data:video/mp4" in (tmp_path / "report.html").read_text()
    made = {kind: path.stat().st_mtime_ns for kind, path in sinks.written.items()}
    assert made["video"] < made["summary"] < made["report"]  # what is worth most before what takes most room
