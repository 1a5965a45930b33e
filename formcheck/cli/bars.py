"""The bars of a batch: one for the whole, and one for each source that is being analysed."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from formcheck.batch.task import Task
from formcheck.files import printable

# A longer name would leave no room for the bar.
LONGEST_NAME = 24
# How far back the speed is looked at from which the rest is reckoned; sources differ.
_LOOK_BACK_S = 300.0


def shortened(name: str) -> str:
    """A name that leaves room for a bar; nothing in it steers the terminal."""
    text = printable(name).replace("\n", "?").replace("\t", "?")
    return escape(text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…")


class Bars:
    """The bars on a terminal; nothing where there is none.

    Args:
        console: Where they are shown.
        count: How many sources there are.
        shown: Whether they are wanted.
    """

    def __init__(self, console: Console, count: int, *, shown: bool) -> None:
        self._count, self._done = count, 0
        self._shares: dict[int, float] = {}
        self._running: dict[int, TaskID] = {}
        columns = (
            TextColumn("[bold]{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("ready in"), TimeRemainingColumn(compact=True),
        )  # fmt: skip
        self._bars = Progress(
            *columns,
            console=console,
            transient=True,
            disable=not (shown and console.is_terminal),
            speed_estimate_period=_LOOK_BACK_S,
        )
        self._whole = self._bars.add_task(self._words(), total=float(count))

    def begun(self, task: Task) -> None:
        """A source is being analysed."""
        if task.number not in self._running:
            self._running[task.number] = self._bars.add_task(shortened(task.name), total=1.0)

    def seen(self, number: int, share: float) -> None:
        """So much of it has been seen."""
        if number in self._running:
            self._shares[number] = share
            self._bars.update(self._running[number], completed=share)
            self._bars.update(self._whole, completed=self._done + sum(self._shares.values()))

    def done(self, task: Task) -> None:
        """It is done, or failed."""
        self._done += 1
        self._shares.pop(task.number, None)
        if task.number in self._running:
            self._bars.remove_task(self._running.pop(task.number))
        completed = self._done + sum(self._shares.values())
        self._bars.update(self._whole, description=self._words(), completed=completed)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bars off the screen while something is printed."""
        self._bars.stop()
        try:
            yield
        finally:
            self._bars.start()

    def __enter__(self) -> "Bars":
        self._bars.start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._bars.stop()

    def _words(self) -> str:
        return f"{self._done} of {self._count}"
