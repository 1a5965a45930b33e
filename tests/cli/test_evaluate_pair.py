"""`formcheck evaluate --pair`: two films of one set, made from one recording whose points are perfect."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import formcheck
from formcheck.pose.landmarks import Landmark as L
from tests.cli.conftest import Call
from tests.cli.recordings import LAYBACK, frames_of, header, recorded, seen_from, write_lines

WIDTH_PX = 540.0
Rows = list[dict[str, Any]]


def other_side(landmark: L) -> L:
    """The landmark of the other side."""
    name = landmark.name
    swapped = name.replace("LEFT", "?").replace("RIGHT", "LEFT").replace("?", "RIGHT")
    return L[swapped]


def second_camera(
    path: Path,
    name: str = LAYBACK,
    *,
    earlier_s: float = 0.0,
    fps: float = 15.0,
    from_s: float = 0.0,
    to_s: float = 99.0,
    noise_px: float = 0.0,
    mirrored: bool = False,
) -> Path:
    """The same set once more: another clock and frame rate, a part of it, with noise, as in a mirror."""
    frames = frames_of(name, 0.0, 99.0, 1)
    times_s = np.array([frame["time_s"] for frame in frames])
    points = np.array([frame["points"] for frame in frames], dtype=float)
    wanted_s = np.arange(max(from_s, 0.0), min(to_s, times_s[-1]), 1 / fps)
    flat = points.reshape(len(points), -1).T
    taken = np.stack([np.interp(wanted_s, times_s, column) for column in flat], 1).reshape(
        -1, *points.shape[1:]
    )
    taken[:, :, :2] += np.random.default_rng(4).normal(0, noise_px, taken[:, :, :2].shape)
    if mirrored:
        taken = taken[:, [other_side(landmark) for landmark in L], :]
        taken[:, :, 0] = WIDTH_PX - taken[:, :, 0]
    rows: Rows = [
        {
            "frame": number,
            "time_s": round(float(time_s - wanted_s[0] + earlier_s), 6),
            "points": body.tolist(),
        }
        for number, (time_s, body) in enumerate(zip(wanted_s, taken, strict=True))
    ]
    return write_lines(path, [header(fps=fps), *rows])


@pytest.fixture
def front(tmp_path: Path) -> Path:
    """A film of the whole set, at 15 frames a second."""
    return recorded(tmp_path / "one.poses.jsonl.gz", LAYBACK)


def compared(formcheck: Call, *arguments: object) -> dict[str, Any]:
    done = formcheck("evaluate", "--pair", *arguments, "--json", "--quiet")
    assert (done.code, done.err) == (0, "")
    result: dict[str, Any] = json.loads(done.out)
    return result


CAMERAS: dict[str, tuple[dict[str, Any], float]] = {
    "started at once": ({}, 0.0),
    "another frame rate": ({"fps": 24.0}, 0.0),
    "a clock that began later": ({"earlier_s": 7.3}, 7.3),
    "started later, during the first rep": ({"from_s": 3.0, "fps": 25.0}, -3.0),
    "stopped before the last rep": ({"to_s": 11.0, "fps": 50.0}, 0.0),
    "on the other side": ({"mirrored": True, "from_s": 0.6}, -0.6),
    "with noise": ({"noise_px": 1.0, "from_s": 0.9, "fps": 20.0}, -0.9),
}


@pytest.mark.parametrize("name", CAMERAS)
def test_two_films_of_one_set_find_together_by_themselves(
    formcheck: Call, front: Path, tmp_path: Path, name: str
) -> None:
    how, offset_s = CAMERAS[name]
    result = compared(formcheck, front, second_camera(tmp_path / "two.poses.jsonl.gz", **how))
    assert result["format"] == "formcheck.pair/1"
    assert result["alignment"]["offset_s"] == pytest.approx(offset_s, abs=0.05)
    assert result["alignment"]["correlation"] > 0.98
    assert len(result["reps"]) >= 3
    lean = next(d for d in result["measures"] if d["name"] == "trunk_inclination_deg")
    assert lean["count"] > 30
    assert abs(lean["mean"]) < 0.5
    assert lean["lower_limit"] < lean["mean"] < lean["upper_limit"]
    layback = next(r for r in result["rules"] if r["rule"] == "overhead-press.layback")
    assert layback["both_flag"] >= 1
    assert layback["only_first_flags"] + layback["only_second_flags"] == 0


@pytest.mark.parametrize(
    ("azimuth_deg", "fps", "from_s"), [(90, 24.0, 2.0), (-90, 25.0, 0.5), (45, 50.0, 0.7)]
)
def test_a_camera_in_front_and_one_elsewhere_find_together_and_share_the_rules(
    formcheck: Call, tmp_path: Path, azimuth_deg: float, fps: float, from_s: float
) -> None:
    one = seen_from(tmp_path / "front.poses.jsonl.gz", 0.0)
    two = seen_from(tmp_path / "other.poses.jsonl.gz", azimuth_deg, fps=fps, from_s=from_s)
    result = compared(formcheck, one, two)
    assert result["alignment"]["offset_s"] == pytest.approx(-from_s, abs=0.03)
    assert len(result["reps"]) + len(result["outside_first"]) == 4
    assert (result["only_first"], result["only_second"]) == ([], [])
    times = {d["name"]: d["mean"] for d in result["rep_quantities"]}
    assert max(abs(times[name]) for name in ("start_s", "top_s", "end_s", "concentric_time_s")) < 0.15
    judged = {r["rule"].rpartition(".")[2]: r for r in result["rules"]}
    assert judged["uneven"]["only_first_judged"] == len(result["reps"])
    if abs(azimuth_deg) == 90:
        assert judged["lateral-lean"]["only_first_judged"] == len(result["reps"])
        assert judged["layback"]["only_second_judged"] == len(result["reps"])


def test_the_other_way_round_everything_has_the_other_sign(
    formcheck: Call, front: Path, tmp_path: Path
) -> None:
    other = second_camera(tmp_path / "two.poses.jsonl.gz", from_s=0.9, fps=20.0, noise_px=1.0)
    one, two = compared(formcheck, front, other), compared(formcheck, other, front)
    assert one["alignment"]["offset_s"] == pytest.approx(-two["alignment"]["offset_s"], abs=0.02)
    assert one["reps"] == [pair[::-1] for pair in two["reps"]]
    times = [{d["name"]: d["mean"] for d in each["rep_quantities"]} for each in (one, two)]
    assert times[0]["eccentric_time_s"] == pytest.approx(-times[1]["eccentric_time_s"])


def test_reps_that_only_one_film_shows_are_told_apart(formcheck: Call, front: Path, tmp_path: Path) -> None:
    late = second_camera(tmp_path / "late.poses.jsonl.gz", from_s=5.0)
    result = compared(formcheck, front, late)
    assert result["outside_first"] == [1]
    assert [one - two for one, two in result["reps"]] == [1] * len(result["reps"])
    assert (result["only_first"], result["only_second"]) == ([], [])


def test_a_view_that_reads_higher_shows_as_a_difference_beyond_the_errors(
    formcheck: Call, front: Path, tmp_path: Path
) -> None:
    tilted = tmp_path / "tilted.poses.jsonl.gz"
    lines: Rows = []
    turn = np.deg2rad(12.0)
    for frame in frames_of(LAYBACK, 0.0, 99.0, 2):
        points = np.array(frame["points"], dtype=float)
        xy = points[:, :2]
        # Only the lower arms: the elbows read otherwise, the rest the same.
        for side in ("LEFT", "RIGHT"):
            elbow, ends = (
                L[f"{side}_ELBOW"],
                [L[f"{side}_{part}"] for part in ("WRIST", "PINKY", "INDEX", "THUMB")],
            )
            rotated = (xy[ends] - xy[elbow]) @ np.array(
                [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
            )
            xy[ends] = xy[elbow] + rotated
        lines.append({**frame, "points": points.tolist()})
    write_lines(tilted, [header(fps=15.0), *lines])
    found = {d["name"]: d for d in compared(formcheck, front, tilted)["measures"]}
    assert abs(found["trunk_inclination_deg"]["mean"]) < 0.1
    assert found["trunk_inclination_deg"]["beyond"] == 0.0
    elbow = found["left_elbow_angle_deg"]
    assert max(abs(elbow["lower_limit"]), abs(elbow["upper_limit"])) > 8.0
    assert 0.0 <= elbow["beyond"] <= 1.0


def test_the_terminal_shows_offset_tables_and_rules(formcheck: Call, front: Path, tmp_path: Path) -> None:
    done = formcheck("evaluate", "--pair", front, second_camera(tmp_path / "two.poses.jsonl.gz", from_s=0.6))
    assert done.code == 0
    assert "shows -0.60 s against" in done.out
    assert "| `trunk_inclination_deg` |" in done.out
    assert "| `layback` |" in done.out


def test_an_offset_that_is_known_is_kept_to(formcheck: Call, front: Path, tmp_path: Path) -> None:
    other = second_camera(tmp_path / "two.poses.jsonl.gz", from_s=2.0)
    assert compared(formcheck, front, other, "--offset", -2.4)["alignment"]["offset_s"] == pytest.approx(
        -2, abs=0.05
    )
    one_rep_on = compared(formcheck, front, other, "--offset", -5.3)["alignment"]["offset_s"]
    assert one_rep_on == pytest.approx(-5.3, abs=1.0)


def test_the_folder_of_an_analysis_stands_for_its_film(formcheck: Call, front: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert formcheck("analyze", front, "-o", out, "--no-video", "--save-poses", "--quiet").code == 0
    (folder,) = out.iterdir()
    assert len(compared(formcheck, front, folder)["reps"]) == 4


def write_still(path: Path) -> Path:
    """Somebody who stands there."""
    first = frames_of(LAYBACK, 0.0, 0.1, 1)[0]
    still = [{**first, "frame": n, "time_s": round(n / 15, 4)} for n in range(150)]
    return write_lines(path, [header(fps=15.0), *still])


def write_another_pace(path: Path) -> Path:
    """The same set run at another pace that changes: nothing of it comes at the same times."""
    frames = frames_of(LAYBACK, 0.0, 99.0, 1)
    times_s = [0.0]
    for number in range(1, len(frames)):
        pace = 0.55 if number < len(frames) / 3 else 2.2 if number < len(frames) / 2 else 1.2
        times_s.append(times_s[-1] + pace / 30)
    slow = [{**f, "time_s": round(time_s, 5)} for f, time_s in zip(frames, times_s, strict=True)]
    return write_lines(path, [header(), *slow])


def empty_folder(path: Path) -> Path:
    path.mkdir()
    return path


REFUSED: dict[str, tuple[Callable[[Path], Path], tuple[str, ...], str]] = {
    "nobody lifts in one": (write_still, (), "no repetition of overhead press was seen"),
    "another set": (write_another_pace, (), "do not show the same set"),
    "an activity without reps": (write_still, ("-a", "desk"), "has no repetitions"),
    "both are of another lift": (
        lambda path: recorded(path, LAYBACK), ("-a", "upright-row"), "compare them with -a overhead-press"
    ),
    "not there": (lambda path: path, (), "two.poses.jsonl.gz"),
    "an empty folder": (empty_folder, (), "holds 0 pose recordings"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_compared_is_refused_in_one_line(
    formcheck: Call, front: Path, tmp_path: Path, name: str
) -> None:
    make, options, words = REFUSED[name]
    done = formcheck("evaluate", "--pair", front, make(tmp_path / "two.poses.jsonl.gz"), *options, "--quiet")
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert words in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("set", "--pair", "a", "b"),
        ("--pair", "a", "b", "--split", "test"),
        ("set", "--offset", "1"),
        ("--pair", "a", "b", "-j", "2"),
    ],
)
def test_a_set_and_a_pair_are_two_things(formcheck: Call, arguments: tuple[str, ...]) -> None:
    done = formcheck("evaluate", *arguments)
    assert (done.code, done.out) == (2, "")
    assert "--pair" in done.err


def test_from_python_results_are_compared_without_another_analysis(front: Path, tmp_path: Path) -> None:
    other = second_camera(tmp_path / "two.poses.jsonl.gz", from_s=0.9)
    results = formcheck.analyze(front), formcheck.analyze(other)
    pair, same = formcheck.compare_views(*results), formcheck.compare_views(front, other)
    assert pair.reps == same.reps
    assert pair.alignment == same.alignment
    assert pair.rules == same.rules
    with pytest.raises(formcheck.PairError, match="was analysed as overhead press, not as upright row"):
        formcheck.compare_views(*results, "upright-row")
