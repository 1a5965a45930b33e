"""How well neck exercises are counted, timed, sized and judged, on recorded people with their truth.

    python -m benchmarks.mobility benchmarks/recordings [--split test] [--write docs/mobility.md] [--verbose]

Each clip is analysed as `formcheck mobility` would; a hold of 1.5 s is asked for, and one of 5 s.
A movement counts in truth as in the exercise's file: it has to go so far, and stay near its end for a
second. One whose true hold is within 0.2 s of a limit may count either way. People who only look around,
talk or drink are given to every exercise that is seen from there; nothing of it may be counted.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import put_between_marks
from formcheck.activities.moves import ROUTINE, load_move, settings_of
from formcheck.evaluation.markdown import as_table
from formcheck.evaluation.resampling import Estimate, estimate, share
from formcheck.measurements.view import View
from formcheck.moves.quantities import HOLD_S
from formcheck.phases.quantities import RANGE
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.mobility import MobilitySession
from formcheck.session.observation import JudgedRep

Series = NDArray[np.float64]

ASKED_S, LONG_S = 1.5, 5.0
_EITHER_WAY_S = 0.2
_HELD_SHARE, _MEAN_S = 0.75, 0.5

EXERCISES = {
    "chin_tuck": "chin-tuck",
    "side_tilt": "side-tilt",
    "rotation": "neck-rotation",
    "shoulder_roll": "shoulder-roll",
}
FAULTS = {
    ("chin-tuck", "nod"): "nod",
    ("chin-tuck", "lean_back"): "lean-back",
    ("chin-tuck", "raised_shoulders"): "shrug",
    ("side-tilt", "hike"): "hike",
    ("side-tilt", "neck_twist"): "turn",
    ("side-tilt", "lateral_lean"): "lean",
    ("neck-rotation", "shoulders_turn"): "chest",
    ("neck-rotation", "head_tilt"): "tilt",
    ("shoulder-roll", "uneven_roll"): "uneven",
}


WHOLE = (
    ("repetitions exact (clips)", "counted"),
    ("repetitions and holds exact, 1.5 s asked (clips)", "exact"),
    ("the same, 5 s asked (clips)", "exact 5 s"),
    ("nothing counted of people who do no exercise", "idle"),
)


@dataclass(frozen=True)
class TrueRep:
    """What was done, from the true curve.

    Attributes:
        counts: Whether it counts; None where its hold is too near to the limit.
        held_s: How long it was near its end.
        range_deg: How far it went.
        faults: Short ids of the rules that it breaks.
    """

    start_s: float
    end_s: float
    counts: bool | None
    held_s: float
    range_deg: float
    faults: frozenset[str]


@dataclass
class Person:
    """What one person adds to every figure: hits and trials by the figure's name."""

    hits: dict[str, list[float]] = field(default_factory=dict)

    def add(self, figure: str, hit: float, trials: float = 1.0) -> None:
        """One more trial of a figure."""
        known = self.hits.setdefault(figure, [0.0, 0.0])
        known[0] += hit
        known[1] += trials


@dataclass
class Watched:
    """One clip that is compared with its truth."""

    name: str
    exercise: str
    view: View
    person: Person
    verbose: bool


def main() -> int:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", type=Path, help="folder of recordings with their truth")
    parser.add_argument("--split", choices=("development", "test"), default="test")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="put the tables between the marks of this page"
    )
    parser.add_argument("--verbose", action="store_true", help="one line a clip that is not exact")
    arguments = parser.parse_args()
    begin = "test-neck-" if arguments.split == "test" else "dev-neck-"
    people: dict[str, Person] = {}
    paths = sorted(arguments.set.glob(f"{begin}*.poses.jsonl.gz"))
    for path in paths:
        measure(path, people, verbose=arguments.verbose)
    lines = tables(people, len(paths))
    print("\n".join(lines))
    if arguments.write:
        put_between_marks(arguments.write, "benchmarks/mobility.py", lines)
    return 0


