"""Renders the clips of `sample_videos/` from the scenes beside this file."""

import argparse
from pathlib import Path

from renderer.clips.build import clip_of
from renderer.clips.clip import render, write_truth_of
from renderer.clips.contact_sheet import write_contact_sheet
from renderer.clips.scene_file import read_scene
from renderer.people.fetch import data_folder
from renderer.people.mesh_data import load_mesh_data

SCENES = Path(__file__).parent / "scenes"
NAMES = (
    "press_front_good",
    "press_front_faulty",
    "press_side_layback",
    "press_dumbbells_start",
    "row_front_faulty",
    "desk_front",
    "desk_side",
    "neck_mobility_front",
)
"""In the order of the contact sheet."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which clips; all of them without a name")
    parser.add_argument("-o", "--output", type=Path, default=Path("sample_videos"))
    parser.add_argument("--truth-only", action="store_true", help="write no videos")
    parser.add_argument("--data", type=Path, help="folder of the mesh data; fetched if it is missing")
    arguments = parser.parse_args()
    mesh = load_mesh_data(data_folder(arguments.data))
    arguments.output.mkdir(parents=True, exist_ok=True)
    write = write_truth_of if arguments.truth_only else render
    for name in arguments.names or NAMES:
        print(write(clip_of(read_scene(SCENES / f"{name}.toml"), mesh), arguments.output), flush=True)
    videos = [arguments.output / f"{name}.mp4" for name in NAMES]
    if all(video.exists() for video in videos):
        write_contact_sheet(videos, arguments.output / "contact_sheet.jpg")


if __name__ == "__main__":
    main()
