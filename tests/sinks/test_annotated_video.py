import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.errors import OutputError, SourceError
from formcheck.measurements.neutral import Neutral
from formcheck.phases.rep import Phase
from formcheck.pose.pose import Pose
from formcheck.results.card import CardRow
from formcheck.results.digest import Digest
from formcheck.results.summary import Summary
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.card import card_below, card_over
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.sinks.drawing.stills import pictures, stick_figure
from formcheck.sinks.update import Outcome, Update
from formcheck.sinks.video import end_card
from formcheck.sinks.video.annotated import AnnotatedVideo
from formcheck.sinks.video.hindsight import Hindsight
from formcheck.sinks.video.writer import VideoWriter
from formcheck.source.codecs import av
from formcheck.source.frame import Image, StreamInfo
from formcheck.source.video import VideoFile
from tests.people import film_set, press_set, watch
from tests.sinks.observed import body, observed
from tests.source.clips import corners, cut, grey, index_of, make_clip, steady
from tests.waiting import LAST_RESORT_S

VFR_S = [0.0, 0.04, 0.2, 0.21, 0.5, 0.9, 1.0, 1.3]


class Untouched(Overlay):
    """Draws nothing, so that a picture can still be recognised."""

    def draw(self, image: Image, observation: Observation, **how: Any) -> Image:
        return image


def overlay(width: int = 64, height: int = 48, kind: type[Overlay] = Untouched) -> Overlay:
    return kind(StreamInfo("clip", width, height, 10.0))


def observations(source: Path, start_s: float | None = None, end_s: float | None = None) -> list[Observation]:
    with VideoFile(source, start_s, end_s) as video:
        return [observed(frame.index, frame.time_s) for frame in video]


def annotate(
    source: Path, target: Path, start_s: float | None = None, end_s: float | None = None
) -> list[Observation]:
    seen = observations(source, start_s, end_s)
    with AnnotatedVideo(target, source, overlay(), start_s, end_s) as sink:
        for observation in seen:
            sink.write(Update(observation))
    return seen


def write_all(sink: AnnotatedVideo, seen: list[Observation]) -> None:
    for observation in seen:
        sink.write(Update(observation))
    sink.close()


def times_s(path: Path) -> list[float]:
    with VideoFile(path) as video:
        return [frame.time_s for frame in video]


def loudness(path: Path) -> tuple[str, list[tuple[float, float]]]:
    """Codec, and time and loudness of each piece of sound."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        full = 32768 if stream.codec_context.name == "pcm_s16le" else 1
        pieces = [
            (float(frame.time), float(np.abs(frame.to_ndarray().astype(float)).mean()) / full)
            for frame in container.decode(stream)
        ]
        return stream.codec_context.name, pieces


def boxes(path: Path) -> list[bytes]:
    """The names of an mp4's outermost boxes, in order."""
    data, names, at = path.read_bytes(), [], 0
    while at < len(data):
        names.append(data[at + 4 : at + 8])
        at += int.from_bytes(data[at : at + 4], "big")
    return names


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return make_clip(tmp_path / "clip.mp4", steady(20))


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """Where to write; afterwards nothing temporary may be left beside it."""
    folder = tmp_path / "out"
    folder.mkdir()
    yield folder / "annotated.mp4"
    assert set(folder.iterdir()) <= {folder / "annotated.mp4"}


def test_times_are_those_of_the_source(tmp_path: Path, target: Path) -> None:
    source = make_clip(tmp_path / "vfr.mkv", VFR_S)
    seen = annotate(source, target)
    assert times_s(target) == pytest.approx([o.time_s for o in seen], abs=2e-5)
    assert times_s(target) == pytest.approx(VFR_S, abs=1e-3)
    with VideoFile(target) as video:
        assert [index_of(frame.image) for frame in video] == list(range(len(VFR_S)))


