"""Renders scene files: `python -m renderer SCENE... -o DIR`."""

import argparse
import sys
from pathlib import Path

from formcheck.files import printable
from renderer.clips.scene_file import Scene, SceneError, read_scene


def main() -> int:
    """Render every scene that is named."""
    parser = argparse.ArgumentParser(prog="python -m renderer", description=__doc__)
    parser.add_argument("scenes", nargs="+", type=Path, metavar="SCENE", help="a scene file, TOML or JSON")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for videos and truth files")
    parser.add_argument("--record", metavar="MODEL", help="also record the poses, with a model such as full")
    parser.add_argument("--check", action="store_true", help="only check the scenes")
    parser.add_argument("--data", type=Path, help="folder of the mesh data; fetched if it is missing")
    arguments = parser.parse_args()
    try:
        scenes = [read_scene(path) for path in arguments.scenes]
    except SceneError as error:
        print(printable(" ".join(str(error).split())), file=sys.stderr)
        return 2
    if not arguments.check:
        _render(scenes, arguments)
    return 0


def _render(scenes: list[Scene], arguments: argparse.Namespace) -> None:
    from renderer.clips.build import clip_of
    from renderer.clips.clip import render
    from renderer.people.fetch import data_folder
    from renderer.people.mesh_data import load_mesh_data

    mesh = load_mesh_data(data_folder(arguments.data))
    arguments.output.mkdir(parents=True, exist_ok=True)
    for scene in scenes:
        video, truth = render(clip_of(scene, mesh), arguments.output)
        print(video, truth)
        if arguments.record:
            from renderer.clips.record import record

            record(video, arguments.output / f"{scene.name}.poses.jsonl.gz", arguments.record)


if __name__ == "__main__":
    sys.exit(main())
