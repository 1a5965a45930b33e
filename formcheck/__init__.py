"""formcheck: measures posture from a camera, judges it by declared rules, and says how sure it is.

What is here for Python is that of `formcheck.api`. It is loaded when the first of it is asked for, so that a
command that needs none of it starts at once. See docs/python.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formcheck.api import (
        Activity,
        Calibration,
        CalibrationError,
        ClusterError,
        DisplayError,
        Done,
        Finding,
        FolderTakenError,
        FormcheckError,
        Frame,
        History,
        HistoryError,
        LabelError,
        Measurement,
        MissingLibraryError,
        ModelError,
        Neutral,
        NotAVideoError,
        Observation,
        Outcomes,
        OutputError,
        Pair,
        PairError,
        Pose,
        PosedFrame,
        PoseModel,
        PoseStream,
        ProfileError,
        RecordingError,
        Result,
        RuleError,
        Session,
        Sink,
        SourceError,
        StreamInfo,
        Summary,
        UnknownActivityError,
        Update,
        __version__,
        analyze,
        analyze_many,
        calibrate,
        compare_views,
        load_activities,
        load_activity,
        open_history,
        open_model,
        open_poses,
        register_activity,
        register_pose_model,
        register_sink,
        start_session,
    )

__all__ = [
    "Activity",
    "Calibration",
    "CalibrationError",
    "ClusterError",
    "DisplayError",
    "Done",
    "Finding",
    "FolderTakenError",
    "FormcheckError",
    "Frame",
    "History",
    "HistoryError",
    "LabelError",
    "Measurement",
    "MissingLibraryError",
    "ModelError",
    "Neutral",
    "NotAVideoError",
    "Observation",
    "Outcomes",
    "OutputError",
    "Pair",
    "PairError",
    "Pose",
    "PoseModel",
    "PoseStream",
    "PosedFrame",
    "ProfileError",
    "RecordingError",
    "Result",
    "RuleError",
    "Session",
    "Sink",
    "SourceError",
    "StreamInfo",
    "Summary",
    "UnknownActivityError",
    "Update",
    "__version__",
    "analyze",
    "analyze_many",
    "calibrate",
    "compare_views",
    "load_activities",
    "load_activity",
    "open_history",
    "open_model",
    "open_poses",
    "register_activity",
    "register_pose_model",
    "register_sink",
    "start_session",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("formcheck.api"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