def test_format(clip: Path, target: Path) -> None:
    annotate(clip, target)
    with av.open(str(target)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        keys = [packet.pts * stream.time_base for packet in container.demux(stream) if packet.is_keyframe]
    assert [float(key) for key in keys] == pytest.approx([0, 1], abs=0.01)
    names = boxes(target)
    assert names.index(b"moov") < names.index(b"mdat")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "codec", "kept"),
    [
        ("a.mp4", "aac", "aac"),
        ("a.mkv", "libopus", "opus"),
        ("a.ts", "aac", "aac"),
        ("b.mkv", "pcm_s16le", "aac"),
    ],
)
@pytest.mark.parametrize(("start_s", "end_s"), [(0.0, 2.0), (0.5, 1.5)])
def test_sound_is_kept_and_in_step(  # noqa: PLR0917
    tmp_path: Path, target: Path, name: str, codec: str, kept: str, start_s: float, end_s: float
) -> None:
    source = make_clip(tmp_path / name, steady(20), audio=codec)
    annotate(source, target, start_s, end_s)
    _, before = loudness(source)
    written, after = loudness(target)
    assert written == kept
    assert after[-1][0] == pytest.approx(end_s - start_s, abs=0.08)
    with VideoFile(source) as video:
        shift_s = video.origin_s
    for time_s in (0.3, 0.6):
        wanted = np.interp(time_s + start_s + shift_s, *zip(*before, strict=True))
        got = np.interp(time_s, *zip(*after, strict=True))
        assert got == pytest.approx(wanted, rel=0.03), "the tone fades: a shift would change it"


def test_a_part_starts_at_zero(clip: Path, target: Path) -> None:
    annotate(clip, target, 0.5, 1.2)
    assert times_s(target) == pytest.approx(steady(7), abs=1e-4)
    with VideoFile(target) as video:
        assert [index_of(frame.image) for frame in video] == list(range(5, 12))


def test_pictures_without_observation_are_left_out(clip: Path, target: Path) -> None:
    with AnnotatedVideo(target, clip, overlay()) as sink:
        for observation in observations(clip)[3:9:2]:
            sink.write(Update(observation))
    with VideoFile(target) as video:
        assert [index_of(frame.image) for frame in video] == [3, 5, 7]


@pytest.mark.parametrize(("size_px", "written"), [((65, 47), (66, 48)), ((2400, 30), (1280, 16))])
def test_sizes(tmp_path: Path, target: Path, size_px: tuple[int, int], written: tuple[int, int]) -> None:
    source = make_clip(tmp_path / "odd.mp4", steady(3), size_px=size_px, pix_fmt="yuv444p")
    annotate(source, target)
    with VideoFile(target) as video:
        assert (video.info.width_px, video.info.height_px) == written
        assert len(list(video)) == 3


def test_a_turned_source_is_written_upright(tmp_path: Path, target: Path) -> None:
    source = make_clip(tmp_path / "phone.mp4", steady(3), paint=corners, rotation_deg=90)
    annotate(source, target)
    with VideoFile(source) as before, VideoFile(target) as after:
        assert after.info.rotation_deg == 0
        pairs = zip(before, after, strict=True)
        assert all(np.abs(a.image.astype(int) - b.image).mean() < 12 for a, b in pairs)


def test_a_truncated_source_gives_what_it_has(clip: Path, target: Path) -> None:
    seen = annotate(cut(clip, 0.7), target)
    assert len(times_s(target)) == len(seen) < 20


def test_what_is_seen_is_drawn(clip: Path, target: Path) -> None:
    with AnnotatedVideo(target, clip, overlay(kind=Overlay)) as sink:
        for observation in observations(clip):
            sink.write(Update(observed(observation.index, observation.time_s, body(64, 48))))
    with VideoFile(target) as video:
        assert all(frame.image.std() > 15 for frame in video), "a flat picture has a figure on it now"


def test_an_interrupted_file_is_playable_once_closed(clip: Path, target: Path) -> None:
    sink = AnnotatedVideo(target, clip, overlay())
    for observation in observations(clip)[:7]:
        sink.write(Update(observation))
    sink.close()
    sink.close()
    sink.abort()
    assert len(times_s(target)) == 7
    with pytest.raises(OutputError, match="closed"):
        sink.write(Update(observed()))


def test_nothing_written_leaves_no_file(clip: Path, target: Path) -> None:
    AnnotatedVideo(target, clip, overlay()).close()
    assert not target.exists()


def test_abort_leaves_nothing_and_keeps_an_older_file(clip: Path, target: Path) -> None:
    target.write_text("older")
    sink = AnnotatedVideo(target, clip, overlay())
    sink.write(Update(observed()))
    with pytest.raises(KeyError), sink:
        raise KeyError
    assert target.read_text() == "older"


