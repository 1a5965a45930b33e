"""Analyses one source: progress and talk on stderr, the result on stdout."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.analyze import analyze_source, refuse_inputs
from formcheck.analysis.auto import analyze_auto
from formcheck.analysis.recorded import folder_name
from formcheck.cli.bars import shortened
from formcheck.cli.look import Look
from formcheck.cli.say import patient_stderr, say, show_json
from formcheck.cli.signals import ended_by_signals
from formcheck.cli.text import print_result
from formcheck.errors import OutputError
from formcheck.results.result import WrittenResult
from formcheck.rules.finding import Severity
from formcheck.sinks.output_folder import clear_left_below
from formcheck.source.frame import StreamInfo


class Single:
    """One source, analysed by this process.

    Args:
        activity: What it shows, or several of which the one that it shows is found out.
        options: How it is analysed.
        folder: Where the folder of its results goes.
        quiet: Print errors only.
        as_json: Print the summary as JSON.
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
        self._activity, self._options, self._out = activity, options, folder
        self._quiet, self._as_json = quiet, as_json
        self._console = Console(file=patient_stderr())
        self._interrupted = False

    def analyze(self, source: Path, rule_files: Sequence[Path], fail_on: str | None) -> int:
        """Analyse it, print what was found, and give the exit code.

        Args:
            source: The source.
            rule_files: Files that are read beside it.
            fail_on: End with 1 if there is a finding of this severity, or worse.

        Raises:
            FormcheckError: If it cannot be read, or its results not written.
            OSError: If the result could not be printed; it is written.
        """
        folder = self._folder_of(source)
        refuse_inputs([source, *rule_files], source, folder)
        clear_left_below(self._out)
        result = self._analyzed(source, folder)
        for warning in result.written.warnings:
            say(warning)
        if self._interrupted:
            say("interrupted; what was seen until then is written")
        unprinted = self._print(result)
        if self._interrupted:
            return 130
        if unprinted is not None:
            raise unprinted
        worst = Severity(fail_on).rank if fail_on else 99
        return int(any(Severity(finding.severity).rank >= worst for finding in result.summary.findings))

    def _analyzed(self, source: Path, folder: Path) -> WrittenResult:
        with self._progress(source) as progress, ended_by_signals(self._stop):
            watched: Any = {"progress": progress, "should_stop": lambda: self._interrupted}
            if isinstance(self._activity, Activity):
                return analyze_source(source, folder, self._activity, self._options, **watched)
            return analyze_auto(source, folder, self._activity, self._options, **watched)

    def _folder_of(self, source: Path) -> Path:
        folder = self._out / folder_name(source)
        if os.path.islink(folder):  # noqa: PTH114 - one that cannot be looked at is none
            raise OutputError(f"{folder} is a link elsewhere; remove it, or choose another folder with -o")
        return folder

    def _print(self, result: WrittenResult) -> OSError | None:
        """Print the result; what cannot be printed is told when all else is done."""
        try:
            if self._as_json:
                show_json(result.summary.to_json())
            elif not self._quiet:
                print_result(result, Look.of(sys.stdout))
        except OSError as error:
            return error
        return None

    def _stop(self, number: int) -> None:
        self._interrupted = True

    @contextmanager
    def _progress(self, source: Path) -> Iterator[Any]:
        if self._quiet or not self._console.is_terminal:
            with nullcontext():
                yield lambda time_s, info: None
            return
        columns = (
            TextColumn("[bold]{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("ready in"), TimeRemainingColumn(compact=True),
        )  # fmt: skip
        with Progress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task(shortened(source.name), total=None)

            def update(time_s: float, info: StreamInfo) -> None:
                start_s = self._options.start_s or 0.0
                end_s = self._options.end_s or info.duration_s
                total_s = None if end_s is None else max(0.1, min(end_s, info.duration_s or end_s) - start_s)
                bar.update(task, total=total_s, completed=time_s - start_s)

            yield update
