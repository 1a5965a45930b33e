"""The overhead press, with a barbell or dumbbells, standing or seated: the body at every instant."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from renderer.geometry import Matrix, Vector, rot_x, rot_y, third_side
from renderer.movements.arms import lifts, resting
from renderer.movements.faults import NEEDS_BOTH_HANDS, PRESS_FAULTS, FaultSpan
from renderer.movements.movement import Moment
from renderer.movements.neck import NeckTable
from renderer.movements.profiles import Unrest, plateau, smooth_step, unrest_vector
from renderer.movements.rep import Rep
from renderer.movements.work_set import WorkSet, one_set
from renderer.people.body import Body
from renderer.people.grip import wrist_for
from renderer.people.seat import Seat
from renderer.people.solve import solve
from renderer.people.stance import Stance
from renderer.people.target import LUMBAR, Arm, Head, Target, Trunk

HAND_BACK_DEG = 24.0
"""The hand leans back from the vertical when it carries a bar on its heel."""

GOOD_LOCKOUT_DEG = 172.0
LAYBACK_HIP_SHIFT = 0.0045
"""Metres that the hips go forward for every degree of layback, so that the weight stays over the feet."""

SHRUG_RAMP_S = 0.35
DUMBBELL_SPREAD, DUMBBELL_CLOSING, DUMBBELL_LIFT_M = 1.66, 0.76, 0.15
"""Dumbbells start wider and higher than a bar, and come together on the way up."""


@dataclass(frozen=True)
class Press:
    """An overhead press.

    Faults of a rep are those of `faults.PRESS_FAULTS`.

    Attributes:
        body: who presses.
        reps: the repetitions.
        duration_s: length of the movement.
        grip_ratio: distance between the hands against the distance between the shoulder joints.
        forearm_tilt_deg: tilt of the forearms of a good rep.
        stance_ratio: distance between the ankles against the distance between the shoulder joints.
        dumbbells: whether each hand has its own weight.
        seated: whether the press is done sitting.
        opening_top: whether it starts at the top, with the first lowering before the first rep.
        arms: `both`, `left`, `right` or `alternating`; one arm holds its own weight.
        other_arm: what the arm of a one-armed press does that does not lift, one of `arms.RESTING`.
        seed: for sway and tremor.
    """

    body: Body
    reps: tuple[Rep, ...]
    duration_s: float
    grip_ratio: float = 1.16
    forearm_tilt_deg: float = 2.0
    stance_ratio: float = 0.62
    dumbbells: bool = False
    seated: bool = False
    opening_top: bool = False
    arms: str = "both"
    other_arm: str = "hanging"
    seed: int = 1
    activity: str = "press"

    @cached_property
    def _shoulder_width_m(self) -> float:
        return 2 * float(self.body.joint("upperarm01.L")[0])

    @property
    def _own_weights(self) -> bool:
        return self.dumbbells or self.arms != "both"

    @cached_property
    def base(self) -> Stance | Seat:
        """What the body stands or sits on."""
        if self.seated:
            return Seat(self.body, 0.17)
        return Stance(self.body, self.stance_ratio * self._shoulder_width_m / 2)

    @cached_property
    def _rise_m(self) -> Vector:
        """How far the hips are from where they are at rest: the bar goes with them."""
        rest = Stance(self.body, self.stance_ratio * self._shoulder_width_m / 2).hip()
        return self.base.hip() - rest

    @cached_property
    def _bends_deg(self) -> dict[int, float]:
        """Bend of the lower neck that gives each rep its head poke at the top, by the rep's identity."""
        return {
            id(rep): self._bend_of(rep, top)
            for rep, top in zip(self.reps, self._tops_m.values(), strict=True)
        }

    def _bend_of(self, rep: Rep, top: Vector) -> float:
        if "head_forward" not in rep.faults:
            return 0.0
        plain = replace(rep, faults={k: v for k, v in rep.faults.items() if k != "head_forward"})
        neutral, moment = (self._target(None, plain, height, top) for height in (0.0, 1.0))
        return NeckTable(self.body, neutral, moment).bend_deg(rep.faults["head_forward"])

    @cached_property
    def _face_y_m(self) -> float:
        """How far forward the bar must stay to pass the nose; dumbbells go past the ears."""
        y = float(self.body.joint("eye.L")[1]) + (0.01 if self._own_weights else -0.055)
        return y + float(self._rise_m[1])

    @cached_property
    def _bottom_m(self) -> Vector:
        """Where the bar rests: in front of the throat, between collar bones and chin."""
        body = self.body
        height = 0.45 * body.joint("neck01")[2] + 0.55 * body.joint("oris01")[2] - 0.035
        height += DUMBBELL_LIFT_M if self._own_weights else 0.0
        return np.array([0.0, self._face_y_m + 0.025, height + self._rise_m[2]])

    @cached_property
    def _tops_m(self) -> dict[int, Vector]:
        """Where the bar is at the top of every rep; the height follows from the elbow angle there."""
        return {number: self._top_of(rep) for number, rep in enumerate(self.reps)}

    def _top_of(self, rep: Rep) -> Vector:
        arm = [
            self.body.length(a, b) for a, b in (("upperarm01.L", "lowerarm01.L"), ("lowerarm01.L", "wrist.L"))
        ]
        reach = third_side(*arm, GOOD_LOCKOUT_DEG - rep.faults.get("lockout", 0.0))
        top_y = 0.01 - rep.faults.get("bar_forward", 0.0) + self._rise_m[1]
        top = np.array([0.0, top_y, self._bottom_m[2] + 0.5])
        for _ in range(4):
            target = self._target(None, rep, 1.0, top)
            side, arm_target = ("R", target.right) if rep.arms == "right" else ("L", target.left)
            shoulder, wrist = solve(self.body, target).joint(f"upperarm01.{side}"), arm_target.wrist_m
            assert wrist is not None
            across = float(np.hypot(*(wrist - shoulder)[:2]))
            top[2] += shoulder[2] + np.sqrt(max(reach**2 - across**2, 0.0)) - wrist[2]
        return top

    @cached_property
    def faults(self) -> tuple[FaultSpan, ...]:
        """Every commanded fault with the time in which it may show."""
        spans = []
        for number, rep in enumerate(self.reps, start=1):
            for name, size in rep.faults.items():
                before = SHRUG_RAMP_S if name == "shrug" else 0.0
                spans.append(FaultSpan(name, size, rep.start_s - before, rep.end_s, number))
        if self.arms == "both" and not 0.95 <= self.grip_ratio <= 1.5:
            spans.append(FaultSpan("grip", self.grip_ratio, 0.0, self.duration_s))
        return tuple(spans)

    @property
    def measured_faults(self) -> Collection[str]:
        """Everything that may be wrong with a rep."""
        known = (PRESS_FAULTS.keys() | {"grip"}) - {"unfinished"}
        return known if self.arms == "both" else known - NEEDS_BOTH_HANDS

    @property
    def neutral_s(self) -> tuple[float, float]:
        """The time before the first rep, before a shrug would start."""
        return 0.0, max(0.2, self.reps[0].start_s - SHRUG_RAMP_S - 0.1)

    @property
    def sets(self) -> tuple[WorkSet, ...]:
        """The one set that this is."""
        return one_set(self)

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        number = max(0, sum(rep.start_s <= time_s for rep in self.reps) - 1)
        rep = self.reps[number]
        target = self._target(time_s, rep, self._height(time_s, rep), self._tops_m[number])
        inside = rep.start_s <= time_s < rep.end_s
        return Moment(solve(self.body, target), rep.phase(time_s), number + 1 if inside else 0)

    def _height(self, time_s: float, rep: Rep) -> float:
        height = rep.height(time_s)
        if self.opening_top and time_s < rep.start_s:
            first = rep.start_s - rep.tempo.bottom_s
            height += 1 - smooth_step(time_s, first - rep.tempo.down_s, first)
        return height

    def rest_target(self) -> Target:
        """Return the target of standing still with the bar at the shoulders."""
        return self._target(None, replace(self.reps[0], faults={}), 0.0, self._tops_m[0])

    def _target(self, time_s: float | None, rep: Rep, height: float, top: Vector) -> Target:
        """Return the target at a share of the way up; without a time there is no sway."""
        sway = np.zeros(3) if time_s is None else unrest_vector(self.seed, 1.0, time_s)
        started = time_s is None or time_s >= rep.start_s
        shown = smooth_step(height, 0.02, 0.65) if started else 0.0
        fault_deg = {name: shown * size for name, size in rep.faults.items()}
        layback = fault_deg.get("layback", 0.0)
        lean = fault_deg.get("lateral_lean", 0.0) + 0.25 * sway[1]
        trunk = Trunk(-layback + 0.35 * sway[0] - 1.5 * height, lean, sharing=LUMBAR)
        hip = self.base.hip(
            (not self.seated) * LAYBACK_HIP_SHIFT * layback + 0.003 * sway[0],
            -0.002 * lean,
            fault_deg.get("knee_bend", 0.0),
        )
        bend_deg = 0.0 if time_s is None else self._bends_deg[id(rep)]
        head = Head(
            pitch_deg=-2.0 - 4.0 * height - fault_deg.get("look_up", 0.0) + 0.6 * sway[2],
            roll_deg=0.4 * sway[1],
            yaw_deg=0.8 * sway[2] + fault_deg.get("head_turn", 0.0),
            forward_deg=shown * bend_deg + self._tuck(height),
        )
        tilt, shaken = rot_y(-fault_deg.get("uneven", 0.0)), 0.0015 * sway
        if time_s is not None:
            shaken[2] += 0.0012 * Unrest(self.seed + 50, 1.0, 5.0, 8.0)(time_s) * (0.3 + height)
        shrug_deg = 0.0 if time_s is None else self._shrug_deg(time_s)
        forearm_deg = self.forearm_tilt_deg + self._forearm_deg(time_s, rep)
        left, right = (
            self._side(sign, rep, height, top)(shaken, tilt, forearm_deg, shrug_deg) for sign in (1.0, -1.0)
        )
        return Target(hip, left, right, *self.base.legs(), trunk=trunk, head=head)

    def _side(self, sign: float, rep: Rep, height: float, top: Vector) -> Callable[..., Arm]:
        """Return what poses the arm of a side: it lifts, waits at the shoulder, or rests."""
        lifting = lifts(rep.arms, sign)
        if not lifting and self.arms != "alternating":
            return lambda *_: resting(self.other_arm, sign)
        own = height if lifting else 0.0
        bar = self._bar(own, top)
        return lambda shaken, tilt, forearm_deg, shrug_deg: self._arm(
            bar + shaken, tilt, sign, own, forearm_deg, shrug_deg
        )

    def _tuck(self, height: float) -> float:
        """Pull the head back a little while the bar passes the face."""
        if self._own_weights:
            return 0.0
        return -11.0 * smooth_step(height, 0.0, 0.12) * (1 - smooth_step(height, 0.35, 0.7))

    def _shrug_deg(self, time_s: float) -> float:
        """Return the girdle lift of the shrugs: up just before the rep, down on its way up."""
        lift_deg = 0.0
        for rep in self.reps:
            size = rep.faults.get("shrug", 0.0)
            up = smooth_step(time_s, rep.start_s - SHRUG_RAMP_S, rep.start_s - 0.05)
            lift_deg += size * (up - smooth_step(time_s, rep.start_s + 0.25, rep.top_start_s))
        return lift_deg

    def _bar(self, height: float, top: Vector) -> Vector:
        bottom = self._bottom_m
        bar = bottom + height * (top - bottom)
        # Out past the nose, then back over the shoulders.
        out, back = smooth_step(height, 0.0, 0.12), smooth_step(height, 0.28, 1.0)
        front = bottom[1] + out * (self._face_y_m - bottom[1])
        bar[1] = front + back * (top[1] - front)
        return bar

    def _forearm_deg(self, time_s: float | None, rep: Rep) -> float:
        """Return the extra forearm tilt; it comes and goes around the rep, so that nothing jumps."""
        if time_s is None:
            return rep.faults.get("forearm_tilt", 0.0)
        return sum(
            other.faults.get("forearm_tilt", 0.0)
            * plateau(time_s, other.start_s - 0.1, other.end_s + 0.1, 0.3)
            for other in self.reps
        )

    def _arm(
        self, bar: Vector, tilt: Matrix, sign: float, height: float, forearm_deg: float, shrug_deg: float
    ) -> Arm:
        spread = self.grip_ratio * (DUMBBELL_SPREAD - DUMBBELL_CLOSING * height if self._own_weights else 1.0)
        grip = bar + tilt @ np.array([sign * spread * self._shoulder_width_m / 2, 0.0, 0.0])
        hand = rot_x(-HAND_BACK_DEG) @ np.array([[0.0, 0.0], [0.0, -1.0], [1.0, 0.0]])
        return Arm(
            wrist_m=wrist_for(grip, hand),
            hand=hand,
            forearm_tilt_deg=forearm_deg,
            shrug_deg=shrug_deg,
            curl=1.0,
        )
