"""Renders one clip: a person, a room, a camera and a movement become a video and its truth."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.movements.movement import Held, Moment, Movement
from renderer.people.appearance import Clothes, dress
from renderer.people.body import Body
from renderer.people.grip import bar_in_hands, dumbbell_in_hand, kettlebell_in_hand
from renderer.people.headwear import headwear, put_on
from renderer.people.rig import Pose
from renderer.scene.camera import Camera
from renderer.scene.furniture import Box
from renderer.scene.light import Light
from renderer.scene.props import Dumbbell, FloorShadow, Kettlebell, Prop, put
from renderer.scene.room import Room
from renderer.scene.sensor import Sensor
from renderer.scene.stage import Material, Mesh, Stage, over
from renderer.scene.video import VideoWriter
from renderer.truth.landmarks import landmark_set
from renderer.truth.truth_file import TruthRecorder, write_truth

BODY_MATERIAL = Material(0.36, 0.68, 0.05, 10.0)


@dataclass(frozen=True)
class Clip:
    """Everything that decides the pictures of a clip.

    Attributes:
        name: file name without ending.
        body: who.
        clothes: what they wear.
        movement: what they do; it is of the same body.
        room: where.
        camera: seen from where.
        props: what is held: nothing, one barbell, or dumbbells and kettlebells in one or both hands.
        furniture: actors that stand still but may hide the person or be hidden.
        light: lamps.
        sensor: the camera's flaws.
        fps: pictures a second.
        seed: for the noise.
        crf: video quality, lower is better and larger.
        preset: speed of the encoder.
        samples: samples a pixel against jagged edges; more than 1 costs twice the time.
        scene: the description this came from, stored in the truth file.
    """

    name: str
    body: Body
    clothes: Clothes
    movement: Movement
    room: Room
    camera: Camera
    props: tuple[Prop, ...] = ()
    furniture: tuple[Box, ...] = ()
    light: Light = field(default_factory=Light)
    sensor: Sensor = field(default_factory=Sensor)
    fps: int = 30
    seed: int = 0
    crf: int = 25
    preset: str = "slow"
    samples: int = 4
    scene: Mapping[str, Any] = field(default_factory=dict)


def still_picture(clip: Clip, standing: Pose | None = None, samples: int = 4) -> NDArray[np.uint8]:
    """Return the room as the camera sees it, without the person.

    Args:
        clip: what is drawn.
        standing: whose shadow lies on the floor, if it is part of the picture.
        samples: samples a pixel.
    """
    stage = Stage(clip.camera, clip.light.lamps(clip.camera.azimuth_deg), samples)
    # What is over the walls is the ceiling.
    stage.fill(*(min(1.0, 0.72 * clip.light.strength) * np.array([1.0, 0.99, 0.97])))
    room = replace(clip.room, turn_deg=clip.camera.azimuth_deg)
    shadow = FloorShadow()
    if standing is not None:
        shadow.update(standing.joint("foot.L"), standing.joint("foot.R"))
    for actor in [*room.actors(), *(shadow.actors if standing is not None else ())]:
        stage.add(actor)
    return np.ascontiguousarray(stage.picture()[..., :3])


class Scenery:
    """Everything of a clip that is drawn, ready to be drawn at any time.

    Args:
        clip: what is drawn.
        standing: feet that stay where they are: their shadow is drawn once, the room without smooth edges,
            and the noise is made once; that is a quarter faster.
    """

    def __init__(self, clip: Clip, standing: Pose | None = None) -> None:
        self._clip = clip
        self._surface = dress(clip.body, clip.clothes)
        self._mesh = Mesh(self._surface.rest_m, self._surface.triangles, self._surface.colours, BODY_MATERIAL)
        self._background = still_picture(clip) if standing is None else still_picture(clip, standing, 1)
        self._stage = Stage(clip.camera, clip.light.lamps(clip.camera.azimuth_deg), clip.samples)
        self._shadow = FloorShadow()
        self._props = [prop.actors() for prop in clip.props]
        self._headwear = headwear(clip.body, clip.clothes)
        boxes = [box.actor() for box in clip.furniture]
        held = [actor for group in self._props for actor in group]
        shadow = self._shadow.actors if standing is None else []
        for actor in [*shadow, *boxes, self._mesh.actor, *self._headwear, *held]:
            self._stage.add(actor)
        self._rng = np.random.default_rng(clip.seed)
        size = (clip.camera.height_px, clip.camera.width_px)
        self._grain = None if standing is None else self._rng.standard_normal(size, np.float32)

    def picture(self, moment: Moment) -> NDArray[np.uint8]:
        """Return the camera's picture of one moment."""
        points = self._surface.skinned(moment.pose)
        self._mesh.update(points, self._surface.normals(points))
        for actors, held in zip(self._props, self._held(moment), strict=True):
            put(actors, held.rotation, held.position_m)
        put_on(self._headwear, moment.pose)
        self._shadow.update(moment.pose.joint("foot.L"), moment.pose.joint("foot.R"))
        seen = over(self._stage.picture(), self._background)
        return self._clip.sensor.expose(seen, self._rng, self._grain)

    def _held(self, moment: Moment) -> tuple[Held, ...]:
        if moment.laid_down is not None:
            return moment.laid_down
        return tuple(self._in_hand(prop, moment) for prop in self._clip.props)

    def _in_hand(self, prop: Prop, moment: Moment) -> Held:
        body, pose = self._clip.body, moment.pose
        if isinstance(prop, Dumbbell):
            return dumbbell_in_hand(body, pose, prop.side)
        if isinstance(prop, Kettlebell):
            return kettlebell_in_hand(body, pose, prop.side)
        return bar_in_hands(body, pose)[0]


def render(clip: Clip, folder: Path, compact: bool = False) -> tuple[Path, Path]:
    """Write the video and the (if wanted compact) truth file of a clip; return their paths."""
    scenery = Scenery(clip)
    video_path = folder / f"{clip.name}.mp4"
    size = clip.camera.width_px, clip.camera.height_px
    with VideoWriter(video_path, clip.fps, *size, clip.crf, clip.preset) as video:
        truth_path = write_truth_of(
            clip, folder, lambda moment: video.write(scenery.picture(moment)), compact
        )
    return video_path, truth_path


def write_truth_of(
    clip: Clip, folder: Path, see: Callable[[Moment], None] = lambda _: None, compact: bool = False
) -> Path:
    """Write the truth file of a clip, letting `see` see every frame's moment; return its path."""
    truth = TruthRecorder(clip.camera, landmark_set(clip.body))
    truth_path = folder / f"{clip.name}.truth.json.gz"
    for number in range(round(clip.movement.duration_s * clip.fps)):
        time_s = number / clip.fps
        moment = clip.movement.at(time_s)
        see(moment)
        truth.add(time_s, moment)
    write_truth(truth_path, truth.document(clip.name, clip.fps, clip.movement, clip.scene, compact))
    return truth_path
