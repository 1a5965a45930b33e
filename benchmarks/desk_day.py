"""Days at the desk on a simulated clock, put together of people's recordings.

Every person sits for their share of the hours. What happens meanwhile: short faults that are over before they
are worth a word, the chair or the camera moved, nobody there, somebody else there, leaning back, and episodes
of a head that is forward for a minute.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.desk_confusers import _CAMERA, _CHAIR
from formcheck.activities.load import load_activity
from formcheck.calibration.starting_neutral import ProfileChooser, ProfileWish
from formcheck.evaluation.relocated import Relocation, relocated
from formcheck.history.records import DeskMinute
from formcheck.monitor.actions import Action, Keep, Show
from formcheck.monitor.moment import Moment
from formcheck.monitor.monitor import Monitor
from formcheck.monitor.settings import DeskSettings
from formcheck.monitor.sitting import SittingWatch
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.source.frame import StreamInfo

# A head that is forward by less than this is not surely past the rule's threshold of 6 deg.
_SURELY_DEG = 9.0
_FORWARD = "desk.forward-head"
_MOVING_S, _TREMBLE = 1.0, 0.0005
_MONDAY_S = 1_772_442_000.0
_HERE = Relocation()


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """What is recorded of one person before one camera, from in front.

    Attributes:
        home: Sitting well.
        forward: The head forward.
        faults: Other postures by name.
    """

    body: int
    info: StreamInfo
    camera: dict[str, Any]
    home: tuple[Pose, ...]
    forward: tuple[Pose, ...]
    faults: dict[str, tuple[Pose, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of somebody's time; no poses: nobody is there."""

    what: str
    seconds: float
    poses: tuple[Pose, ...] = ()
    move: Relocation = _HERE
    person: Person | None = None


@dataclass(slots=True)
class Told:
    """What was told of one person.

    Attributes:
        episodes: How many there were of a head forward.
        once: How many of them were told exactly once.
        false: Alerts of what was none: when, of what, and during what.
        nudges: When nudges were shown.
        looks: How often was looked.
    """

    body: int
    rate: float | None
    episodes: int = 0
    once: int = 0
    false: list[tuple[float, str, str]] = field(default_factory=list)
    nudges: list[tuple[float, str]] = field(default_factory=list)
    minutes: list[DeskMinute] = field(default_factory=list)
    looks: int = 0


def people_of(folder: Path, split: str) -> list[Person]:
    """Everybody of a half who was recorded with a head that is surely forward."""
    rows = json.loads((folder / "set.json").read_text(encoding="utf-8"))["scenes"]
    prefix = {"test": "test-", "development": "dev-"}[split]
    found: dict[int, Person] = {}
    for row in rows:
        is_wanted = row["name"].startswith(prefix) and row["topic"] in ("postures", "sequence")
        if is_wanted and row["view"] == "front" and row["body"] not in found:
            person = _person(folder, row)
            if person is not None:
                found[row["body"]] = person
    return [found[body] for body in sorted(found)]


def _person(folder: Path, row: dict[str, Any]) -> Person | None:
    path = folder / f"{row['name']}.truth.json.gz"
    truth = json.loads(gzip.decompress(path.read_bytes()))
    with PoseRecording(folder / f"{row['name']}.poses.jsonl.gz") as stream:
        frames, info = [*stream], stream.info

    def between(start_s: float, end_s: float) -> tuple[Pose, ...]:
        return tuple(f.pose for f in frames if start_s <= f.time_s <= end_s and f.pose is not None)

    faults = {f["name"]: between(f["start_s"] + 0.4, f["end_s"] - 0.4) for f in truth["faults"]}
    sure = [f for f in truth["faults"] if f["name"] == "forward_head" and f["size"] >= _SURELY_DEG]
    if not sure:
        return None
    home = between(truth["neutral_s"][0], truth["neutral_s"][1] - 0.1)
    forward = between(sure[0]["start_s"] + 0.4, sure[0]["end_s"] - 0.4)
    faults.pop("forward_head")
    camera = truth["scene"]["camera"]
    return Person(row["body"], info, camera, home, forward, {k: v for k, v in faults.items() if v})


def day_of(person: Person, other: Person, number: int, seconds: float) -> list[Part]:
    """What happens in somebody's time; every kind of thing in turn over all people."""
    moves = [*_CHAIR.items(), *_CAMERA.items()]
    faults = cycle([*person.faults.items()])
    parts = [Part("home", 90.0, person.home)]
    while sum(part.seconds for part in parts) < seconds - 420.0:
        for _ in range(2):
            name, poses = next(faults)
            parts += [Part(f"short {name}", 8.0, poses), Part("home", 30.0, person.home)]
        what, move = moves[number % len(moves)]
        number += 5
        # How far each point is from the camera is known of who sits upright, so only they are moved.
        parts += [Part(what, 75.0, person.home, move), Part("moved back", 45.0, person.home)]
        parts += [
            Part("forward", 60.0, person.forward),
            Part("home", 30.0, person.home),
            Part("nobody", 40.0),
        ]
        if other.info == person.info:
            parts += [Part("somebody else", 45.0, other.home, person=other), Part("nobody", 40.0)]
        parts += [Part("home", 60.0, person.home)]
        lean_back = person.faults.get("recline")
        if lean_back:
            parts += [Part("leaning back", 60.0, lean_back), Part("home", 30.0, person.home)]
    rest_s = seconds - sum(part.seconds for part in parts)
    return [*parts, Part("home", max(30.0, rest_s), person.home)]


