"""Renders one clip: a person, a room, a camera and a movement become a video and its truth."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.render.appearance import Clothes, dress
from benchmarks.render.body import Body
from benchmarks.render.camera import Camera
from benchmarks.render.landmarks import landmark_set
from benchmarks.render.light import Light
from benchmarks.render.movement import Movement
from benchmarks.render.props import Barbell, Dumbbell, FloorShadow, put
from benchmarks.render.room import Room
from benchmarks.render.sensor import Sensor
from benchmarks.render.solve import solve
from benchmarks.render.stage import Material, Mesh, Stage, over
from benchmarks.render.truth import TruthRecorder, write_truth
from benchmarks.render.video import VideoWriter

BODY_MATERIAL = Material(0.36, 0.68, 0.05, 10.0)


@dataclass(frozen=True)
class Clip:
    """Everything that decides the pictures of a clip.

    Attributes:
        name: file name without ending.
        body: who.
        clothes: what they wear.
        movement: what they do.
        room: where.
        camera: seen from where.
        props: what is held, in the order of the movement's `held`.
        light: lamps.
        sensor: the camera's flaws.
        fps: pictures a second.
        seed: for the noise.
        crf: video quality, lower is better and larger.
        scene: the description this came from, stored in the truth file.
    """

    name: str
    body: Body
    clothes: Clothes
    movement: Movement
    room: Room
    camera: Camera
    props: tuple[Barbell | Dumbbell, ...] = ()
    light: Light = field(default_factory=Light)
    sensor: Sensor = field(default_factory=Sensor)
    fps: int = 30
    seed: int = 0
    crf: int = 25
    scene: Mapping[str, Any] = field(default_factory=dict)


def still_picture(clip: Clip) -> NDArray[np.uint8]:
    """Return the room as the camera sees it, without the person."""
    stage = Stage(clip.camera, clip.light.lamps(clip.camera.azimuth_deg))
    room = replace(clip.room, turn_deg=clip.camera.azimuth_deg)
    for actor in room.actors():
        stage.add(actor)
    return np.ascontiguousarray(stage.picture()[..., :3])


def render(clip: Clip, folder: Path) -> tuple[Path, Path]:
    """Write the video and the truth file of a clip; return their paths."""
    surface = dress(clip.body, clip.clothes)
    mesh = Mesh(surface.rest_m, surface.triangles, surface.colours, BODY_MATERIAL)
    background = still_picture(clip)
    stage = Stage(clip.camera, clip.light.lamps(clip.camera.azimuth_deg))
    shadow = FloorShadow()
    props = [prop.actors() for prop in clip.props]
    for actor in [*shadow.actors, mesh.actor, *(a for group in props for a in group)]:
        stage.add(actor)
    truth = TruthRecorder(clip.camera, landmark_set(clip.body))
    rng = np.random.default_rng(clip.seed)
    video_path, truth_path = folder / f"{clip.name}.mp4", folder / f"{clip.name}.truth.json.gz"
    with VideoWriter(video_path, clip.fps, clip.camera.width_px, clip.camera.height_px, clip.crf) as video:
        for number in range(round(clip.movement.duration_s * clip.fps)):
            time_s = number / clip.fps
            moment = clip.movement.at(time_s)
            pose = solve(clip.body, moment.target)
            points = surface.skinned(pose)
            mesh.update(points, surface.normals(points))
            for actors, held in zip(props, moment.held, strict=True):
                put(actors, held.rotation, held.position_m)
            shadow.update(pose.joint("foot.L"), pose.joint("foot.R"))
            video.write(clip.sensor.expose(over(stage.picture(), background), rng))
            truth.add(time_s, moment, pose)
    write_truth(truth_path, truth.document(clip.name, clip.fps, clip.movement, clip.scene))
    return video_path, truth_path
