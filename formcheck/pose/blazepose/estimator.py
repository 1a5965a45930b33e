"""BlazePose through MediaPipe's PoseLandmarker, as our estimator interfaces."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import numpy as np

from formcheck.errors import ModelError
from formcheck.native_memory import give_back
from formcheck.pose.blazepose import runtime
from formcheck.pose.blazepose.without_mask import load_options
from formcheck.pose.pose import Pose
from formcheck.source.frame import Image
from formcheck.system_libraries import explain_missing_libraries

# A person that the detector is only 0.3 to 0.5 sure of is tracked well once found.
DETECTION_CONFIDENCE = 0.3
TRACKING_CONFIDENCE = 0.5
MOST_PEOPLE = 4

# In video mode the model's graph smooths its landmarks by their timestamps, with a filter that lags (0.2 s
# when the clock is told to run slowly). Telling it that a second has passed between pictures switches that
# off in effect; smoothing is ours to do, with the real times: see formcheck.pose.smoothing.
_TICK_MS = 1000

# Poses are rounded here, once, so that a recording holds exactly what the pipeline saw.
_PIXEL_DECIMALS, _SCORE_DECIMALS, _METRE_DECIMALS = 2, 3, 4

_BLANK: Image = np.zeros((64, 64, 3), np.uint8)


class BlazePoseTracker:
    """Follows one person through a video. The model is loaded with the first picture.

    Args:
        model: The model's bundle.
        known: Whether it is one of `bundles.BUNDLES`, intact. No mask is computed then, which is quicker.
    """

    def __init__(self, model: Path, *, known: bool = False) -> None:
        self._model = _Model(model, known=known, video=True, people=1)
        self._clock_ms = 0

    def estimate(self, image: Image) -> Pose | None:
        """The pose in the next picture, or None.

        Raises:
            ModelError: If the model cannot be loaded.
            MissingLibraryError: If a system library is missing.
        """
        poses = self._run(image)
        return poses[0] if poses else None

    def reset(self) -> None:
        """Lose the person on purpose, by showing an empty picture."""
        if self._model.is_loaded:
            self._run(_BLANK)

    def _run(self, image: Image) -> tuple[Pose, ...]:
        self._clock_ms += _TICK_MS
        return self._model.run(image, self._clock_ms)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._model.close()


class BlazePosePeople:
    """Finds everybody in single pictures; slower than following one person, so used sparingly.

    Args:
        model: The model's bundle.
        known: Whether it is one of `bundles.BUNDLES`, intact. No mask is computed then, which is quicker.
    """

    def __init__(self, model: Path, *, known: bool = False) -> None:
        self._model = _Model(model, known=known, video=False, people=MOST_PEOPLE)

    def find(self, image: Image) -> tuple[Pose, ...]:
        """The poses of all people in the picture.

        Raises:
            ModelError: If the model cannot be loaded.
            MissingLibraryError: If a system library is missing.
        """
        return self._model.run(image)

    def rest(self) -> None:
        """Free the model's memory, some 80 MB, until the next search."""
        self._model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._model.close()


def begin_loading(*estimators: BlazePoseTracker | BlazePosePeople) -> None:
    """Have models loaded by a thread, one after the other; the first picture of each waits for it."""
    loading = [one for estimator in estimators if (one := estimator._model).begins_to_load]
    if not loading:
        return
    quiet = _QuietLoading()
    loader = ThreadPoolExecutor(1, "load-model")
    for model in loading:
        model.begin_loading(loader, quiet)
    loader.shutdown(wait=False)


class _QuietLoading:
    """Keeps what models chatter off the screen from when they begin to load until they are in use.

    Threads of their graphs go on chattering for some time after they are loaded.
    """

    def __init__(self) -> None:
        self._lock, self._hush = Lock(), ExitStack()
        self._hush.enter_context(runtime.quiet_stderr())
        self._loading: list[Future[Any]] = []

    def add(self, loading: Future[Any]) -> None:
        self._loading.append(loading)

    def used(self) -> bool:
        """One of them has seen a picture, or is no longer wanted: enough, once all are loaded."""
        enough = all(loading.done() for loading in self._loading)
        if enough:
            with self._lock:
                self._hush.close()
        return enough