class Film:
    """The pose at any time of a row of parts.

    Args:
        person: Who sits there, where a part names nobody else.
        parts: One after the other.
    """

    def __init__(self, person: Person, parts: Sequence[Part]) -> None:
        self._person, self._parts = person, parts
        self._starts_s = np.concatenate([[0.0], np.cumsum([part.seconds for part in parts])])
        self._noise = np.random.default_rng(person.body)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return float(self._starts_s[-1])

    def part_at(self, time_s: float) -> tuple[Part, float]:
        """The part that goes on, and since when."""
        index = min(len(self._parts) - 1, int(np.searchsorted(self._starts_s, time_s, "right")) - 1)
        return self._parts[index], float(self._starts_s[index])

    def pose_at(self, time_s: float) -> Pose | None:
        """The pose, with a tremble of its own each time."""
        part, start_s = self.part_at(time_s)
        points = self._points(part, time_s - start_s)
        if points is None:
            return None
        into_s = time_s - start_s
        if into_s < _MOVING_S and start_s > 0.0:
            before, before_s = self.part_at(start_s - 1e-6)
            from_points = self._points(before, start_s - before_s)
            if from_points is not None and (before.person or part.person) is None:
                share = 0.5 - 0.5 * np.cos(np.pi * into_s / _MOVING_S)
                points = (1 - share) * from_points + share * points
        points[:, :2] += self._noise.normal(0, _TREMBLE * self._person.info.width_px, (len(points), 2))
        return Pose(points)

    def _points(self, part: Part, into_s: float) -> np.ndarray | None:
        if not part.poses:
            return None
        there_and_back = [*part.poses, *part.poses[-2:0:-1]]
        index = int(into_s * self._person.info.fps) % len(there_and_back)
        owner = part.person or self._person
        pose = there_and_back[index]
        if part.move is not _HERE:
            pose = relocated(pose, owner.info, owner.camera, part.move)
        return pose.points.copy()


def watch(person: Person, parts: Sequence[Part], rate: float | None, *, nudges: bool = False) -> Told:
    """Watch somebody at a rate, as `formcheck desk` does, on a clock that jumps from look to look."""
    film = Film(person, parts)
    settings = DeskSettings(rate=rate) if nudges else DeskSettings(rate=rate, shift_min=0, break_min=0)
    desk = load_activity("desk")

    def chooser(info: StreamInfo) -> ProfileChooser:
        return ProfileChooser(info, desk.mode, ProfileWish(any=False), info.pose_model)

    sitting = SittingWatch(desk, settings, chooser)
    now = Moment(0.0, _MONDAY_S)
    monitor, told = Monitor(settings, sitting.rules, now), Told(person.body, rate)
    sitting.begin(person.info)
    shown: list[tuple[float, str, str]] = []
    while now.mono_s < film.seconds:
        look_s, tick_s = monitor.next_look_s(now), monitor.next_tick_s(now)
        at_s = max(now.mono_s, min(tick_s, tick_s if look_s is None else look_s))
        now = Moment(at_s, _MONDAY_S + at_s)
        if look_s is None or at_s < look_s:
            actions = monitor.tick(now)
        else:
            told.looks += 1
            actions = monitor.saw(now, sitting.take(PosedFrame(told.looks, at_s, film.pose_at(at_s))))
        shown += _shown(at_s, actions, monitor)
        told.minutes += [action.minute for action in actions if isinstance(action, Keep)]
    _judge(told, film, shown)
    return told


def _shown(at_s: float, actions: Sequence[Action], monitor: Monitor) -> Iterator[tuple[float, str, str]]:
    for action in actions:
        if isinstance(action, Show):
            what = action.notice.title
            if action.notice.key == "posture":
                what = next((r for r, rule in monitor.rules.items() if rule.cue == what), what)
            yield at_s, action.notice.key, what


def _judge(told: Told, film: Film, shown: Sequence[tuple[float, str, str]]) -> None:
    """Which notices were right."""
    hits: dict[float, int] = {}
    for at_s, key, what in shown:
        if key == "break":
            told.nudges.append((at_s, what))
            continue
        part, start_s = film.part_at(at_s - 3.0)  # what is over may be seen one look later
        if part.what == "forward" and what == _FORWARD:
            hits[start_s] = hits.get(start_s, 0) + 1
        else:
            told.false.append((round(at_s, 1), what, part.what))
    told.episodes = sum(part.what == "forward" for part in film._parts)
    told.once = sum(count == 1 for count in hits.values())
