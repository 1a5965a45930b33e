"""Turns a scene into a clip."""

from dataclasses import replace

import numpy as np

from renderer.clips.clip import Clip
from renderer.clips.scene_file import (
    PastimeScene,
    PlainScene,
    PostureScene,
    PressScene,
    RaiseScene,
    RowScene,
    Scene,
    WalkScene,
    WorkoutScene,
)
from renderer.movements.arm_lift import ArmLift
from renderer.movements.movement import Held, Movement
from renderer.movements.pass_time import PassTime
from renderer.movements.pastimes import BENCH, DIP, HANG, PASTIMES
from renderer.movements.posture import DESK_HEIGHT_OVER_HIP_M, Posture, Shift
from renderer.movements.press import Press
from renderer.movements.rep import Tempo, series
from renderer.movements.row import Row
from renderer.movements.sequence import Part, Sequence
from renderer.movements.squat import Squat
from renderer.movements.standing import Standing, Walk
from renderer.movements.unrack import BACK_M, UNRACK_S, Unrack
from renderer.people.appearance import Clothes
from renderer.people.body import Body, BodySpec, build_body
from renderer.people.mesh_data import MeshData
from renderer.people.seat import Seat
from renderer.scene.camera import Camera
from renderer.scene.furniture import Box, bench, chair, desk, dip_bars, flat_bench, high_bar, rack, screen
from renderer.scene.light import Light
from renderer.scene.props import Barbell, Dumbbell, Kettlebell, Prop
from renderer.scene.room import ROOMS
from renderer.scene.sensor import Sensor

LiftScene = PressScene | RowScene | RaiseScene | PlainScene
Lift = Press | Row | ArmLift | Squat

ASIDE_M = 1.9
"""How far to the side someone comes from and goes to."""


def clip_of(scene: Scene, mesh: MeshData) -> Clip:
    """Return everything that is needed to draw a scene."""
    body = _body(mesh, BodySpec(**scene.body.model_dump()))
    movement, furniture, props = _movement(scene, body)
    camera = scene.camera.model_dump(exclude={"aim_m"})
    return Clip(
        name=scene.name,
        body=body,
        clothes=Clothes(**scene.clothes.model_dump()),
        movement=movement,
        room=ROOMS[scene.room](),
        camera=Camera(**camera, axis_m=scene.camera.aim_m),
        props=props,
        furniture=furniture,
        light=Light(**scene.light.model_dump()),
        sensor=Sensor(**scene.sensor.model_dump()),
        fps=scene.video.fps,
        seed=scene.seed,
        crf=scene.video.crf,
        preset=scene.video.preset,
        samples=scene.video.samples,
        scene=scene.model_dump(mode="json", exclude_defaults=True),
    )


_BODIES: dict[str, Body] = {}


def _body(mesh: MeshData, spec: BodySpec) -> Body:
    """Return a body; the last few are kept, because a set asks for the same ones again."""
    if repr(spec) not in _BODIES:
        if len(_BODIES) > 4:
            _BODIES.clear()
        _BODIES[repr(spec)] = build_body(mesh, spec)
    return _BODIES[repr(spec)]


def _movement(scene: Scene, body: Body) -> tuple[Movement, tuple[Box, ...], tuple]:
    plan = scene.movement
    if isinstance(plan, PostureScene):
        posture = _posture(plan, body, scene.seed)
        return _leaving(plan, posture), _furniture(plan, posture), ()
    if isinstance(plan, WalkScene):
        return Walk(body, plan.duration_s, plan.from_m, plan.to_m, seed=scene.seed), (), ()
    if isinstance(plan, PastimeScene):
        done = PassTime(
            body, plan.duration_s, PASTIMES[plan.name], plan.pace, mirrored=plan.mirrored, seed=scene.seed
        )
        return done, _beside(done), _in_hands(scene, done)
    if isinstance(plan, WorkoutScene):
        return _workout(plan, body, scene.seed), (), (_barbell(scene, plan.sets[0].plates),)
    lift = _lift(plan, body, scene.seed)
    props = _props(scene, plan)
    parts, main = _around(plan, lift, len(props))
    movement = Sequence(parts, (main,)) if len(parts) > 1 else lift
    return movement, _standing_by(plan, lift), props