def test_a_folder_that_cannot_be_written(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write") as caught:
        AnnotatedVideo(tmp_path / "file" / "annotated.mp4", clip, overlay())
    assert "\n" not in str(caught.value)


def test_a_full_disk(tmp_path: Path, target: Path) -> None:
    resource = pytest.importorskip("resource")

    def noise(index: int, size_px: tuple[int, int]) -> Image:
        shape = (size_px[1], size_px[0], 3)
        return np.random.default_rng(index).integers(0, 255, shape, np.uint8)

    source = make_clip(tmp_path / "noise.mp4", steady(120), size_px=(128, 96), paint=noise)
    seen = observations(source)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, limits[1]))  # the system refuses to write more
    try:
        with pytest.raises(OutputError, match="cannot write") as caught:
            write_all(AnnotatedVideo(target, source, overlay(128, 96)), seen)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "\n" not in str(caught.value)
    assert not target.exists()


class Broken(Overlay):
    def draw(self, image: Image, observation: Observation, **how: Any) -> Image:
        raise ZeroDivisionError("boom")


def test_an_error_in_the_thread_is_raised_and_does_not_hang(clip: Path, target: Path) -> None:
    sink = AnnotatedVideo(target, clip, overlay(kind=Broken))
    far_more_than_can_wait = [observed(number % 20, number / 10) for number in range(1000)]
    with pytest.raises(OutputError, match="boom"):
        write_all(sink, far_more_than_can_wait)
    sink.close()
    assert not target.exists()


def test_an_error_is_raised_by_close_at_the_latest(clip: Path, target: Path) -> None:
    sink = AnnotatedVideo(target, clip, overlay(kind=Broken))
    with pytest.raises(OutputError, match="boom"):
        write_all(sink, [observed()])


def test_a_source_that_is_gone(tmp_path: Path, target: Path) -> None:
    with pytest.raises(SourceError):
        AnnotatedVideo(target, tmp_path / "gone.mp4", overlay())


def test_more_observations_than_pictures_do_not_hang(clip: Path, target: Path) -> None:
    with AnnotatedVideo(target, clip, overlay()) as sink:
        for number in range(200):
            sink.write(Update(observed(number, number / 10)))
    assert len(times_s(target)) == 20


def test_a_dead_owner_leaves_nothing_and_does_not_hang(clip: Path, target: Path) -> None:
    def own() -> None:
        AnnotatedVideo(target, clip, overlay()).write(Update(observed()))

    owner = threading.Thread(target=own)
    owner.start()
    owner.join()
    for thread in threading.enumerate():
        if thread.name == "annotated-video":
            thread.join(LAST_RESORT_S)
            assert not thread.is_alive()
    assert not target.exists()


