"""What people do that is no press, row, raise or sitting at a desk: figures and the order they come in.

A pastime is a round of keys, each a figure with the seconds that the way to it takes and the seconds that it
is held. The round is repeated to the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from renderer.movements.figure import Figure, both
from renderer.people.arm_angles import ArmAngles as Arm
from renderer.people.target import Head

Key = tuple[Figure, float, float]

STAND, SEAT, BENCH, FLOOR, PUSH_UP, HANG, DIP = "stand", "seat", "bench", "floor", "push_up", "hang", "dip"
"""What the body rests on."""


@dataclass(frozen=True)
class Pastime:
    """One of them.

    Attributes:
        round: the keys.
        base: what the body rests on.
        holds: `bar`, `dumbbells`, or nothing.
        furniture: `chair` or `desk`, for somebody who sits.
    """

    round: tuple[Key, ...]
    base: str = STAND
    holds: str = ""
    furniture: tuple[str, ...] = ()


DOWN = Arm(elevation_deg=11, plane_deg=45, elbow_deg=164, curl=1.0)
FREE = Arm(elevation_deg=11, plane_deg=25, elbow_deg=162)
LAP = Arm(elevation_deg=24, plane_deg=75, rotation_deg=-20, elbow_deg=105)
TABLE = Arm(elevation_deg=32, plane_deg=70, rotation_deg=-25, elbow_deg=95)


def _rep(low: Figure, high: Figure, up_s: float = 1.0, down_s: float = 1.3) -> tuple[Key, ...]:
    return (low, down_s, 0.35), (high, up_s, 0.3)


def _in_turns(low: Arm, high: Arm) -> tuple[Key, ...]:
    rest = both(low)
    return (rest, 1.1, 0.2), (Figure(high, low), 0.9, 0.2), (rest, 1.1, 0.2), (Figure(low, high), 0.9, 0.2)


_CURLED = Arm(elevation_deg=16, plane_deg=50, rotation_deg=0, elbow_deg=42, curl=1.0)
_BENCH_LOW = Arm(elevation_deg=66, plane_deg=-12, elbow_deg=82, curl=1.0)
_BENCH_HIGH = Arm(elevation_deg=86, plane_deg=84, rotation_deg=-30, elbow_deg=168, curl=1.0)
_WIDE = Arm(elevation_deg=84, plane_deg=-4, elbow_deg=152, curl=1.0)
_CLOSED = Arm(elevation_deg=86, plane_deg=82, rotation_deg=-70, elbow_deg=152, curl=1.0)
_RAISED = Arm(elevation_deg=88, plane_deg=84, elbow_deg=164, curl=1.0)
_BEHIND_HEAD = Arm(elevation_deg=160, plane_deg=72, elbow_deg=58, curl=1.0)
_STRAIGHT_UP = Arm(elevation_deg=166, plane_deg=66, elbow_deg=164, curl=1.0)
_CABLE_HIGH = Arm(elevation_deg=14, plane_deg=45, elbow_deg=68, curl=1.0)
_HUNG = Arm(elevation_deg=160, plane_deg=25, rotation_deg=20, elbow_deg=166, curl=1.0)
_PULLED = Arm(elevation_deg=48, plane_deg=10, rotation_deg=85, elbow_deg=58, curl=1.0)
_DIP_HIGH = Arm(elevation_deg=12, plane_deg=-10, elbow_deg=168, curl=1.0)
_DIP_LOW = Arm(elevation_deg=58, plane_deg=-72, elbow_deg=78, curl=1.0)
_PUSH_LOW = Arm(elevation_deg=58, plane_deg=-14, elbow_deg=72)
_PUSH_HIGH = Arm(elevation_deg=80, plane_deg=84, elbow_deg=170)
_OUT = Arm(elevation_deg=90, plane_deg=10, elbow_deg=165)
_HIGH = Arm(elevation_deg=158, plane_deg=20, rotation_deg=30, elbow_deg=160)
_WAVE_OUT = Arm(elevation_deg=78, plane_deg=25, rotation_deg=55, elbow_deg=84)
_WAVE_IN = Arm(elevation_deg=78, plane_deg=25, rotation_deg=100, elbow_deg=66)
_STRETCHED = Arm(elevation_deg=172, plane_deg=45, elbow_deg=166)
_ACROSS = Arm(elevation_deg=84, plane_deg=125, rotation_deg=-60, elbow_deg=150)
_HOLDS_ACROSS = Arm(elevation_deg=50, plane_deg=105, rotation_deg=-60, elbow_deg=70)
_PHONE_OUT = Arm(elevation_deg=88, plane_deg=72, rotation_deg=10, elbow_deg=140, curl=0.8)
_PHONE_TYPED = Arm(elevation_deg=30, plane_deg=72, rotation_deg=-30, elbow_deg=72, curl=0.8)
_MOUTH = Arm(elevation_deg=42, plane_deg=70, rotation_deg=-18, elbow_deg=40, curl=0.8)
_AT_EAR = Arm(elevation_deg=38, plane_deg=40, rotation_deg=28, elbow_deg=34, curl=0.8)

PASTIMES: Mapping[str, Pastime] = {
    "bench_press": Pastime(_rep(both(_BENCH_HIGH), both(_BENCH_LOW), 1.2, 1.0), BENCH, "bar"),
    "floor_press": Pastime(_rep(both(_BENCH_HIGH), both(_BENCH_LOW), 1.2, 1.0), FLOOR, "dumbbells"),
    "fly": Pastime(_rep(both(_CLOSED), both(_WIDE), 1.4, 1.3), BENCH, "dumbbells"),
    "push_up": Pastime(_rep(both(_PUSH_HIGH), both(_PUSH_LOW), 0.9, 0.8), PUSH_UP),
    "pull_up": Pastime(_rep(both(_HUNG), both(_PULLED), 1.0, 1.3), HANG),
    "dip": Pastime(_rep(both(_DIP_HIGH), both(_DIP_LOW, inclination_deg=12), 1.2, 0.9), DIP),
    "front_raise": Pastime(_rep(both(DOWN), both(_RAISED)), holds="dumbbells"),
    "front_raise_turns": Pastime(_in_turns(DOWN, _RAISED), holds="dumbbells"),
    "curl": Pastime(_rep(both(DOWN), both(_CURLED)), holds="bar"),
    "curl_turns": Pastime(_in_turns(DOWN, _CURLED), holds="dumbbells"),
    "shrug": Pastime(
        _rep(both(DOWN), both(Arm(elevation_deg=12, plane_deg=45, elbow_deg=160, shrug_deg=26, curl=1.0))),
        holds="dumbbells",
    ),
    "triceps_overhead": Pastime(_rep(both(_BEHIND_HEAD), both(_STRAIGHT_UP)), holds="dumbbells"),
    "triceps_pushdown": Pastime(
        _rep(
            both(_CABLE_HIGH, inclination_deg=8),
            both(Arm(elevation_deg=9, plane_deg=45, elbow_deg=166, curl=1.0), inclination_deg=10),
        )
    ),
    "deadlift": Pastime(
        _rep(
            both(DOWN),
            both(
                Arm(elevation_deg=66, plane_deg=88, elbow_deg=168, curl=1.0),
                inclination_deg=62,
                knee_bend_deg=62,
                hips_back_m=0.28,
            ),
            1.2,
            1.2,
        ),
        holds="bar",
    ),
    "bent_row": Pastime(
        _rep(
            both(
                Arm(elevation_deg=58, plane_deg=88, elbow_deg=168, curl=1.0),
                inclination_deg=56,
                knee_bend_deg=30,
                hips_back_m=0.22,
            ),
            both(
                Arm(elevation_deg=34, plane_deg=-55, elbow_deg=84, curl=1.0),
                inclination_deg=54,
                knee_bend_deg=30,
                hips_back_m=0.22,
            ),
            0.9,
            1.1,
        ),
        holds="bar",
    ),
    "swing": Pastime(
        _rep(
            both(
                Arm(elevation_deg=40, plane_deg=88, elbow_deg=168, curl=1.0),
                inclination_deg=52,
                knee_bend_deg=42,
                hips_back_m=0.24,
            ),
            both(Arm(elevation_deg=86, plane_deg=86, elbow_deg=166, curl=1.0)),
            0.6,
            0.7,
        ),
        holds="dumbbells",
    ),
    "jumping_jack": Pastime(_rep(both(FREE), both(_HIGH), 0.45, 0.45)),
    "arm_circles": Pastime(
        (
            (both(Arm(elevation_deg=62, plane_deg=10, elbow_deg=166)), 0.5, 0.0),
            (both(Arm(elevation_deg=86, plane_deg=40, elbow_deg=166)), 0.5, 0.0),
            (both(Arm(elevation_deg=116, plane_deg=10, elbow_deg=166)), 0.5, 0.0),
            (both(Arm(elevation_deg=86, plane_deg=-20, elbow_deg=166)), 0.5, 0.0),
        )
    ),
    "wave": Pastime(
        (
            (Figure(FREE, _WAVE_OUT), 0.45, 0.0),
            (Figure(FREE, _WAVE_IN), 0.35, 0.0),
            (Figure(FREE, _WAVE_OUT), 0.35, 0.0),
            (Figure(FREE, _WAVE_IN), 0.35, 0.0),
            (Figure(FREE, FREE), 0.7, 0.7),
        )
    ),
    "wave_both": Pastime(((both(_HIGH), 0.6, 0.1), (both(_OUT), 0.5, 0.1))),
    "stretch": Pastime(
        (
            (both(FREE), 1.2, 0.4),
            (both(_STRETCHED), 1.3, 0.9),
            (both(_STRETCHED, lean_deg=16), 1.0, 1.0),
            (both(_STRETCHED, lean_deg=-16), 1.4, 1.0),
        )
    ),
    "stretch_across": Pastime(
        (
            (both(FREE), 1.1, 0.3),
            (Figure(_HOLDS_ACROSS, _ACROSS), 1.1, 1.6),
            (both(FREE), 1.1, 0.3),
            (Figure(_ACROSS, _HOLDS_ACROSS), 1.1, 1.6),
        )
    ),
    "selfie": Pastime(
        (
            (Figure(FREE, _PHONE_TYPED, head=Head(pitch_deg=18)), 0.8, 1.2),
            (Figure(FREE, _PHONE_OUT, head=Head(pitch_deg=-6, roll_deg=-8, yaw_deg=-14)), 0.9, 2.4),
        )
    ),
    "texting": Pastime(
        (
            (both(_PHONE_TYPED, head=Head(pitch_deg=24)), 0.6, 2.0),
            (both(_PHONE_TYPED, head=Head(pitch_deg=28, yaw_deg=6)), 0.6, 2.0),
        )
    ),
    "eating": Pastime(
        (
            (Figure(TABLE, TABLE, head=Head(pitch_deg=14)), 0.9, 0.5),
            (Figure(TABLE, _MOUTH, inclination_deg=8, head=Head(pitch_deg=6)), 0.9, 0.4),
        ),
        SEAT,
        furniture=("chair", "desk"),
    ),
    "phoning": Pastime(
        (
            (Figure(LAP, _AT_EAR, head=Head(roll_deg=-9)), 0.8, 1.4),
            (Figure(TABLE, _AT_EAR, head=Head(roll_deg=-6, yaw_deg=14)), 0.8, 1.4),
        ),
        SEAT,
        furniture=("chair",),
    ),
    "seated_curl": Pastime(_rep(both(DOWN), both(_CURLED)), SEAT, "dumbbells", ("chair",)),
}
