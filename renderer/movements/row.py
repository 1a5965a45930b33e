"""The upright row with a barbell: the body at every instant."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from renderer.geometry import Vector, angle_deg, rot_y, unit
from renderer.movements.arms import lifts, resting
from renderer.movements.faults import NEEDS_BOTH_HANDS, ROW_FAULTS, FaultSpan
from renderer.movements.movement import Moment
from renderer.movements.neck import NeckTable
from renderer.movements.profiles import Unrest, smooth_step, unrest_vector
from renderer.movements.rep import Rep
from renderer.movements.work_set import WorkSet, one_set
from renderer.people.body import Body
from renderer.people.grip import wrist_for
from renderer.people.solve import solve
from renderer.people.stance import Stance
from renderer.people.target import LUMBAR, Arm, Head, Target, Trunk

GOOD_ELEVATION_DEG = 82.0
LEADING_WRISTS_M = 0.06
"""How much higher the bar goes when the wrists lead."""


@dataclass(frozen=True)
class Row:
    """An upright row.

    Faults of a rep are those of `faults.ROW_FAULTS`.

    Attributes:
        body: who rows.
        reps: the repetitions.
        duration_s: length of the movement.
        grip_ratio: distance between the hands against the distance between the shoulder joints.
        arms: `both`, `left`, `right` or `alternating`; one arm holds its own weight.
        other_arm: what the arm of a one-armed row does that does not lift, one of `arms.RESTING`.
        seed: for sway and tremor.
    """

    body: Body
    reps: tuple[Rep, ...]
    duration_s: float
    grip_ratio: float = 1.12
    arms: str = "both"
    other_arm: str = "hanging"
    seed: int = 2
    activity: str = "row"

    @cached_property
    def _shoulder_width_m(self) -> float:
        return 2 * float(self.body.joint("upperarm01.L")[0])

    @cached_property
    def base(self) -> Stance:
        """What the body stands on."""
        return Stance(self.body, 0.31 * self._shoulder_width_m)

    @cached_property
    def _bends_deg(self) -> dict[int, float]:
        """Bend of the lower neck that gives each rep its head poke at the top, by the rep's identity."""
        return {
            id(rep): self._bend_of(rep, top)
            for rep, top in zip(self.reps, self._tops_m.values(), strict=True)
        }

    def _bend_of(self, rep: Rep, top_z: float) -> float:
        if "head_forward" not in rep.faults:
            return 0.0
        neutral, moment = (self._target(None, rep, height, top_z) for height in (0.0, 1.0))
        return NeckTable(self.body, neutral, moment).bend_deg(rep.faults["head_forward"])

    def _front_y_m(self, low_m: float, high_m: float) -> float:
        """Return how far forward the bar must stay to clear the clothes between two heights."""
        v = self.body.vertices_m[np.unique(self.body.mesh.quads["body"])]
        near = v[(np.abs(v[:, 0]) < 0.14) & (v[:, 2] > low_m) & (v[:, 2] < high_m)]
        return float(near[:, 1].min()) - 0.035

    @cached_property
    def _out_m(self) -> float:
        """How much farther forward the bar is before the trunk than before the thighs."""
        hip, shoulder = (float(self.body.joint(b)[2]) for b in ("upperleg01.L", "upperarm01.L"))
        return min(0.0, self._front_y_m(hip, shoulder) - self._bottom_m[1])

    @cached_property
    def _bottom_m(self) -> Vector:
        """Where the bar hangs: as low as nearly straight arms reach."""
        shoulder = self.body.joint("upperarm01.L")
        reach = 0.985 * (
            self.body.length("upperarm01.L", "lowerarm01.L") + self.body.length("lowerarm01.L", "wrist.L")
        )
        hip_z = float(self.body.joint("upperleg01.L")[2])
        bar = np.array([0.0, self._front_y_m(hip_z - 0.18, hip_z - 0.04), 0.0])
        wrist = wrist_for(self._grip(bar, 0.0, 1.0), self._hand(0.0))
        drop = np.sqrt(max(reach**2 - float(np.sum((wrist - shoulder)[:2] ** 2)), 0.01))
        bar[2] = shoulder[2] - 0.01 - drop - wrist[2]
        return bar

    @cached_property
    def _tops_m(self) -> dict[int, float]:
        """Height of the bar at the top of every rep; it follows from the arm elevation there."""
        return {number: self._top_of(rep) for number, rep in enumerate(self.reps)}

    def _top_of(self, rep: Rep) -> float:
        shoulder_z = float(self.body.joint("upperarm01.L")[2])
        if "bar_high" in rep.faults:
            return shoulder_z + rep.faults["bar_high"] - 0.03
        wanted = rep.faults.get("too_high", rep.faults.get("too_low", GOOD_ELEVATION_DEG))
        plain = replace(rep, faults={}, arms="both")
        heights = np.linspace(self._bottom_m[2] + 0.05, shoulder_z + 0.06, 9)
        reached = np.maximum.accumulate([self._elevation_deg(plain, float(z)) for z in heights])
        extra_m = LEADING_WRISTS_M if "wrists_lead" in rep.faults else 0.0
        return float(np.interp(wanted, reached + 1e-6 * np.arange(9), heights)) + extra_m

    @cached_property
    def _drops_deg(self) -> dict[int, float]:
        """How far the elbows swing down at the top of each rep whose wrists lead, by the rep's identity."""
        tops = self._tops_m.values()
        return {id(rep): self._drop_of(rep, top) for rep, top in zip(self.reps, tops, strict=True)}

    def _drop_of(self, rep: Rep, top_z: float) -> float:
        if "wrists_lead" not in rep.faults:
            return 0.0
        low, high = 0.0, 120.0
        for _ in range(12):
            middle = (low + high) / 2
            pose = solve(self.body, self._target(None, replace(rep, arms="both"), 1.0, top_z, middle))
            forearm = pose.joint("wrist.L") - pose.joint("lowerarm01.L")
            above = forearm[2] / np.linalg.norm(forearm) > rep.faults["wrists_lead"]
            low, high = (low, middle) if above else (middle, high)
        return (low + high) / 2

    def _elevation_deg(self, rep: Rep, bar_z: float) -> float:
        pose = solve(self.body, self._target(None, rep, 1.0, bar_z))
        shoulders, hips = (
            (pose.joint(f"{bone}.L") + pose.joint(f"{bone}.R")) / 2 for bone in ("upperarm01", "upperleg01")
        )
        shoulder = pose.joint("upperarm01.L")
        return angle_deg(shoulder + hips - shoulders, shoulder, pose.joint("lowerarm01.L"))

    @cached_property
    def faults(self) -> tuple[FaultSpan, ...]:
        """Every commanded fault with the time in which it may show."""
        spans = [
            FaultSpan(name, size, rep.start_s, rep.end_s, number)
            for number, rep in enumerate(self.reps, start=1)
            for name, size in rep.faults.items()
        ]
        if self.arms == "both" and not 1.0 <= self.grip_ratio <= 2.0:
            spans.append(FaultSpan("grip", self.grip_ratio, 0.0, self.duration_s))
        return tuple(spans)

    @property
    def measured_faults(self) -> Collection[str]:
        """Everything that may be wrong with a rep."""
        known = (ROW_FAULTS.keys() | {"grip"}) - {"unfinished"}
        return known if self.arms == "both" else known - NEEDS_BOTH_HANDS

    @property
    def neutral_s(self) -> tuple[float, float]:
        """The time before the first rep."""
        return 0.0, max(0.2, self.reps[0].start_s - 0.1)

    @property
    def sets(self) -> tuple[WorkSet, ...]:
        """The one set that this is."""
        return one_set(self)

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        number = max(0, sum(rep.start_s <= time_s for rep in self.reps) - 1)
        rep = self.reps[number]
        target = self._target(time_s, rep, rep.height(time_s), self._tops_m[number])
        inside = rep.start_s <= time_s < rep.end_s
        return Moment(solve(self.body, target), rep.phase(time_s), number + 1 if inside else 0)

    def _target(
        self, time_s: float | None, rep: Rep, height: float, top_z: float, drop_deg: float = 0.0
    ) -> Target:
        """Return the target at a share of the way up; without a time there is no sway and no head poke."""
        sway = np.zeros(3) if time_s is None else unrest_vector(self.seed, 1.0, time_s)
        shown = smooth_step(height, 0.02, 0.6)
        swing_deg = 0.0 if time_s is None else rep.swing_deg(time_s)
        trunk = Trunk(swing_deg + 0.35 * sway[0], 0.3 * sway[1], sharing=LUMBAR)
        hip = self.base.hip(-0.003 * swing_deg + 0.003 * sway[0])
        head = Head(
            -1.0 + 0.6 * sway[2] - shown * rep.faults.get("look_up", 0.0),
            0.4 * sway[1],
            0.8 * sway[2] + shown * rep.faults.get("head_turn", 0.0),
            0.0 if time_s is None else shown * self._bends_deg[id(rep)],
        )
        # The shoulders swing with the trunk, and the bar hangs from them.
        shaken = 0.0015 * sway - [0.0, 0.006 * swing_deg, 0.0]
        if time_s is not None:
            shaken[2] += 0.001 * Unrest(self.seed + 50, 1.0, 5.0, 8.0)(time_s) * height
        tilt_deg = shown * rep.faults.get("uneven", 0.0)
        shrug_deg = self._shrug_deg(time_s, rep)
        drop_deg = drop_deg if time_s is None else shown * self._drops_deg[id(rep)]
        arms = []
        for sign in (1.0, -1.0):
            lifting = lifts(rep.arms, sign)
            if not lifting and self.arms != "alternating":
                arms.append(resting(self.other_arm, sign))
                continue
            own = height if lifting else 0.0
            bar = self._bar(own, top_z) + shaken
            arms.append(self._arm(bar, tilt_deg, sign, own, drop_deg, shrug_deg))
        return Target(hip, *arms, *self.base.legs(), trunk=trunk, head=head)

    def _bar(self, height: float, top_z: float) -> Vector:
        forward = -0.02 * height + self._out_m * smooth_step(height, 0.0, 0.4)
        return self._bottom_m + np.array([0.0, forward, height * (top_z - self._bottom_m[2])])

    @staticmethod
    def _shrug_deg(time_s: float | None, rep: Rep) -> float:
        if time_s is None:
            return 0.0
        # The shoulders go up during the first tenth of the way, and come down on the way back.
        up = smooth_step(time_s, rep.start_s, rep.start_s + 0.3)
        return rep.faults.get("shrug_first", 0.0) * (
            up - smooth_step(time_s, rep.top_start_s - 0.2, rep.top_end_s + 0.4)
        )

    @staticmethod
    def _hand(height: float) -> np.ndarray:
        """Return the hand: it hangs from the wrist, palm toward the body."""
        down = unit(np.array([0.0, -0.15 - 0.35 * height, -1.0]))
        return np.stack([down, np.array([0.0, 1.0, 0.0])], axis=1)

    def _grip(self, bar: Vector, tilt_deg: float, sign: float) -> Vector:
        return bar + rot_y(-tilt_deg) @ np.array([sign * self.grip_ratio * self._shoulder_width_m / 2, 0, 0])

    def _arm(
        self, bar: Vector, tilt_deg: float, sign: float, height: float, drop_deg: float, shrug_deg: float
    ) -> Arm:
        hand = self._hand(height)
        around = np.radians(62.0 * smooth_step(height, 0.0, 0.5) - drop_deg)
        pole = np.array([sign * np.cos(around), 0.15 + 0.25 * height, np.sin(around)])
        wrist = wrist_for(self._grip(bar, tilt_deg, sign), hand)
        return Arm(wrist, hand, pole=pole, shrug_deg=shrug_deg, curl=1.0)
