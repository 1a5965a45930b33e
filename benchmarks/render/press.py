"""The overhead press with a barbell: where bar, hands, trunk and head are at every instant."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from benchmarks.render.body import Body
from benchmarks.render.geometry import Matrix, Vector, rot_x, rot_y, third_side
from benchmarks.render.movement import FaultSpan, Held, Moment
from benchmarks.render.profiles import Unrest, smooth_step, unrest_vector
from benchmarks.render.rep import Rep
from benchmarks.render.solve import solve
from benchmarks.render.stance import Stance
from benchmarks.render.target import LUMBAR, Arm, Head, Target, Trunk

HAND_BACK_DEG = 24.0
"""The hand leans back from the vertical when it carries a bar on its heel."""

PALM_FORWARD_M, PALM_UP_M = 0.026, 0.062
"""From the wrist joint to the middle of the grip, along the palm's normal and along the hand."""

GOOD_LOCKOUT_DEG = 172.0
LAYBACK_HIP_SHIFT = 0.0045
"""Metres that the hips go forward for every degree of layback, so that the weight stays over the feet."""


@dataclass(frozen=True)
class Press:
    """A standing barbell press.

    Faults of a rep, by name: `layback` (degrees of trunk inclination backward), `lateral_lean` (degrees, to
    the left positive), `knee_bend` (degrees), `lockout` (degrees of elbow missing from a good lockout),
    `forearm_tilt` (degrees, hands outward of the elbows), `bar_forward`
    (metres at the top), `head_forward` (degrees of lower neck bend), `look_up` (degrees), `shrug` (degrees
    of girdle lift at the bottom), `uneven` (degrees of bar tilt, left up positive).

    Attributes:
        body: who presses.
        reps: the repetitions.
        duration_s: length of the clip.
        grip_ratio: distance between the hands against the distance between the shoulder joints.
        forearm_tilt_deg: tilt of the forearms of a good rep.
        stance_ratio: distance between the ankles against the distance between the shoulder joints.
        seed: for sway and tremor.
    """

    body: Body
    reps: tuple[Rep, ...]
    duration_s: float
    grip_ratio: float = 1.16
    forearm_tilt_deg: float = 2.0
    stance_ratio: float = 0.62
    seed: int = 1

    @cached_property
    def _shoulder_width_m(self) -> float:
        return 2 * float(self.body.joint("upperarm01.L")[0])

    @cached_property
    def _stance(self) -> Stance:
        return Stance(self.body, self.stance_ratio * self._shoulder_width_m / 2)

    @cached_property
    def _face_y_m(self) -> float:
        """How far forward the bar must stay to pass the nose."""
        return float(self.body.joint("eye.L")[1]) - 0.055

    @cached_property
    def _bottom_m(self) -> Vector:
        """Where the bar rests: in front of the throat, between collar bones and chin."""
        body = self.body
        height = 0.45 * body.joint("neck01")[2] + 0.55 * body.joint("oris01")[2] - 0.035
        return np.array([0.0, self._face_y_m + 0.025, height])

    @cached_property
    def _tops_m(self) -> dict[int, Vector]:
        """Where the bar is at the top of every rep; the height follows from the elbow angle there."""
        return {number: self._top_of(rep) for number, rep in enumerate(self.reps)}

    def _top_of(self, rep: Rep) -> Vector:
        arm = [
            self.body.length(a, b) for a, b in (("upperarm01.L", "lowerarm01.L"), ("lowerarm01.L", "wrist.L"))
        ]
        reach = third_side(*arm, GOOD_LOCKOUT_DEG - rep.faults.get("lockout", 0.0))
        top = np.array([0.0, 0.01 - rep.faults.get("bar_forward", 0.0), self._bottom_m[2] + 0.5])
        for _ in range(4):
            moment = self._moment(None, rep, (1.0, 1.0), top)
            shoulder = solve(self.body, moment.target).joint("upperarm01.L")
            wrist = moment.target.left.wrist_m
            across = float(np.hypot(*(wrist - shoulder)[:2]))
            top[2] += shoulder[2] + np.sqrt(max(reach**2 - across**2, 0.0)) - wrist[2]
        return top

    @cached_property
    def faults(self) -> tuple[FaultSpan, ...]:
        """Every commanded fault with the time in which it shows."""
        spans = []
        for number, rep in enumerate(self.reps, start=1):
            for name, size in rep.faults.items():
                spans.append(FaultSpan(name, size, rep.start_s, rep.end_s, number))
        return tuple(spans)

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        number = max(0, sum(rep.start_s <= time_s for rep in self.reps) - 1)
        rep = self.reps[number]
        height = rep.height(time_s)
        shown = smooth_step(height, 0.02, 0.65)
        moment = self._moment(time_s, rep, (height, shown), self._tops_m[number])
        inside = rep.start_s <= time_s < rep.end_s
        return replace(moment, rep=number + 1 if inside else 0)

    def _moment(self, time_s: float | None, rep: Rep, shares: tuple[float, float], top: Vector) -> Moment:
        """Return the instant at a share of the way up and of the faults; without a time there is no sway."""
        height, shown = shares
        sway = np.zeros(3) if time_s is None else unrest_vector(self.seed, 1.0, time_s)
        fault_deg = {name: shown * size for name, size in rep.faults.items()}
        layback = fault_deg.get("layback", 0.0)
        lean = fault_deg.get("lateral_lean", 0.0) + 0.25 * sway[1]
        trunk = Trunk(-layback + 0.35 * sway[0] - 1.5 * height, lean, sharing=LUMBAR)
        hip = self._stance.hip(
            LAYBACK_HIP_SHIFT * layback + 0.003 * sway[0], -0.002 * lean, fault_deg.get("knee_bend", 0.0)
        )
        head = Head(
            pitch_deg=-2.0 - 4.0 * height - fault_deg.get("look_up", 0.0) + 0.6 * sway[2],
            roll_deg=0.4 * sway[1],
            yaw_deg=0.8 * sway[2],
            forward_deg=fault_deg.get("head_forward", 0.0) + self._tuck(height),
        )
        bar, tilt = self._bar(height, top), rot_y(-fault_deg.get("uneven", 0.0))
        bar = bar + 0.0015 * sway
        if time_s is not None:
            bar[2] += 0.0012 * Unrest(self.seed + 50, 1.0, 5.0, 8.0)(time_s) * (0.3 + height)
        left, right = (self._arm(bar, tilt, sign, rep, height) for sign in (1.0, -1.0))
        legs = self._stance.legs()
        target = Target(hip, left, right, *legs, trunk=trunk, head=head)
        return Moment(target, (Held(tilt, bar),), rep.phase(rep.top_start_s if time_s is None else time_s))

    @staticmethod
    def _tuck(height: float) -> float:
        """Pull the head back a little while the bar passes the face."""
        return -11.0 * smooth_step(height, 0.0, 0.12) * (1 - smooth_step(height, 0.35, 0.7))

    def _bar(self, height: float, top: Vector) -> Vector:
        bottom = self._bottom_m
        bar = bottom + height * (top - bottom)
        # Out past the nose, then back over the shoulders.
        out, back = smooth_step(height, 0.0, 0.12), smooth_step(height, 0.28, 1.0)
        front = bottom[1] + out * (self._face_y_m - bottom[1])
        bar[1] = front + back * (top[1] - front)
        return bar

    def _arm(self, bar: Vector, tilt: Matrix, sign: float, rep: Rep, height: float) -> Arm:
        grip = bar + tilt @ np.array([sign * self.grip_ratio * self._shoulder_width_m / 2, 0.0, 0.0])
        hand = rot_x(-HAND_BACK_DEG) @ np.array([[0.0, 0.0], [0.0, -1.0], [1.0, 0.0]])
        wrist = grip - PALM_UP_M * hand[:, 0] - PALM_FORWARD_M * hand[:, 1]
        shrug = rep.faults.get("shrug", 0.0) * (1 - height)
        return Arm(
            wrist_m=wrist,
            hand=hand,
            forearm_tilt_deg=self.forearm_tilt_deg + rep.faults.get("forearm_tilt", 0.0),
            shrug_deg=shrug,
            curl=1.0,
        )
