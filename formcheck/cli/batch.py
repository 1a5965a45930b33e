"""Runs the analyses of one command line: progress and talk on stderr, results on stdout."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.analyze import analyze_source
from formcheck.analysis.auto import analyze_auto
from formcheck.analysis.recorded import folder_name
from formcheck.cli.look import Look
from formcheck.cli.text import print_result
from formcheck.errors import FormcheckError
from formcheck.files import printable
from formcheck.results.result import WrittenResult
from formcheck.rules.finding import Severity
from formcheck.source.frame import StreamInfo

# A longer name would leave no room for the bar.
_LONGEST_NAME = 24


class Batch:
    """One or more videos, one after the other; a bad one does not stop the others.

    Args:
        activity: What they show, or several of which the one that they show is found out.
        options: How they are analysed.
        folder: Where the folders of the results go.
        quiet: Print errors only.
        as_json: Print the summaries as JSON.
    """

    def __init__(
        self,
        activity: Activity | tuple[Activity, ...],
        options: AnalysisOptions,
        folder: Path,
        *,
        quiet: bool,
        as_json: bool,
    ) -> None:
        self._activity, self._options, self._folder = activity, options, folder
        self._quiet, self._as_json = quiet, as_json
        self._console = Console(stderr=True)
        self._results: list[WrittenResult] = []
        self._errors = 0
        self._names: set[str] = set()
        self.interrupted = False

    def analyze(self, video: Path) -> None:
        """Analyse one source and print what was found.

        Raises:
            FormcheckError: If it cannot be read, or its results not written.
        """
        with self._progress(video) as progress, self._stop_on_ctrl_c():
            folder = self._folder / self._folder_name(video)
            watched: Any = {"progress": progress, "should_stop": lambda: self.interrupted}
            if isinstance(self._activity, Activity):
                result = analyze_source(video, folder, self._activity, self._options, **watched)
            else:
                result = analyze_auto(video, folder, self._activity, self._options, **watched)
        self._results.append(result)
        for warning in result.written.warnings:
            _say(warning)
        if self.interrupted:
            _say("interrupted; what was seen until then is written")
        if not self._quiet and not self._as_json:
            print_result(result, Look.of(sys.stdout))

    def failed(self, error: FormcheckError) -> None:
        """Say what went wrong with one of several sources."""
        self._errors += 1
        _say(str(error))

    def print_json(self, *, as_list: bool) -> None:
        """Print the summaries, if that was asked for.

        Args:
            as_list: Whether several sources were named: their summaries are a list, however many came
                to be before an error or Ctrl-C.
        """
        if not self._as_json:
            return
        texts = [result.summary.to_json().strip() for result in self._results]
        click.echo("[" + ",\n".join(texts) + "]" if as_list else texts[0])

    def exit_code(self, fail_on: str | None) -> int:
        """0, or 1 after an error or a finding that was asked to fail, or 130 after Ctrl-C."""
        if self.interrupted:
            return 130
        if self._errors:
            return 1
        worst = Severity(fail_on).rank if fail_on else 99
        findings = [f for result in self._results for f in result.summary.findings]
        return int(any(Severity(f.severity).rank >= worst for f in findings))

    def _folder_name(self, video: Path) -> str:
        """Two sources of the same name do not share a folder."""
        base, number = folder_name(video), 2
        name = base
        while name in self._names:
            name, number = f"{base}-{number}", number + 1
        self._names.add(name)
        return name

    @contextmanager
    def _progress(self, video: Path) -> Iterator[Any]:
        if self._quiet or not self._console.is_terminal:
            with nullcontext():
                yield lambda time_s, info: None
            return
        columns = (
            TextColumn("[bold]{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("ready in"), TimeRemainingColumn(compact=True),
        )  # fmt: skip
        with Progress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task(_shortened(printable(video.name)), total=None)

            def update(time_s: float, info: StreamInfo) -> None:
                start_s = self._options.start_s or 0.0
                end_s = self._options.end_s or info.duration_s
                total_s = None if end_s is None else max(0.1, min(end_s, info.duration_s or end_s) - start_s)
                bar.update(task, total=total_s, completed=time_s - start_s)

            yield update

    @contextmanager
    def _stop_on_ctrl_c(self) -> Iterator[None]:
        """The first Ctrl-C ends the analysis in good order, the second at once."""

        def stop(number: int, frame: FrameType | None) -> None:
            if self.interrupted:
                raise KeyboardInterrupt
            self.interrupted = True

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _say(text: str) -> None:
    """One line, whatever a file's name holds."""
    click.echo(f"formcheck: {' '.join(text.split())}", err=True)
