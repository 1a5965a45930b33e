"""What is attacked: each kind of file, where it starts from, and how it is read."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.fuzz import examples, readers
from benchmarks.fuzz.examples import DESK, FILMS, LIFT, RECORDINGS, STILLS
from benchmarks.fuzz.mutations import BYTES, TEXT, Mutation, packed, with_true_sums

_ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of input.

    Attributes:
        name: Such as "recording".
        file_name: What the damaged file is called: the ending tells formcheck what it is.
        examples: Sound files to start from.
        read: Reads the file. It may raise formcheck's own errors, and nothing else.
        mutations: What is done to the examples.
        share: How often it is chosen, beside the others.
    """

    name: str
    file_name: str
    examples: tuple[bytes, ...]
    read: Callable[[Path], None]
    mutations: tuple[Mutation, ...]
    share: int


def targets() -> tuple[Target, ...]:
    """All targets; `share` is chosen so that what costs much is tried less often."""
    return (*_told(), *_poses(), *_of_others(), *_pictures(), *_analysed())


def _told() -> tuple[Target, ...]:
    """What users and programs write."""
    activities = tuple(path.read_bytes() for path in sorted((_ROOT / "formcheck/activities").glob("*.toml")))
    set_lists = (examples.SMALL_SET, examples.listed())
    return (
        Target("rules", "rules.toml", (examples.RULE,), readers.check_rules, TEXT, 16),
        Target("activity", "mine.toml", activities, readers.check_activity, TEXT, 10),
        Target("profile", "me.json", (examples.profile(),), readers.read_profile, TEXT, 100),
        Target("desk config", "desk.toml", (examples.config(),), readers.read_config, TEXT, 40),
        Target("history file", "history.db", (examples.history_file(),), readers.read_history_file, BYTES, 4),
        Target(
            "history export", "x.json", (examples.history_export(),), readers.read_history_export, TEXT, 20
        ),
        Target("message", "x.json", examples.MESSAGES, readers.read_message, TEXT, 60),
        Target("set", "set.json", set_lists, readers.read_set, TEXT, 100),
        Target("scene", "scene.toml", examples.scenes(), readers.read_scene_file, TEXT, 60),
    )


def _poses() -> tuple[Target, ...]:
    recordings = (examples.excerpt(LIFT), examples.excerpt(DESK))
    plain = tuple(gzip.decompress(data) for data in recordings)
    truths = tuple((RECORDINGS / f"{name}.truth.json.gz").read_bytes() for name in (LIFT, DESK))
    packed_text = (*map(packed, TEXT), *BYTES)
    return (
        Target("recording", "x.poses.jsonl", plain, readers.read_recording, TEXT, 16),
        Target("packed recording", "x.poses.jsonl.gz", recordings, readers.read_recording, packed_text, 8),
        Target("truth", "x.truth.json.gz", truths, readers.read_truth, packed_text, 12),
    )


def _of_others() -> tuple[Target, ...]:
    """What other programs have written."""
    frame = "x_000000000001_keypoints.json"
    return (
        Target("OpenPose", frame, (examples.openpose(),), readers.import_folder, TEXT, 20),
        Target("COCO", "x.json", (examples.coco(),), readers.import_file, TEXT, 20),
        Target("TRC", "x.trc", (examples.trc(),), readers.import_file, TEXT, 20),
    )


def _pictures() -> tuple[Target, ...]:
    films = {ending: (examples.film(ending),) for ending in FILMS}
    stills = {ending: (examples.picture(ending),) for ending in STILLS}
    summed = (*BYTES, *map(with_true_sums, BYTES))
    return (
        *(Target(f"video .{end}", f"x.{end}", films[end], readers.read_video, BYTES, 6) for end in films),
        *(
            Target(f"picture .{end}", f"x.{end}", stills[end], readers.read_picture, summed, 60)
            for end in stills
        ),
    )


def _analysed() -> tuple[Target, ...]:
    """Whole commands: they cost a hundred times as much as the reading alone."""
    lift, desk = (gzip.decompress(examples.excerpt(name)) for name in (LIFT, DESK))
    rules, with_rules = (examples.RULE,), partial(readers.analyse_with, lift)
    as_lift, as_desk = (partial(readers.analyse, name) for name in ("overhead-press", "desk"))
    return (
        Target("analysed lift", "x.poses.jsonl", (lift,), as_lift, TEXT, 1),
        Target("analysed desk", "x.poses.jsonl", (desk,), as_desk, TEXT, 1),
        Target("analysed with rules", "rules.toml", rules, with_rules, TEXT, 1),
    )