def measure(path: Path, people: dict[str, Person], *, verbose: bool) -> None:
    """Analyse one clip, and add what it tells to its person."""
    name = path.name.removesuffix(".poses.jsonl.gz")
    with gzip.open(path.with_name(f"{name}.truth.json.gz")) as file:
        truth = json.load(file)
    person = people.setdefault(json.dumps(truth["scene"]["body"], sort_keys=True), Person())
    view = View.SIDE if name.endswith("side") else View.FRONT
    if not truth["reps"]:
        for exercise in ROUTINE:
            if view in settings_of(load_move(exercise)).signals:
                found = found_in(path, exercise)
                person.add("idle", float(not found))
                if found and verbose:
                    print(f"{name}: {exercise}: {len(found)} counted of somebody who does nothing")
        return
    exercise = EXERCISES[truth["sets"][0]["activity"]]
    true = list(true_reps(truth, exercise, view))
    clip = Watched(name, exercise, view, person, verbose)
    found = found_in(path, exercise)
    for asked_s, suffix in ((ASKED_S, ""), (LONG_S, " 5 s")):
        _compare(clip, true, found, asked_s, suffix)


def found_in(path: Path, exercise: str) -> list[JudgedRep]:
    """Every movement that is counted in a recording."""
    with PoseRecording(path) as recording:
        session = MobilitySession(load_move(exercise), recording.info, ZeroPhaseSmoother())
        return [rep for seen in session.watch(recording) for rep in seen.reps]


def true_reps(truth: Mapping[str, object], exercise: str, view: View) -> Iterator[TrueRep]:
    """What was truly done, from the true curves."""
    settings = settings_of(load_move(exercise))
    count = settings.signals[view].count
    time_s, size, far = _true_curves(truth, exercise)
    for row in truth["reps"]:  # type: ignore[attr-defined]
        inside = (time_s >= row["start_s"]) & (time_s <= row["end_s"])
        sign = 1.0 if not settings.sides else float(np.sign(np.median(size[inside])))
        peak = _peak(time_s[inside], sign * size[inside])
        held_s = _held(time_s[inside], sign * size[inside], max(_HELD_SHARE * peak, min(count, peak)))
        faults = frozenset(FAULTS[exercise, name] for name in row["faults"] if (exercise, name) in FAULTS)
        counts: bool | None = peak >= count
        if settings.held:
            near = abs(held_s - settings.least_hold_s) <= _EITHER_WAY_S
            counts = None if near and counts else counts and held_s >= settings.least_hold_s
        yield TrueRep(
            row["start_s"], row["end_s"], counts, held_s, _peak(time_s[inside], sign * far[inside]), faults
        )


def _true_curves(truth: Mapping[str, object], exercise: str) -> tuple[Series, Series, Series]:
    """Times, the curve that is counted by, and that of the range."""
    angles: Mapping[str, Sequence[float]] = truth["angles"]  # type: ignore[assignment]
    time_s = np.asarray(truth["time_s"], float)
    rest = time_s < truth["neutral_s"][1] - 0.1  # type: ignore[index]

    def changed(name: str) -> Series:
        curve = np.asarray(angles[name], float)
        return np.asarray(curve - np.median(curve[rest]))

    if exercise == "chin-tuck":
        tuck = -changed("ear_shoulder_inclination_deg")
        return time_s, tuck + 0.25 * changed("head_pitch_deg"), tuck
    if exercise == "side-tilt":
        tilt = changed("head_roll_deg") - changed("trunk_lean_deg")
        return time_s, tilt, tilt
    if exercise == "neck-rotation":
        turn = changed("head_yaw_deg") - changed("shoulder_turn_deg")
        return time_s, turn, turn
    ratios: Mapping[str, Sequence[float]] = truth["ratios"]  # type: ignore[assignment]
    sides = [np.asarray(ratios[f"{side}_ear_over_shoulder_ratio"], float) for side in ("left", "right")]
    lost = sum(100 * (1 - side / np.median(side[rest])) for side in sides) / 2
    return time_s, np.asarray(lost), np.asarray(lost)


