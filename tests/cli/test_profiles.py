"""`formcheck calibrate`, `formcheck profile` and the profiles that `formcheck analyze` uses."""

import json
import os
from pathlib import Path

import pytest

from formcheck.activities.find import activity_ids
from formcheck.calibration.store import profiles_folder
from formcheck.pose.recording import RecordingWriter
from tests.cli.conftest import Call, Done
from tests.cli.recordings import LAYBACK, recorded
from tests.people import FRONT, RIGHT_SIDE, Camera, Motion, Posture, film

CAMERA = RIGHT_SIDE
LEAN_DEG = 12.0


def leaning(time_s: float) -> Posture:
    """Somebody whose normal is to lean forward a little."""
    return Posture(trunk_forward_deg=LEAN_DEG / 2, neck_forward_deg=5)


def record(
    path: Path, camera: Camera = CAMERA, motion: Motion = leaning, seconds: float = 11.0, model: str = "full"
) -> Path:
    with RecordingWriter(path, camera.info(10), model) as writer:
        for frame in film(motion, seconds, camera, fps=10):
            writer.write(frame)
    return path


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    """Eleven quiet seconds, standing, from the side."""
    return record(tmp_path / "quiet.poses.jsonl.gz")


@pytest.fixture
def lifts(formcheck: Call, quiet: Path) -> str:
    """A stored profile."""
    assert formcheck("calibrate", quiet, "-a", "press", "--name", "mine").code == 0
    return "mine"


def analysed(formcheck: Call, path: Path, *options: object) -> tuple[Done, dict[str, object]]:
    out = path.parent / "out"
    done = formcheck("analyze", path, "-a", "press", "-o", out, "--no-report", *options)
    assert done.code == 0
    summary = json.loads((out / path.name.removesuffix(".poses.jsonl.gz") / "summary.json").read_text())
    return done, summary["neutral"]


def check_refused(done: Done, words: str, code: int = 1) -> None:
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("lift", [name for name in activity_ids() if name != "desk"])
def test_a_neutral_can_be_taken_for_any_lift_there_is(formcheck: Call, quiet: Path, lift: str) -> None:
    done = formcheck("calibrate", quiet, "-a", lift)
    assert (done.code, done.err) == (0, "")
    assert "lifts-side: for lifts, side view" in done.out


def test_calibrate_list_show_delete(formcheck, quiet, own_profiles) -> None:
    done = formcheck("calibrate", quiet)
    assert done.code == 0
    assert "desk-side: for the desk, side view, 1280x720" in done.out
    assert "Stored as desk-side" in done.out
    assert "Taken from 0.0 to" in done.out
    assert formcheck("calibrate", quiet).out.splitlines()[-1].startswith("Replaced")
    listed = formcheck("profile", "list")
    assert [line.split()[:4] for line in listed.out.splitlines()[1:]] == [
        ["desk-side", "desk", "side", "1280x720"]
    ]
    shown = json.loads(formcheck("profile", "show", "desk-side", "--json").out)
    assert shown["neutral"]["side"]["trunk_inclination_deg"]["median"] == pytest.approx(6, abs=0.5)
    words = formcheck("profile", "show", "desk-side").out
    assert "Trunk inclination" in words
    assert "_deg" not in words
    assert formcheck("profile", "delete", "desk-side").code == 0
    assert list(own_profiles.iterdir()) == []
    assert "formcheck calibrate" in formcheck("profile", "list").err