def _in_hands(scene: Scene, done: PassTime) -> tuple[Prop, ...]:
    if done.pastime.holds == "bar":
        return (_barbell(scene, (35, 35, 38)),)
    return tuple(Dumbbell(side) for side in "LR") if done.pastime.holds else ()


def _beside(done: PassTime) -> tuple[Box, ...]:
    """Return what somebody lies, sits or hangs on."""
    base = done.pastime.base
    if base == BENCH:
        return flat_bench(done.lying_m)
    if base in (HANG, DIP):
        x, y, z = (float(value) for value in done.held_on_to_m)
        return high_bar((x, y, z)) if base == HANG else dip_bars((x, y, z))
    if not isinstance(done.base, Seat):
        return ()
    table = (
        desk(float(done.base.hip()[2]) + DESK_HEIGHT_OVER_HIP_M) if "desk" in done.pastime.furniture else ()
    )
    return (*chair(done.base.top_m), *table)


def _lift(plan: LiftScene, body: Body, seed: int) -> Lift:
    if isinstance(plan, PressScene):
        return _press(plan, body, seed)
    faults, tempo = _reps(plan)
    if isinstance(plan, PlainScene):
        reps = series(plan.start_s, tempo, faults)
        end_s = reps[-1].end_s + plan.tail_s
        if plan.kind == "squat":
            return Squat(body, reps, end_s, seed=seed)
        return ArmLift(body, reps, end_s, plan.kind, seed=seed)
    reps = series(plan.start_s, tempo, faults, plan.arms)
    end_s = reps[-1].end_s + plan.tail_s
    arms = {"arms": plan.arms, "other_arm": plan.other_arm, "seed": seed}
    if isinstance(plan, RowScene):
        return Row(body, reps, end_s, grip_ratio=plan.grip_ratio, **arms)
    return ArmLift(body, reps, end_s, plan.kind, seated=plan.seated, **arms)


def _props(scene: Scene, plan: LiftScene) -> tuple[Prop, ...]:
    if plan.kind == "squat":
        return ()
    arms = getattr(plan, "arms", "both")
    sides = {"left": "L", "right": "R"}.get(arms, "LR")
    if getattr(plan, "kettlebells", False):
        return tuple(Kettlebell(side) for side in sides)
    if plan.kind in ("lateral_raise", "curl") or getattr(plan, "dumbbells", False) or arms != "both":
        return tuple(Dumbbell(side) for side in sides)
    return (_barbell(scene, plan.plates),)


def _barbell(scene: Scene, plates: tuple[int, int, int]) -> Barbell:
    # A bar with small plates seen from the side, where large ones would hide the hands.
    sideways = abs(np.sin(np.radians(scene.camera.azimuth_deg))) > 0.6
    return Barbell(1.25, 0.085, plates) if sideways else Barbell(1.36, 0.17, plates)


def _standing_by(plan: LiftScene, lift: Lift) -> tuple[Box, ...]:
    """Return a bench for who sits, and a rack for who takes the bar out of one."""
    if not isinstance(lift, Press | ArmLift):
        return ()
    if isinstance(lift, Press) and "unrack" in plan.before:
        x, y, z = Unrack(lift.body, UNRACK_S, lift).racked[0].position_m
        return rack((float(x), float(y), float(z)))
    if not isinstance(lift.base, Seat):
        return ()
    return bench(lift.base.top_m, getattr(plan, "back_rest", False))


def _reps(plan: LiftScene) -> tuple[list[dict[str, float]], Tempo]:
    faults = [dict(rep.faults) for rep in plan.reps for _ in range(rep.count)]
    return faults, Tempo(plan.tempo.up_s, plan.tempo.top_s, plan.tempo.down_s, plan.tempo.rest_s)


def _press(plan: PressScene, body: Body, seed: int) -> Press:
    faults, tempo = _reps(plan)
    start_s = plan.start_s + (tempo.down_s + tempo.bottom_s if plan.opening_top else 0.0)
    reps = series(start_s, tempo, faults, plan.arms)
    return Press(
        body,
        reps,
        reps[-1].end_s + plan.tail_s,
        grip_ratio=plan.grip_ratio,
        dumbbells=plan.dumbbells or plan.kettlebells,
        seated=plan.seated,
        opening_top=plan.opening_top,
        arms=plan.arms,
        other_arm=plan.other_arm,
        seed=seed,
    )