def _peak(time_s: Series, size: Series) -> float:
    frame_s = float(np.median(np.diff(time_s)))
    width = max(1, round(_MEAN_S / frame_s))
    return float(np.convolve(size, np.ones(width) / width, "valid").max())


def _held(time_s: Series, size: Series, limit: float) -> float:
    over = time_s[size >= limit]
    return float(over[-1] - over[0]) if len(over) else 0.0


def _compare(
    clip: Watched, true: Sequence[TrueRep], found: Sequence[JudgedRep], asked_s: float, suffix: str
) -> None:
    exercise, view, person = clip.exercise, clip.view, clip.person
    pairs = [(rep, _found_for(rep, found)) for rep in true]
    strange = len(found) - sum(one is not None for _, one in pairs)
    counted = strange == 0 and all(rep.counts in (None, one is not None) for rep, one in pairs)
    held = counted and all(_hold_agrees(rep, one, asked_s) for rep, one in pairs)
    if settings_of(load_move(exercise)).held or not suffix:
        person.add(f"exact {exercise} {view}{suffix}", float(held))
        person.add(f"exact{suffix}", float(held))
    if clip.verbose and not held:
        rows = [f"{r.counts}/{r.held_s:.1f}/{r.range_deg:.0f} {_said(one)}" for r, one in pairs]
        print(f"{clip.name}: asked {asked_s} s: {strange} strange; " + "; ".join(rows))
    if suffix:
        return
    person.add("counted", float(counted))
    for rep, one in pairs:
        if one is not None and rep.counts is not False:
            _judged(clip, rep, one)


def _hold_agrees(rep: TrueRep, one: JudgedRep | None, asked_s: float) -> bool:
    if one is None or abs(rep.held_s - asked_s) <= _EITHER_WAY_S:
        return True
    return ((one.rep.measurements[HOLD_S].value or 0.0) >= asked_s) == (rep.held_s >= asked_s)


def _found_for(rep: TrueRep, found: Sequence[JudgedRep]) -> JudgedRep | None:
    near = [one for one in found if one.rep.start_s < rep.end_s and one.rep.end_s > rep.start_s]
    return max(
        near, key=lambda one: min(one.rep.end_s, rep.end_s) - max(one.rep.start_s, rep.start_s), default=None
    )


def _said(one: JudgedRep | None) -> str:
    if one is None:
        return "-"
    return f"[{one.rep.measurements[HOLD_S].value:.1f} s {one.rep.measurements[RANGE].value}]"


def _judged(clip: Watched, rep: TrueRep, one: JudgedRep) -> None:
    name, exercise, view, person, verbose = clip.name, clip.exercise, clip.view, clip.person, clip.verbose
    far, held_s = one.rep.measurements[RANGE].value, one.rep.measurements[HOLD_S].value
    settings = settings_of(load_move(exercise))
    if settings.held and held_s is not None:
        person.add("hold error", (held_s - rep.held_s) ** 2)
    if settings.signals[view].sized and not rep.faults & {*settings.not_sized_with}:
        person.add(f"told {exercise}", float(far is not None))
    if far is not None:
        person.add(f"range {exercise}", abs(far - rep.range_deg))
        person.add(
            f"range within {exercise}",
            float(abs(far - rep.range_deg) <= (8.0 if "rotation" in exercise else 5.0)),
        )
        if verbose and abs(far - rep.range_deg) > 5:
            print(f"{name}: range {far:.1f} of {rep.range_deg:.1f}")
    names = {finding.rule.rpartition(".")[2] for finding in one.findings}
    for rule, verdict in one.verdicts.items():
        short = rule.rpartition(".")[2]
        if short in rep.faults:
            person.add(f"named {exercise} {short} {view}", float(short in names))
        elif verdict.judged:
            person.add(f"false {exercise} {short} {view}", float(short in names))
        if verbose and (short in names) != (short in rep.faults):
            value = verdict.fault.value if verdict.fault else verdict.value.value or verdict.value.reason
            print(f"{name}: {short} {'missed' if short in rep.faults else 'false'}: {value}")