def test_two_runs_store_the_same(formcheck, quiet, own_profiles) -> None:
    texts = []
    for _ in range(2):
        formcheck("calibrate", quiet, "--name", "twice")
        data = json.loads((own_profiles / "twice.json").read_text())
        data.pop("made")
        texts.append(json.dumps(data))
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("{quiet}", "--name", "../x"), "no name for a profile", 2),
        (("{quiet}", "--seconds", "2"), "3", 2),
        (("{quiet}", "--seconds", "nan"), "--seconds", 2),
        (("{quiet}", "--start", "nan"), "--start", 2),
        (("{quiet}", "--end", "2", "--start", "3"), "later than the start", 1),
        (("{quiet}", "--end", "4"), "record for longer", 1),
        (("{quiet}", "{quiet}"), "one video or recording", 1),
        (("{quiet}", "-a", "chess"), "desk", 2),
        (("nothing.mp4",), "check the path", 1),
        (("one.jpg",), "3 still pictures", 1),
        (("0", "1"), "one camera", 2),
        (("0", "{quiet}"), "one camera", 2),
        (("0", "--start", "2"), "recorded sources", 2),
        (("0", "--voice", "--beep"), "only one of", 2),
        (("{quiet}", "--headless"), "for a camera", 2),
        (("gopher://camera/1", "--headless"), "must begin with one of", 1),
        (("/dev/nothing", "--headless"), "/dev/nothing", 1),
    ],
)
def test_what_cannot_be_calibrated(formcheck, quiet, own_profiles, arguments, words, code) -> None:
    check_refused(formcheck("calibrate", *(a.format(quiet=quiet) for a in arguments)), words, code)
    assert not own_profiles.exists()


def test_moving_is_refused_and_nothing_is_stored(formcheck, tmp_path, own_profiles) -> None:
    path = record(tmp_path / "moving.poses.jsonl.gz", FRONT, lambda t: Posture(trunk_left_deg=20 * (t % 1.0)))
    check_refused(formcheck("calibrate", path), "you moved; stay as you are")
    assert not own_profiles.exists()


@pytest.mark.parametrize("options", [(), ("--profile", "mine")], ids=["found", "named"])
def test_the_profile_that_fits_is_used_and_named(formcheck, quiet, lifts, options) -> None:
    done, neutral = analysed(formcheck, quiet, *options)
    assert "Neutral: profile mine, made 20" in done.out
    assert neutral is not None
    assert (neutral["origin"], neutral["profile"], neutral["view"]) == ("calibrated", lifts, "side")
    assert done.err == ""


def test_without_profiles_none_is_used(formcheck, quiet, lifts) -> None:
    done, neutral = analysed(formcheck, quiet, "--no-profile")
    assert "Neutral:" not in done.out
    assert neutral["profile"] is None
    assert neutral["origin"] != "calibrated"


def test_a_calibrated_neutral_changes_what_is_found(formcheck, tmp_path) -> None:
    pressing = recorded(tmp_path / "press.poses.jsonl.gz", LAYBACK, 0, 8)
    out = tmp_path / "out"

    def layback(*options: object) -> list[str]:
        formcheck("analyze", pressing, "-a", "press", "-o", out, "--no-report", *options)
        summary = json.loads((out / "press" / "summary.json").read_text())
        return [f["severity"] for f in summary["findings"] if f["rule"].endswith("layback")]

    assert layback() == ["poor"]
    standing = record(
        tmp_path / "bent.poses.jsonl.gz",
        Camera(-90, 540, 960, 170),
        lambda t: Posture(trunk_forward_deg=-11, neck_forward_deg=-5),
    )
    assert formcheck("calibrate", standing, "-a", "press", "--name", "bent").code == 0
    neutral = json.loads((out / "press" / "summary.json").read_text())["neutral"]
    assert neutral["origin"] == "provisional"
    assert layback("--profile", "bent") == ["caution"]


@pytest.mark.parametrize(
    ("camera", "words"),
    [
        (Camera(90, trunk_px=75), "2.0 times smaller"),
        (Camera(90, 960, 720), "its picture is 1280x720, this one 960x720"),
        (FRONT, "it sees you from the side, this shows the front view"),
    ],
    ids=["distance", "picture", "view"],
)
def test_a_profile_of_another_setup_is_not_used(formcheck, tmp_path, lifts, camera, words) -> None:
    path = record(tmp_path / "other.poses.jsonl.gz", camera, seconds=3)
    done, neutral = analysed(formcheck, path, "--profile", lifts)
    assert words in done.err
    assert "provisional neutral is used instead" in done.err.lower()
    assert neutral["profile"] is None


