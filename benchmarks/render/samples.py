"""Renders the clips of `sample_videos/`."""

import argparse
from pathlib import Path

from benchmarks.render.appearance import Clothes
from benchmarks.render.body import BodySpec, build_body
from benchmarks.render.camera import Camera
from benchmarks.render.clip import Clip, render
from benchmarks.render.contact_sheet import write_contact_sheet
from benchmarks.render.fetch import data_folder
from benchmarks.render.mesh_data import MeshData, load_mesh_data
from benchmarks.render.press import Press
from benchmarks.render.props import Barbell
from benchmarks.render.rep import Tempo, series
from benchmarks.render.room import gym, living_room

PORTRAIT = {"width_px": 540, "height_px": 960}


def press_front_good(mesh: MeshData) -> Clip:
    """Four good overhead presses seen from the front."""
    body = build_body(
        mesh, BodySpec(male=0.96, age_years=31, muscle=0.64, weight=0.47, ideal=0.44, stature_m=1.79)
    )
    reps = series(1.5, Tempo(1.15, 0.35, 1.55, 0.3), [{}, {}, {}, {}])
    return Clip(
        name="press_front_good",
        body=body,
        clothes=Clothes(shirt=(62, 92, 150)),
        movement=Press(body, reps, 15.0),
        room=gym(),
        camera=Camera(0.0, 3.5, 1.18, 0.0, fov_deg=42.0, **PORTRAIT),
        props=(Barbell(1.36, 0.17),),
        seed=1,
    )


def press_side_layback(mesh: MeshData) -> Clip:
    """Four presses seen from the left side: good, leaning back, good, leaning back with the head forward."""
    body = build_body(
        mesh, BodySpec(male=0.04, age_years=27, muscle=0.62, weight=0.45, ideal=0.7, stature_m=1.68)
    )
    faults = [{}, {"layback": 25.0}, {}, {"layback": 27.0, "head_forward": 26.0}]
    reps = series(1.2, Tempo(1.1, 0.4, 1.55, 0.3), faults)
    return Clip(
        name="press_side_layback",
        body=body,
        clothes=Clothes(
            shirt=(168, 66, 74),
            trousers=(38, 40, 46),
            sleeve=0.10,
            hair=(92, 60, 38),
            hair_style="short",
            shoes=(200, 205, 210),
        ),
        movement=Press(body, reps, 15.0, seed=4),
        room=living_room(),
        camera=Camera(90.0, 3.3, 1.15, 0.0, fov_deg=42.0, **PORTRAIT),
        props=(Barbell(1.25, 0.085, (120, 44, 40)),),
        seed=2,
    )


CLIPS = {"press_front_good": press_front_good, "press_side_layback": press_side_layback}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which clips; all of them without a name")
    parser.add_argument("-o", "--output", type=Path, default=Path("sample_videos"))
    parser.add_argument("--data", type=Path, help="folder of the mesh data; fetched if it is missing")
    arguments = parser.parse_args()
    mesh = load_mesh_data(data_folder(arguments.data))
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name in arguments.names or CLIPS:
        print(*render(CLIPS[name](mesh), arguments.output))
    videos = [arguments.output / f"{name}.mp4" for name in CLIPS]
    if all(video.exists() for video in videos):
        write_contact_sheet(videos, arguments.output / "contact_sheet.jpg")


if __name__ == "__main__":
    main()
