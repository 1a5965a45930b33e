"""A pose model that a thread opens and loads while the program is still starting."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from formcheck.native_memory import use_few_arenas

if TYPE_CHECKING:
    from formcheck.pose.estimator import PoseFinders
    from formcheck.pose.models import PoseModel


class EarlyModel:
    """A pose model whose loading has begun before it is known who will use it.

    Loading takes 0.4 s, most of it without Python: as long as the rest of the program takes to be imported.
    Leaving its `with` frees what nobody took.

    Args:
        name: Name of the model, or a path to one. What is wrong with it is said when it is opened.

    Example:
        >>> with EarlyModel("full") as early:
        ...     finders = early.model().open()
    """

    def __init__(self, name: str) -> None:
        use_few_arenas()  # before any thread takes one of its own
        self._name = name
        loader = ThreadPoolExecutor(1, "open-model")
        self._opening: Future[PoseFinders] | None = loader.submit(self._open)
        loader.shutdown(wait=False)

    def model(self) -> "PoseModel":
        """The model; its first `open` gives what is being loaded, a further one opens it anew.

        Raises:
            ModelError: If there is no such model.
        """
        from formcheck.pose.models import pose_model

        known = pose_model(self._name)
        return replace(known, open=lambda: self._take(known.open))

    def _open(self) -> "PoseFinders":
        # Here, not above: the main thread goes on importing what it needs itself.
        from formcheck.pose.models import pose_model

        finders = pose_model(self._name).open()
        finders.begin_loading()
        return finders

    def _take(self, open_anew: "Callable[[], PoseFinders]") -> "PoseFinders":
        opening, self._opening = self._opening, None
        return open_anew() if opening is None else opening.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        opening, self._opening = self._opening, None
        if opening is None or opening.cancel() or opening.exception() is not None:
            return
        finders = opening.result()
        with finders.tracker, finders.people:
            pass