def test_another_persons_profile_is_noticed(formcheck, tmp_path) -> None:
    mine = record(tmp_path / "mine.poses.jsonl.gz", FRONT)
    assert formcheck("calibrate", mine, "-a", "upright-row", "--name", "mine").code == 0
    with RecordingWriter(tmp_path / "you.poses.jsonl.gz", FRONT.info(15), "full") as writer:
        for frame in film(leaning, 4, FRONT, fps=15):
            assert frame.pose is not None
            points = frame.pose.points.copy()
            for shoulder, sign in ((11, 1), (12, -1)):
                points[shoulder, 0] += sign * 12
            writer.write(type(frame)(frame.index, frame.time_s, type(frame.pose)(points)))
    done, neutral = analysed(formcheck, tmp_path / "you.poses.jsonl.gz")
    assert "another person's profile" in done.err
    assert neutral["profile"] is None


def test_of_several_that_fit_one_has_to_be_named(formcheck, quiet, lifts) -> None:
    formcheck("calibrate", quiet, "-a", "upright-row", "--name", "other")
    done, neutral = analysed(formcheck, quiet)
    assert "several profiles fit (mine, other): choose one with --profile" in done.err
    assert neutral["profile"] is None


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "is no JSON"), ('{"format": "formcheck.profile/7"}', "newer version"), ("", "is no JSON")],
)
def test_a_broken_profile_is_said_and_not_used(formcheck, quiet, lifts, text, words, named) -> None:
    (profiles_folder() / f"{lifts}.json").write_text(text)
    done, neutral = analysed(formcheck, quiet, *(("--profile", "mine") if named else ()))
    assert words in done.err
    assert neutral["profile"] is None
    assert words in formcheck("profile", "list").err
    check_refused(formcheck("profile", "show", "mine"), words, code=2)


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_a_profile_that_others_may_change_is_not_used(formcheck, quiet, own_profiles, lifts) -> None:
    (own_profiles / "mine.json").chmod(0o666)
    done, neutral = analysed(formcheck, quiet)
    assert "can be changed by others" in done.err
    assert neutral["profile"] is None


def test_a_folder_that_cannot_hold_profiles(formcheck, quiet, tmp_path, monkeypatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FORMCHECK_PROFILES", str(tmp_path / "file"))
    check_refused(formcheck("calibrate", quiet), "cannot be read", code=2)
    check_refused(formcheck("profile", "list"), "cannot be read", code=2)
    done, neutral = analysed(formcheck, quiet)
    assert "profile folder" in done.err
    assert neutral["profile"] is None


def test_a_part_of_the_source_can_be_the_neutral(formcheck, quiet) -> None:
    done, neutral = analysed(formcheck, quiet, "--neutral", "0:3")
    assert (neutral["origin"], neutral["profile"]) == ("calibrated", None)
    assert "Neutral: taken from the part" in done.out


def test_a_part_that_is_no_neutral_is_said_and_not_used(formcheck, tmp_path) -> None:
    path = record(tmp_path / "moving.poses.jsonl.gz", FRONT, lambda t: Posture(trunk_left_deg=20 * (t % 1.0)))
    done, neutral = analysed(formcheck, path, "--neutral", "0:3")
    assert "no neutral in the part 0 to 3 s" in done.err
    assert neutral["origin"] != "calibrated"


@pytest.mark.parametrize(
    ("options", "words", "code"),
    [
        (("--profile", "nobody"), "no profile is named 'nobody'; there are mine", 2),
        (("--profile", "mine2"), "did you mean mine?", 2),
        (("--profile", "../x"), "no name for a profile", 2),
        (("--profile", "mine", "--no-profile"), "only one of", 2),
        (("--neutral", "0:3", "--no-profile"), "only one of", 2),
        (("--neutral", "3"), "two times", 2),
        (("--neutral", "3:1"), "end after it begins", 2),
        (("--neutral", "0:nan"), "end after it begins", 2),
        (("--neutral", "0:0.5"), "1 s long", 2),
        (("--neutral", "a:b"), "two times", 2),
        (("--neutral", "90:99"), "must be earlier", 1),
    ],
)
@pytest.mark.usefixtures("lifts")
def test_wrong_options(formcheck, quiet, options, words, code) -> None:
    check_refused(
        formcheck("analyze", quiet, "-a", "press", "-o", quiet.parent / "out", *options), words, code
    )
