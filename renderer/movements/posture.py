"""Sitting and standing still, working at a desk, and moving the neck: a posture and what changes in it.

Everything that happens is a `Shift`: it rises, holds and falls. Positive is forward, down, or to the left.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from renderer.geometry import Vector, frame
from renderer.movements.faults import EXERCISES, HARMLESS, SHIFTS, FaultSpan
from renderer.movements.movement import Moment
from renderer.movements.neck import NeckTable
from renderer.movements.profiles import Unrest, plateau, unrest_vector
from renderer.movements.rep import Rep, Tempo
from renderer.movements.work_set import WorkSet, one_set
from renderer.people.body import Body
from renderer.people.grip import wrist_for
from renderer.people.seat import Seat
from renderer.people.solve import solve
from renderer.people.stance import Stance
from renderer.people.target import HINGE, LUMBAR, Arm, Head, Target, Trunk
from renderer.scene.furniture import DESK_EDGE_M

DESK_HEIGHT_OVER_HIP_M = 0.19
ROLL_DEPTH = 0.6
"""How far a rolling shoulder goes forward and back, as a share of its lift."""


@dataclass(frozen=True)
class Shift:
    """Something that happens for a while.

    Attributes:
        name: one of `faults.SHIFTS`.
        size: how much.
        start_s: when it starts.
        end_s: when it is over.
        ramp_s: how long it takes to come, and to go.
    """

    name: str
    size: float
    start_s: float
    end_s: float
    ramp_s: float = 0.7

    def amount(self, time_s: float) -> float:
        """Return how much of it there is at a time."""
        return self.size * plateau(time_s, self.start_s, self.end_s, self.ramp_s)

    def circle(self, time_s: float) -> float:
        """Return how far forward it is if it goes in a circle: up in front and down behind."""
        share = (time_s - self.start_s) / (self.end_s - self.start_s)
        return ROLL_DEPTH * self.size * float(np.sin(2 * np.pi * share)) if 0 <= share <= 1 else 0.0


@dataclass(frozen=True)
class Posture:
    """A body that sits or stands, and what changes.

    Attributes:
        body: whose.
        shifts: what happens.
        duration_s: length.
        seated: sitting, or standing.
        hands: `keyboard`, `mouse` (the right hand beside the keyboard), `lap` or `hanging`.
        seed: for sway.
    """

    body: Body
    shifts: tuple[Shift, ...]
    duration_s: float
    seated: bool = True
    hands: str = "keyboard"
    seed: int = 6

    @property
    def activity(self) -> str:
        """The exercise, or `desk` for someone who sits."""
        names = sorted({s.name for s in self.shifts if s.name in EXERCISES})
        return names[0] if names else "desk" if self.seated else ""

    @cached_property
    def base(self) -> Stance | Seat:
        """What the body sits or stands on."""
        return Seat(self.body) if self.seated else Stance(self.body, 0.12)

    @property
    def desk_top_m(self) -> float:
        """Height of a desk that fits."""
        return float(self.base.hip()[2]) + DESK_HEIGHT_OVER_HIP_M

    @cached_property
    def _neck(self) -> NeckTable:
        still = Target(self.base.hip(), Arm(), Arm(), *self.base.legs())
        return NeckTable(self.body, still, still)

    @cached_property
    def reps(self) -> tuple[Rep, ...]:
        """The exercises among what happens."""
        exercises = [s for s in self.shifts if s.name in EXERCISES]
        return tuple(
            Rep(
                s.start_s,
                Tempo(s.ramp_s, s.end_s - s.start_s - 2 * s.ramp_s, s.ramp_s, 0.0),
                {s.name: s.size},
            )
            for s in sorted(exercises, key=lambda s: s.start_s)
        )

    @cached_property
    def faults(self) -> tuple[FaultSpan, ...]:
        """Everything that happens and is not harmless; exercises too, they are measured alike."""
        return tuple(
            FaultSpan(s.name, s.size, s.start_s, s.end_s, self._rep_of(s))
            for s in self.shifts
            if s.name not in HARMLESS
        )

    @property
    def events(self) -> tuple[FaultSpan, ...]:
        """What happens without harm."""
        return tuple(FaultSpan(s.name, s.size, s.start_s, s.end_s) for s in self.shifts if s.name in HARMLESS)

    def _rep_of(self, shift: Shift) -> int:
        for number, rep in enumerate(self.reps, start=1):
            if rep.start_s <= (shift.start_s + shift.end_s) / 2 < rep.end_s:
                return number
        return 0

    @property
    def measured_faults(self) -> Collection[str]:
        """None: a posture is not judged by repetitions."""
        return ()

    @property
    def neutral_s(self) -> tuple[float, float]:
        """The time before anything happens."""
        return 0.0, max(0.2, min((s.start_s for s in self.shifts), default=self.duration_s))

    @property
    def sets(self) -> tuple[WorkSet, ...]:
        """The one set that this is."""
        return one_set(self)

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        amounts = dict.fromkeys(SHIFTS, 0.0)
        for shift in self.shifts:
            amounts[shift.name] += shift.amount(time_s)
        sway = unrest_vector(self.seed, 1.0, time_s)
        hip = self.base.hip(
            0.0018 * (amounts["recline"] + amounts["slump"]) + 0.01 * amounts["slide"],
            -0.002 * amounts["lateral_lean"],
        )
        arms = [self._arm(amounts, sign, time_s, sway) for sign in (1.0, -1.0)]
        target = Target(
            hip,
            *arms,
            *self.base.legs(),
            trunk=self._trunk(amounts, sway),
            head=self._head(amounts, time_s, sway),
        )
        numbers = [n for n, rep in enumerate(self.reps, start=1) if rep.start_s <= time_s < rep.end_s]
        phase = self.reps[numbers[0] - 1].phase(time_s) if numbers else "sit" if self.seated else "stand"
        return Moment(solve(self.body, target), phase, numbers[0] if numbers else 0)

    @staticmethod
    def _trunk(amounts: dict[str, float], sway: Vector) -> Trunk:
        slide = amounts["slide"]
        # Who slides down leans on the back of the chair, which rounds the back.
        slump = amounts["slump"] + 1.3 * slide
        # From the hips for leaning; a rounded or arched back bends in itself.
        soft = min(1.0, slump / 15 + amounts["lean_back"] / 5)
        sharing = {
            bone: (1 - soft) * HINGE.get(bone, 0.0) + soft * LUMBAR.get(bone, 0.0)
            for bone in {**HINGE, **LUMBAR}
        }
        forward = amounts["lean_in"] - amounts["recline"] - amounts["lean_back"] + 0.25 * slump
        forward -= 2.0 * slide
        return Trunk(
            inclination_deg=forward + 0.4 * sway[0],
            lean_deg=amounts["lateral_lean"] + 0.3 * sway[1],
            twist_deg=amounts["shoulders_turn"],
            pelvis_tilt_deg=-0.5 * slump,
            kyphosis_deg=slump,
            sharing=sharing,
        )

    def _head(self, amounts: dict[str, float], time_s: float, sway: Vector) -> Head:
        nods = amounts["talk"] * 3.0 * Unrest(self.seed + 9, 1.0, 0.4, 1.6)(time_s)
        turns = amounts["talk"] * 4.0 * Unrest(self.seed + 10, 1.0, 0.2, 0.8)(time_s)
        down = amounts["look_down"] + amounts["phone"] + amounts["nod"] - amounts["look_up"]
        down += amounts["glance_down"] + 0.35 * amounts["slump"] - 8.0 * amounts["drink"]
        change_deg = amounts["forward_head"] - amounts["chin_tuck"] + 0.3 * amounts["slump"]
        change_deg += 1.2 * amounts["slide"]
        return Head(
            pitch_deg=down + nods + 0.8 * sway[2],
            roll_deg=amounts["head_tilt"] + amounts["side_tilt"] + 0.5 * sway[1],
            yaw_deg=amounts["neck_twist"]
            + amounts["glance_aside"]
            + amounts["rotation"]
            + amounts["shoulders_turn"]
            + turns
            + 1.0 * sway[0],
            forward_deg=self._neck.bend_deg(change_deg),
        )

    def _arm(self, amounts: dict[str, float], sign: float, time_s: float, sway: Vector) -> Arm:
        one_side = amounts["shoulder_tilt"] + amounts["hike"]
        smaller = 1.0 - max(0.0, min(1.0, sign * amounts["uneven_roll"]))
        shrug_deg = amounts["raised_shoulders"] + max(0.0, sign * one_side)
        shrug_deg += smaller * amounts["shoulder_roll"]
        circles = sum(s.circle(time_s) for s in self.shifts if s.name == "shoulder_roll")
        forward_deg = 0.5 * amounts["slump"] + smaller * circles
        if self.hands == "hanging":
            return Arm(curl=0.35, shrug_deg=shrug_deg, protraction_deg=forward_deg)
        point, hand = self._hand_place(amounts, sign, time_s)
        for name in ("phone", "drink", "gesture", "stretch"):
            share = min(1.0, amounts[name] / 20 if name == "phone" else amounts[name])
            if share > 0 and (sign < 0 or name == "stretch"):
                other, turned = self._reach(name, sign, time_s)
                point, hand = (1 - share) * point + share * other, (1 - share) * hand + share * turned
        hand = frame(hand[:, 0], hand[:, 1])[:, :2]
        # Who sits back takes the hands along.
        point = point + np.array([0.0, 0.009 * amounts["recline"] + 0.006 * amounts["slide"], 0.0])
        return Arm(
            wrist_m=wrist_for(point + 0.001 * sway, hand),
            hand=hand,
            pole=np.array([0.55 * sign, 0.5, -1.0]),
            shrug_deg=shrug_deg,
            protraction_deg=forward_deg,
            curl=0.35,
        )

    def _hand_place(self, amounts: dict[str, float], sign: float, time_s: float) -> tuple[Vector, np.ndarray]:
        """Return where a hand rests, and how."""
        if self.hands == "lap":
            knees = float(self.base.hip()[2]) + 0.10
            flat = np.array([[-0.25 * sign, 0.0], [-1.0, 0.0], [-0.15, -1.0]])
            return np.array([0.12 * sign, -0.30, knees]), flat
        typing = 0.004 * Unrest(self.seed + 20 + int(sign), 1.0, 1.5, 4.0)(time_s)
        mouse = 1.0 if self.hands == "mouse" else amounts["mousing"]
        across = 0.09 + 0.21 * (mouse if sign < 0 else 0.0)
        flat = np.array([[-0.30 * sign, 0.0], [-1.0, 0.0], [0.05, -1.0]])
        top = self.desk_top_m + 0.045 + typing
        place = np.array([across * sign + typing, DESK_EDGE_M - 0.13, top])
        return place + self._busy(amounts, sign, time_s), flat

    def _busy(self, amounts: dict[str, float], sign: float, time_s: float) -> Vector:
        """Return how far work takes a hand from where it rests."""
        keys = amounts["typing"] * np.array([0.028, 0.020, 0.010])
        mouse = (amounts["mousing"] if sign < 0 else 0.0) * np.array([0.05, 0.04, 0.0])
        wander = [Unrest(self.seed + 40 + 3 * int(sign) + k, 1.0, 0.8, 3.5)(time_s) for k in range(3)]
        return (keys + mouse) * np.array(wander)

    def _reach(self, name: str, sign: float, time_s: float) -> tuple[Vector, np.ndarray]:
        """Return where a hand goes, and how; all but a stretch is done with the right."""
        mouth = float(self.body.joint("oris01")[2] - self.body.joint("upperleg01.L")[2])
        hip_z = float(self.base.hip()[2])
        hand = np.array([[0.35, 0.5], [-0.5, 0.3], [0.8, 0.3]])
        if name == "drink":
            return np.array([-0.05, -0.19, hip_z + mouth - 0.02]), np.array(
                [[0.7, 0.4], [-0.1, 0.8], [0.5, 0.0]]
            )
        if name == "stretch":
            high = np.array([0.20 * sign, 0.02, hip_z + mouth + 0.36])
            return high, np.array([[0.1 * sign, 0.0], [0.0, -1.0], [1.0, 0.0]])
        if name == "phone":
            return np.array([-0.05, -0.30, hip_z + 0.30]), np.array([[0.25, 0.0], [-0.6, 0.6], [0.75, 0.5]])
        wave = [Unrest(self.seed + 30 + k, 1.0, 0.5, 1.5)(time_s) for k in range(3)]
        return np.array([-0.24, -0.32, hip_z + 0.36]) + 0.06 * np.array(wave), hand
