"""Scenes of single frames: one person before one camera, upright first, then in any positions, in bursts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.pose.estimator import PoseEstimator
from formcheck.pose.face_mesh.network import FaceNetwork
from formcheck.pose.face_mesh.orientation import face_of
from formcheck.pose.face_mesh.reader import mesh_at
from formcheck.pose.pose import Pose as Landmarks
from renderer.clips.clip import Clip, Scenery
from renderer.clips.scene_file import BodyScene, ClothesScene
from renderer.frames.attitude import Attitude, between
from renderer.frames.chance import HOLDS, Habit, attitude, habit, moved
from renderer.frames.posing import collides, target_of
from renderer.frames.sight import before_the_camera, seen_from
from renderer.frames.table import FORMAT, KINDS, Table
from renderer.frames.truth import frame_angles
from renderer.frames.viewpoint import viewpoint
from renderer.movements.movement import Moment
from renderer.people.appearance import Clothes
from renderer.people.body import Body, BodySpec, build_body
from renderer.people.mesh_data import MeshData
from renderer.people.rig import Pose
from renderer.people.seat import Seat
from renderer.people.solve import solve
from renderer.people.stance import Stance
from renderer.people.target import Arm, Target
from renderer.scene.furniture import Box, bench, chair
from renderer.scene.light import Light
from renderer.scene.props import Barbell, Dumbbell, Kettlebell, Prop
from renderer.scene.room import ROOMS, Room
from renderer.scene.sensor import Sensor
from renderer.sets.bodies import redressed
from renderer.truth.landmarks import LandmarkSet, landmark_set

NEUTRAL_FRAMES, BURSTS, MOST_FRAMES, FEWEST_FRAMES = 4, 4, 6, 4
TRIES = 25
"""How often an attitude in which an arm goes through the body is drawn anew."""

Rng = np.random.Generator
Image = NDArray[np.uint8]


@dataclass(frozen=True)
class Studio:
    """Where frames are made.

    Attributes:
        mesh: the body mesh.
        finders: pose estimators by the name that their columns get; the first says where the face is.
        face: the network that reads it.
    """

    mesh: MeshData
    finders: dict[str, PoseEstimator]
    face: FaceNetwork

    def scene(self, table: Table, rng: Rng, person: int, body: Body, number: int) -> int:
        """Add the frames of one scene to a table and return how many they are."""
        count = 0
        own, marks = habit(rng), landmark_set(body)
        clip = _clip(rng, person, body, own)
        neutral_pose = solve(body, target_of(body, own.neutral, own.seated))
        scenery = Scenery(clip, neutral_pose)
        neutral = _angles(marks, neutral_pose)
        quality = int(rng.integers(45, 96))
        for burst, (kind, poses) in enumerate(_bursts(rng, body, own)):
            for finder in self.finders.values():
                finder.reset()
            for frame, pose in enumerate(poses):
                picture = _compressed(scenery.picture(Moment(pose)), quality)
                row = {"person": person, "scene": number, "burst": burst, "frame": frame}
                row |= {"kind": KINDS.index(kind), "seated": own.seated, "hold": HOLDS.index(own.hold)}
                row["ears_covered"] = _ears_covered(clip.clothes)
                row |= _view(clip, marks, pose) | {"angles": list(_angles(marks, pose).values())}
                row |= {"neutral_angles": list(neutral.values())} | self._found(picture)
                table.add(**row)
                count += 1
        return count

    def _found(self, picture: Image) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        for name, finder in self.finders.items():
            pose = finder.estimate(picture)
            columns.setdefault("face", self._face(picture, pose))
            points, world = np.full((33, 4), np.nan), np.full((33, 3), np.nan)
            if pose is not None:
                points, world = pose.points[:, :4], pose.world if pose.world is not None else world
            columns |= {f"{name}_points": points, f"{name}_world": world}
        return columns

    def _face(self, picture: Image, pose: Landmarks | None) -> NDArray[np.float64]:
        mesh = None if pose is None else mesh_at(self.face, picture, pose)
        return np.full(7, np.nan) if mesh is None else np.array(face_of(mesh).numbers())


def table_for(body: Body) -> Table:
    """Return an empty table with the names of its points and angles."""
    marks, stance = landmark_set(body), Stance(body, 0.1)
    arm = Arm()
    pose = solve(body, Target(stance.hip(), arm, arm, *stance.legs()))
    return Table(
        {
            "format": [FORMAT],
            "point_names": marks.names,
            "angle_names": list(_angles(marks, pose)),
            "kind_names": KINDS,
            "hold_names": HOLDS,
        }
    )


def body_of(mesh: MeshData, person: dict[str, Any]) -> Body:
    """Return the body of a person of the set."""
    return build_body(mesh, BodySpec(**BodyScene(**person["body"]).model_dump()))


def _bursts(rng: Rng, body: Body, own: Habit) -> Iterator[tuple[str, Sequence[Pose]]]:
    still = moved(rng, own.neutral) if rng.random() < 0.3 else own.neutral
    small = between(own.neutral, still, 0.15)
    yield "neutral", _poses(body, own, own.neutral, small, NEUTRAL_FRAMES)
    for _ in range(BURSTS):
        count = int(rng.integers(FEWEST_FRAMES, MOST_FRAMES + 1))
        for _ in range(TRIES):
            start = attitude(rng, own)
            end = moved(rng, start)
            poses = _poses(body, own, start, end, 2)
            if not any(_collides(body, pose) for pose in poses):
                break
        yield "any", _poses(body, own, start, end, count)


def _poses(body: Body, own: Habit, start: Attitude, end: Attitude, count: int) -> list[Pose]:
    shares = np.linspace(0, 1, count)
    return [solve(body, target_of(body, between(start, end, float(s)), own.seated)) for s in shares]


def _collides(body: Body, pose: Pose) -> bool:
    arms = [
        tuple(pose.joint(f"{bone}.{side}") for bone in ("upperarm01", "lowerarm01", "wrist")) for side in "LR"
    ]
    hips = (pose.joint("upperleg01.L") + pose.joint("upperleg01.R")) / 2
    return collides(body, arms, pose.rotation("spine01"), hips, pose.joint("head"))


def _angles(marks: LandmarkSet, pose: Pose) -> dict[str, float]:
    return frame_angles(dict(zip(marks.names, marks.points(pose), strict=True)), pose)


def _view(clip: Clip, marks: LandmarkSet, pose: Pose) -> dict[str, Any]:
    """Return the camera's and the joints' columns of a frame."""
    points, camera = marks.points(pose), clip.camera
    azimuth_deg, elevation_deg = seen_from(dict(zip(marks.names, points, strict=True)), camera)
    return {
        "size_px": np.array([camera.width_px, camera.height_px], np.uint16),
        "azimuth_deg": azimuth_deg,
        "elevation_deg": elevation_deg,
        "roll_deg": camera.roll_deg,
        "pitch_deg": camera.pitch_deg,
        "fov_deg": camera.fov_deg,
        "focal_px": camera.focal_px,
        "camera_height_m": camera.height_m,
        "camera_distance_m": camera.distance_m,
        "points_world_m": points,
        "points_camera_m": before_the_camera(points, camera),
    }


def _clip(rng: Rng, person: int, body: Body, own: Habit) -> Clip:
    who = redressed(person, rng)
    stature_m = who["body"]["stature_m"]
    dim = rng.random() < 0.2
    return Clip(
        name="frames",
        body=body,
        clothes=Clothes(**ClothesScene(**who["clothes"]).model_dump()),
        movement=None,  # type: ignore[arg-type]
        room=_room(rng),
        camera=viewpoint(rng, stature_m, own.seated),
        props=_props(rng, own),
        furniture=_furniture(rng, body, own),
        light=Light(
            rng.uniform(0.5, 0.8) if dim else rng.uniform(0.8, 1.2),
            rng.uniform(-90, 90),
            rng.uniform(0.1, 0.9),
            rng.uniform(-0.5, 0.8),
        ),
        sensor=Sensor(
            noise_sd=rng.uniform(4, 9) if dim else rng.uniform(0.5, 4),
            blur_px=rng.uniform(0.4, 1.1),
            gain=rng.uniform(0.85, 1.15),
            gamma=rng.uniform(0.85, 1.2),
            warmth=rng.uniform(-0.08, 0.08),
        ),
        seed=int(rng.integers(1 << 30)),
        samples=1,
    )


def _room(rng: Rng) -> Room:
    room = ROOMS[str(rng.choice(sorted(ROOMS)))]()
    walls, floor = (_tinted(rng, colour) for colour in (room.wall_colour, room.floor_colour))
    return replace(
        room,
        wall_colour=walls,
        floor_colour=floor,
        floor=str(rng.choice(["planks", "rubber", "carpet"])),
    )


def _tinted(rng: Rng, colour: tuple[int, int, int]) -> tuple[int, int, int]:
    shade = np.array(colour) * rng.uniform(0.5, 1.12) * rng.uniform(0.85, 1.1, 3)
    red, green, blue = (int(c) for c in np.clip(shade, 0, 255))
    return red, green, blue


def _props(rng: Rng, own: Habit) -> tuple[Prop, ...]:
    dark = int(rng.integers(15, 70))
    colour = (dark, dark, dark + 4) if rng.random() < 0.7 else tuple(int(c) for c in rng.integers(20, 220, 3))
    if own.hold == "barbell":
        return (Barbell(rng.uniform(1.1, 1.7), rng.uniform(0.05, 0.22), colour),)
    if own.hold == "dumbbells":
        radius_m = rng.uniform(0.035, 0.075)
        return tuple(Dumbbell(side, radius_m, colour) for side in "LR")
    if own.hold == "dumbbell":
        return (Dumbbell(own.side, rng.uniform(0.035, 0.075), colour),)
    if own.hold == "kettlebell":
        return (Kettlebell(own.side, rng.uniform(0.06, 0.11), colour),)
    return ()


def _ears_covered(clothes: Clothes) -> bool:
    return clothes.hair_style in ("bob", "long") or clothes.worn in ("hood", "headphones", "beanie")


def _furniture(rng: Rng, body: Body, own: Habit) -> tuple[Box, ...]:
    if not own.seated:
        return ()
    top_m = Seat(body, 0.13).top_m
    return chair(top_m, back=rng.random() < 0.6) if rng.random() < 0.6 else bench(top_m)


def _compressed(picture: Image, quality: int) -> Image:
    """Return a picture as a camera's compression leaves it."""
    good, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not good:
        return picture
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])
