"""Turns a scene into a clip."""

from dataclasses import replace

import numpy as np

from benchmarks.render.appearance import Clothes
from benchmarks.render.body import Body, BodySpec, build_body
from benchmarks.render.camera import Camera
from benchmarks.render.clip import Clip
from benchmarks.render.furniture import Box, bench, chair, desk, screen
from benchmarks.render.light import Light
from benchmarks.render.mesh_data import MeshData
from benchmarks.render.movement import Held, Movement
from benchmarks.render.posture import Posture, Shift
from benchmarks.render.press import Press
from benchmarks.render.props import Barbell, Dumbbell
from benchmarks.render.rep import Tempo, series
from benchmarks.render.room import ROOMS
from benchmarks.render.row import Row
from benchmarks.render.scene import PostureScene, PressScene, RowScene, Scene
from benchmarks.render.sensor import Sensor
from benchmarks.render.sequence import Part, Sequence
from benchmarks.render.standing import Standing, Walk

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
    lift = _press(plan, body, scene.seed) if isinstance(plan, PressScene) else _row(plan, body, scene.seed)
    if isinstance(lift, Press) and lift.dumbbells:
        props: tuple = (Dumbbell(), Dumbbell())
    else:
        # A bar with small plates seen from the side, where large ones would hide the hands.
        sideways = abs(np.sin(np.radians(scene.camera.azimuth_deg))) > 0.6
        props = (Barbell(1.25, 0.085, plan.plates) if sideways else Barbell(1.36, 0.17, plan.plates),)
    seat = bench(lift.base.top_m) if isinstance(lift, Press) and lift.seated else ()
    return _around(plan, lift, len(props)), seat, props


def _reps(plan: PressScene | RowScene) -> tuple[list[dict[str, float]], Tempo]:
    faults = [dict(rep.faults) for rep in plan.reps for _ in range(rep.count)]
    return faults, Tempo(plan.tempo.up_s, plan.tempo.top_s, plan.tempo.down_s, plan.tempo.rest_s)


def _press(plan: PressScene, body: Body, seed: int) -> Press:
    faults, tempo = _reps(plan)
    start_s = plan.start_s + (tempo.down_s + tempo.bottom_s if plan.opening_top else 0.0)
    reps = series(start_s, tempo, faults)
    return Press(
        body,
        reps,
        reps[-1].end_s + plan.tail_s,
        grip_ratio=plan.grip_ratio,
        dumbbells=plan.dumbbells,
        seated=plan.seated,
        opening_top=plan.opening_top,
        seed=seed,
    )


def _row(plan: RowScene, body: Body, seed: int) -> Row:
    faults, tempo = _reps(plan)
    reps = series(plan.start_s, tempo, faults)
    return Row(body, reps, reps[-1].end_s + plan.tail_s, grip_ratio=plan.grip_ratio, seed=seed)


def _around(plan: PressScene | RowScene, lift: Press | Row, weights: int) -> Movement:
    """Put what comes before and after around a lift."""
    body, parts = lift.body, []
    floor = _on_the_floor(weights)
    for name in plan.before:
        if name == "walk_in":
            parts.append(Part(Walk(body, 2.6, (ASIDE_M, 0.0), (0.0, 0.0), floor), 0.5))
        elif name == "wave":
            parts.append(Part(Standing(body, 2.0, wave=True, laid_down=floor), 0.8))
        else:
            parts.append(Part(Standing(body, 1.0, holding=True), 0.9))
    main = len(parts)
    parts.append(Part(lift, 1.2))
    for name in plan.after:
        parts.append(_afterwards(name, body, floor))
    return Sequence(parts, main) if len(parts) > 1 else lift


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
    return Sequence(parts, 0)


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