class _Model:
    """A landmarker that is loaded when it is first needed."""

    def __init__(self, path: Path, *, known: bool, video: bool, people: int) -> None:
        self._path, self._known, self._video, self._people = path, known, video, people
        self._loading: Future[Any] | None = None
        self._landmarker: Any = None
        self._quiet = False
        self._quiet_loading: _QuietLoading | None = None

    @property
    def is_loaded(self) -> bool:
        return self._landmarker is not None

    @property
    def begins_to_load(self) -> bool:
        """Whether it is neither loaded nor being so."""
        return self._loading is None and self._landmarker is None

    def begin_loading(self, loader: ThreadPoolExecutor, quiet: _QuietLoading) -> None:
        self._loading, self._quiet_loading = loader.submit(self._load), quiet
        quiet.add(self._loading)

    def run(self, image: Image, clock_ms: int | None = None) -> tuple[Pose, ...]:
        # The model chatters on stderr when it is loaded and until it has found its first person.
        with nullcontext() if self._quiet else runtime.quiet_stderr():
            if self._landmarker is None:
                self._landmarker = self._load() if self._loading is None else self._loading.result()
                self._loading = None
            picture = _picture(image)
            detect = self._landmarker.detect_for_video if self._video else self._landmarker.detect
            result = detect(picture) if clock_ms is None else detect(picture, clock_ms)
        self._was_used()
        self._quiet = self._quiet or bool(result.pose_landmarks)
        return _poses(result, image)

    @runtime.quiet_stderr()
    def _load(self) -> Any:
        vision, tasks = runtime.vision(), runtime.tasks()
        source = load_options(self._path) if self._known else {"model_asset_path": str(self._path)}
        options = vision.PoseLandmarkerOptions(
            base_options=tasks.BaseOptions(**source),
            running_mode=vision.RunningMode.VIDEO if self._video else vision.RunningMode.IMAGE,
            num_poses=self._people,
            min_pose_detection_confidence=DETECTION_CONFIDENCE,
            min_pose_presence_confidence=TRACKING_CONFIDENCE,
            min_tracking_confidence=TRACKING_CONFIDENCE,
        )
        with explain_missing_libraries():
            try:
                return vision.PoseLandmarker.create_from_options(options)
            except (RuntimeError, ValueError, FileNotFoundError) as error:
                raise ModelError(
                    f"the pose model {self._path} cannot be loaded; use --model full, or build it again"
                ) from error

    def _was_used(self) -> None:
        if self._quiet_loading is not None and self._quiet_loading.used():
            self._quiet_loading = None

    def close(self) -> None:
        loading, self._loading = self._loading, None
        if loading is not None and not loading.cancel() and loading.exception() is None:
            self._landmarker = loading.result()
        self._was_used()
        if self._landmarker is None:
            return
        self._landmarker.close()
        self._landmarker, self._quiet = None, False
        give_back()


def _picture(image: Image) -> Any:
    mediapipe = runtime.mediapipe()
    return mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(image))


def _poses(result: Any, image: Image) -> tuple[Pose, ...]:
    height_px, width_px = image.shape[:2]
    return tuple(
        _pose(points, world, width_px, height_px)
        for points, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
    )


def _pose(points: Any, world: Any, width_px: int, height_px: int) -> Pose:
    raw = np.array([(p.x, p.y, p.z, p.visibility, p.presence) for p in points], np.float64)
    # z has about the scale of x: MediaPipe normalises both by the width.
    raw[:, :3] = np.round(raw[:, :3] * (width_px, height_px, width_px), _PIXEL_DECIMALS)
    raw[:, 3:] = np.round(raw[:, 3:], _SCORE_DECIMALS)
    metres = np.array([(p.x, p.y, p.z) for p in world], np.float64)
    return Pose(raw, np.round(metres, _METRE_DECIMALS).astype(np.float64))
