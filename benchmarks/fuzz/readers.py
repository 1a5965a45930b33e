"""How formcheck reads each kind of file that is attacked."""

import io
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path

from benchmarks.fuzz.examples import SMALL_TRUTH
from formcheck.activities.load import check_file, load_activity
from formcheck.calibration.store import ProfileStore
from formcheck.cli.app import run
from formcheck.desktop.control_wire import WireError, parse_reply, parse_request
from formcheck.evaluation.clips import find_clips
from formcheck.evaluation.labels import read_labels
from formcheck.history.export import read_json
from formcheck.history.store import open_history
from formcheck.monitor.config import load_config
from formcheck.pose.imports.imported import ImportOptions, write_imported
from formcheck.pose.imports.read import read_poses_of_others
from formcheck.pose.recording import PoseRecording
from formcheck.source.picture import PictureFile
from formcheck.source.video import VideoFile
from renderer.clips.scene_file import read_scene

_OPTIONS = ImportOptions(30.0)


class CommandError(Exception):
    """A command did not end as one may: exit 0, 1 or 2 with one clear line."""


def read_recording(path: Path) -> None:
    with PoseRecording(path) as stream:
        _ = stream.info
        for _ in stream:
            pass


def check_rules(path: Path) -> None:
    check_file(path, "overhead-press")
    load_activity("overhead-press", [path])


def check_activity(path: Path) -> None:
    load_activity(path)


def read_profile(path: Path) -> None:
    path.chmod(0o600)
    ProfileStore(path.parent).load(path.stem)


def read_truth(path: Path) -> None:
    read_labels(path)


def read_set(path: Path) -> None:
    folder = path.parent
    (folder / "a.truth.json").write_text(SMALL_TRUTH)
    (folder / "a.poses.jsonl").write_text("")
    for _ in find_clips(folder):
        pass


def read_scene_file(path: Path) -> None:
    read_scene(path)


def read_video(path: Path) -> None:
    with VideoFile(path) as film:
        for _ in film:
            pass


def read_picture(path: Path) -> None:
    with PictureFile(path) as still:
        for _ in still:
            pass


def read_config(path: Path) -> None:
    load_config(path)


def read_history_export(path: Path) -> None:
    read_json(path)


def read_history_file(path: Path) -> None:
    """A damaged file is set aside, or what can be read of it is kept; both are said, and neither fails."""
    with closing(open_history(path)) as history:
        for read in (history.sets, history.full_sets, history.hours, history.minutes, history.mobility):
            read()


def read_message(path: Path) -> None:
    for parse in (parse_request, parse_reply):
        try:
            parse(path.read_bytes())
        except WireError:
            continue


def import_file(path: Path) -> None:
    write_imported(read_poses_of_others(path, _OPTIONS), _OPTIONS, path.with_name("out.poses.jsonl.gz"))


def import_folder(path: Path) -> None:
    import_file(path.parent)


def analyse(activity: str, path: Path) -> None:
    _command(["analyze", str(path), "-a", activity, "-o", str(path.parent / "out")])


def analyse_with(recording: bytes, path: Path) -> None:
    film = path.with_name("x.poses.jsonl")
    film.write_bytes(recording)
    out = str(path.parent / "out")
    _command(["analyze", str(film), "-a", "overhead-press", "--rules", str(path), "-o", out])


def _command(arguments: list[str]) -> None:
    """Run a command in this process and hold it to what is promised of every command."""
    out, said = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        code = run(arguments)
    printed = out.getvalue() + said.getvalue()
    if "unforeseen" in printed or code not in (0, 1, 2):
        raise CommandError(f"exit {code}: {printed.splitlines()[-1] if printed else 'nothing'}")
    if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in printed):
        raise CommandError("a control character is printed")
    if code and not said.getvalue().strip():
        raise CommandError(f"exit {code} without a word")
    folder = Path(arguments[arguments.index("-o") + 1])
    for table in folder.rglob("*.csv"):
        words = set(table.read_text(encoding="utf-8").lower().replace("\n", ",").split(","))
        if words & {"nan", "inf", "-inf"}:
            raise CommandError(f"{table.name} holds nan or inf")