def tables(people: Mapping[str, Person], clips: int) -> list[str]:
    """The tables, in Markdown."""
    known = sorted({figure for person in people.values() for figure in person.hits})
    exact = [f for f in known if f.startswith("exact ") and not f.endswith("5 s")]
    named = _sums_of("named ", people)
    ranges = [f[6:] for f in known if f.startswith("range ") and "within" not in f]
    squared = estimate(_sums("hold error", people), lambda sums: np.sqrt(sums[..., 0] / sums[..., 1]))
    blocks = [
        as_table(("what", "share", "of"), [_row(said, figure, people) for said, figure in WHOLE]),
        as_table(
            ("exercise, seen from", "repetitions and holds exact", "clips"),
            [_row(f[6:], f, people) for f in exact],
        ),
        as_table(("fault, seen from", "named", "of", "false alarms", "of"), _fault_rows(known, people)),
        as_table(
            ("range", "mean error", "within 5 deg (rotation 8)", "of", "told of good ones"),
            [_range_row(e, people) for e in ranges],
        ),
        [
            f"Faults of all kinds: {_shown(share(named[:, 0], named[:, 1]), '%', 100.0, 0)} named, of "
            f"{named[:, 1].sum():.0f}."
        ],
        [f"Time of a hold: root mean square error {_shown(squared, 's', 1.0, 2)}."],
    ]
    lines = [f"{clips} clips of {len(people)} people."]
    return [*lines, *(line for block in blocks for line in ("", *block))]


def _fault_rows(known: Sequence[str], people: Mapping[str, Person]) -> Iterator[Sequence[str]]:
    for figure in known:
        kind, _, rest = figure.partition(" ")
        if kind == "named":
            named, false = _row("", figure, people), _row("", f"false {rest}", people)
            yield (rest, named[1], named[2], false[1], false[2])


def _range_row(exercise: str, people: Mapping[str, Person]) -> Sequence[str]:
    mean = estimate(_sums(f"range {exercise}", people), lambda sums: sums[..., 0] / sums[..., 1])
    within = _row("", f"range within {exercise}", people)
    told = _row("", f"told {exercise}", people)
    return (exercise, _shown(mean, "deg", 1.0, 1), within[1], within[2], f"{told[1]} of {told[2]}")


def _row(said: str, figure: str, people: Mapping[str, Person]) -> Sequence[str]:
    sums = _sums(figure, people)
    return (said, _shown(share(sums[:, 0], sums[:, 1]), "%", 100.0, 0), f"{sums[:, 1].sum():.0f}")


def _sums(figure: str, people: Mapping[str, Person]) -> Series:
    rows = [person.hits[figure] for person in people.values() if figure in person.hits]
    return np.array(rows, float).reshape(len(rows), 2)


def _sums_of(begin: str, people: Mapping[str, Person]) -> Series:
    """Hits and trials of each person in all figures that begin so."""
    own = ([hits for f, hits in person.hits.items() if f.startswith(begin)] for person in people.values())
    return np.array([np.sum(hits, axis=0) for hits in own if hits], float).reshape(-1, 2)


def _shown(found: Estimate | None, unit: str, scale: float, places: int) -> str:
    if found is None:
        return "-"
    value = f"{scale * found.value:.{places}f} {unit}"
    if found.low is None or found.high is None:
        return value
    return f"{value} ({scale * found.low:.{places}f} to {scale * found.high:.{places}f})"


if __name__ == "__main__":
    sys.exit(main())