def test_a_program_that_dies_ends(clip: Path, target: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from formcheck.sinks.video.annotated import AnnotatedVideo\n"
        "sink = AnnotatedVideo(Path(sys.argv[1]), Path(sys.argv[2]), None)\n"
        "raise SystemExit(3)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, target, clip], timeout=LAST_RESORT_S, check=False)
    assert done.returncode == 3


@pytest.mark.parametrize("order", [1, -1])
def test_stills_show_the_moments(tmp_path: Path, order: int) -> None:
    source = make_clip(tmp_path / "long.mp4", steady(40), size_px=(128, 96))
    indexes = [0, 3, 4, 4, 30, 39][::order]
    moments = {f"f{n}": observed(index, index / 10) for n, index in enumerate(indexes)}
    moments["late"] = observed(99, 9.9)
    taken = pictures(source, moments, overlay(128, 96))
    assert set(taken) == set(moments) - {"late"}
    for n, index in enumerate(indexes):
        image = cv2.imdecode(np.frombuffer(taken[f"f{n}"], np.uint8), cv2.IMREAD_COLOR)
        assert image is not None
        assert image.shape == (96, 128, 3)
        assert index_of(image) == index


def test_stills_are_small(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "large.mp4", steady(2), size_px=(960, 540))
    still = pictures(source, {"f1": observed()}, overlay(960, 540))["f1"]
    image = cv2.imdecode(np.frombuffer(still, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert image.shape == (270, 480, 3)


@pytest.mark.parametrize("size_px", [(1280, 720), (540, 960), (640, 480)])
@pytest.mark.parametrize("share", [1.0, 0.2])
def test_a_stick_figure_needs_no_picture_and_fills_its_own(size_px: tuple[int, int], share: float) -> None:
    info = StreamInfo("poses", *size_px, 30.0)
    points = body(*size_px).points.copy()
    points[:, :2] = points[:, :2] * share + 5.0
    still = stick_figure(observed(pose=Pose(points)), info, Overlay(info))
    image = cv2.imdecode(np.frombuffer(still, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert max(image.shape) == 480
    drawn = np.abs(image.astype(int) - image[2, 2]).max(axis=2) > 60
    rows, columns = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
    assert max(np.ptp(rows) / image.shape[0], np.ptp(columns) / image.shape[1]) > 0.6
    assert min(rows[0], columns[0]) > 5


def test_the_writer_alone(target: Path) -> None:
    with VideoWriter(target, StreamInfo("x", 64, 48, 10.0)) as writer:
        for index, time_s in enumerate([3.0, 3.1, 3.1, 3.4]):  # a repeated time must not break the file
            writer.write(grey(index, writer.size_px), time_s)
    assert times_s(target) == pytest.approx([0, 0.1, 0.1, 0.4], abs=1e-3)


# The card at the end


def judged_summary() -> Summary:
    press, digest = load_activity("overhead-press"), Digest(load_activity("overhead-press"))
    return digest.summary(
        StreamInfo("clip.mp4", 64, 48, 10.0), "full", kind="video", interrupted=False
    ).model_copy(update={"activity": press.id})


def test_the_video_ends_with_a_card_that_stands_still_and_is_silent(tmp_path: Path, target: Path) -> None:
    source = make_clip(tmp_path / "a.mp4", steady(20), size_px=(640, 480), audio="aac")
    press = load_activity("overhead-press")
    with AnnotatedVideo(target, source, overlay(640, 480), 0.0, 1.5, activity=press) as sink:
        for observation in observations(source, 0.0, 1.5):
            sink.write(Update(observation))
        sink.write(Update(outcome=Outcome(judged_summary(), Neutral())))
    with VideoFile(target) as video:
        frames = list(video)
    card = frames[-end_card.PICTURES :]
    assert [frame.time_s for frame in frames[:15]] == pytest.approx(steady(15), abs=1e-3)
    assert card[-1].time_s - card[0].time_s == pytest.approx(end_card.SHOWN_S, abs=0.01)
    assert np.abs(card[0].image.astype(int) - card[-1].image).mean() < 2
    assert (card[0].image > 200).all(axis=2).mean() > 0.002, "there are words on it"
    assert loudness(target)[1][-1][0] < 1.6


def test_a_card_holds_words_of_any_length_at_any_size() -> None:
    rows = (CardRow("heading", "12 reps"), *[CardRow("poor", "Wrists above the elbows: every rep")] * 6)
    for size_px in ((64, 48), (320, 240), (540, 960), (1280, 720)):
        image = np.full((size_px[1], size_px[0], 3), 90, np.uint8)
        assert card_over(image, rows).shape == image.shape
        below = card_below(image, rows)
        assert below.shape[0] <= 1.5 * image.shape[0] + 1
        assert np.array_equal(below[: size_px[1]], image)


# What was found is marked where it was


def test_a_rep_is_drawn_when_it_is_judged_with_what_was_found_in_it() -> None:
    path = press_set(3, down_s=0.4)
    hindsight, drawn = Hindsight(has_reps=True), []
    watched = watch(load_activity("overhead-press"), film_set(path)).observations
    for seen in watched:
        drawn += hindsight.add(seen)
    drawn += hindsight.rest()
    assert [one.seen.index for one in drawn] == [seen.index for seen in watched if not seen.is_end]
    found = [f for seen in watched for f in seen.findings if not f.uncertain]
    assert found
    for finding in found:
        at_peak = min(drawn, key=lambda one: abs(one.seen.time_s - finding.peak_s))
        assert at_peak.flags is not None
        assert finding.rule in {flag.rule for flag in at_peak.flags}
    assert all(one.flags == () for one in drawn if one.seen.phase is Phase.SETUP and one.seen.time_s < 1.0)


def test_what_waits_to_be_judged_is_little_even_if_nobody_ever_comes_down() -> None:
    hindsight, given = Hindsight(has_reps=True), 0
    for number in range(2000):
        given += len(list(hindsight.add(observed(number, number / 10, phase=Phase.TOP))))
        assert number - given < 350


def test_states_are_drawn_as_they_come() -> None:
    seen = observed(phase=Phase.UNKNOWN, firing={"desk.slump": ""})
    (drawn,) = Hindsight(has_reps=False).add(seen)
    assert (drawn.seen, drawn.flags) == (seen, None)