def _around(plan: LiftScene, lift: Lift, weights: int) -> tuple[list[Part], int]:
    """Put what comes before and after around a lift; return everything and where the lift is in it."""
    body, parts = lift.body, []
    floor = _on_the_floor(weights)
    for name in plan.before:
        if name == "unrack" and isinstance(lift, Press):
            taken = Unrack(body, UNRACK_S, lift)
            parts += [Part(Walk(body, 2.2, (0.0, 0.62), (0.0, -BACK_M), taken.racked)), Part(taken, 1.3)]
        elif name == "walk_in":
            parts.append(Part(Walk(body, 2.6, (ASIDE_M, 0.0), (0.0, 0.0), floor), 0.5))
        elif name == "wave":
            parts.append(Part(Standing(body, 2.0, wave=True, laid_down=floor), 0.8))
        else:
            parts.append(Part(Standing(body, plan.arms_down_s, holding=True), 0.9))
    main = len(parts)
    parts.append(Part(lift, 0.3 if "unrack" in plan.before else 1.2))
    for name in plan.after:
        parts.append(_afterwards(name, body, floor))
    return parts, main


def _workout(plan: WorkoutScene, body: Body, seed: int) -> Sequence:
    """Put sets after each other; the bar is let go after one and taken up for the next that needs it."""
    floor = _on_the_floor(1)
    parts: list[Part] = []
    mains: list[int] = []
    for number, one in enumerate(plan.sets):
        lift = _lift(one, body, seed + number)
        if isinstance(lift, Squat):
            lift = replace(lift, laid_down=floor)
        if number:
            parts.append(Part(Standing(body, plan.rest_s, laid_down=floor, seed=seed + number), 0.4))
        around, main = _around(one, lift, 1)
        mains.append(len(parts) + main)
        parts += around
        if not isinstance(lift, Squat):
            parts.append(_afterwards("drop", body, floor))
    return Sequence(parts, tuple(mains))


def _afterwards(name: str, body: Body, floor: tuple[Held, ...]) -> Part:
    if name == "walk_out":
        return Part(Walk(body, 2.6, (0.0, 0.0), (ASIDE_M, 0.0), floor), 0.7)
    if name == "wave":
        return Part(Standing(body, 2.0, wave=True, laid_down=floor), 0.8)
    if name == "drop":
        return Part(Standing(body, 1.5, laid_down=floor, dropped_m=(0.62,) * len(floor)), 0.7)
    return Part(Standing(body, 1.2, holding=True), 1.1)


def _on_the_floor(weights: int) -> tuple[Held, ...]:
    if weights == 1:
        return (Held(np.eye(3), np.array([0.0, -0.42, 0.17])),)
    return tuple(Held(np.eye(3), np.array([x, -0.25, 0.06])) for x in (0.28, -0.28))


def _posture(plan: PostureScene, body: Body, seed: int) -> Posture:
    shifts = tuple(Shift(**shift.model_dump()) for shift in plan.shifts)
    return Posture(body, shifts, plan.duration_s, plan.seated, plan.hands, seed)


def _leaving(plan: PostureScene, posture: Posture) -> Movement:
    if plan.leaves_for_s is None:
        return posture
    body, side = posture.body, (ASIDE_M, 0.0)
    again = replace(posture, shifts=(), duration_s=3.0)
    parts = [
        Part(posture),
        Part(Walk(body, 2.4, (0.0, 0.0), side), 1.3),
        Part(Walk(body, plan.leaves_for_s, side, side), 0.4),
        Part(Walk(body, 2.4, side, (0.0, 0.0)), 0.8),
        Part(again, 1.5),
    ]
    return Sequence(parts)


def _furniture(plan: PostureScene, posture: Posture) -> tuple[Box, ...]:
    if not plan.seated:
        return ()
    pieces = {
        "chair": lambda: chair(posture.base.top_m),
        "stool": lambda: chair(posture.base.top_m, back=False),
        "desk": lambda: desk(posture.desk_top_m),
        "screen": lambda: screen(posture.desk_top_m),
    }
    return tuple(box for name in plan.furniture for box in pieces[name]())
