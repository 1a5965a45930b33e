"""Many sources: bars and talk on stderr, results on stdout in their order, an index at the end."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial

import click
from rich.console import Console

from formcheck.batch.cluster import cluster
from formcheck.batch.index.write import Problem, write_index
from formcheck.batch.prepare import Batch
from formcheck.batch.processes import Processes
from formcheck.batch.run import run_batch
from formcheck.batch.task import Done
from formcheck.batch.workers import Elsewhere, Here, Workers
from formcheck.cli.bars import Bars
from formcheck.cli.look import Look
from formcheck.cli.page import Page
from formcheck.cli.say import patient_stderr, say, show_json
from formcheck.cli.signals import ended_by_signals
from formcheck.cli.text import write_result
from formcheck.errors import FormcheckError
from formcheck.evaluation.workers import signals_held
from formcheck.results.result import WrittenResult
from formcheck.rules.finding import Severity
from formcheck.sinks.own_files import SUMMARY

_NONE = -1


@dataclass(frozen=True, slots=True)
class Asked:
    """How a batch is done and told.

    Attributes:
        jobs: How many sources are analysed at a time.
        scheduler: The address of a scheduler whose workers do it; None: this computer does.
        quiet: Print errors only.
        as_json: Print the summaries as JSON.
        fail_on: End with 1 if there is a finding of this severity, or worse.
    """

    jobs: int
    scheduler: str | None
    quiet: bool
    as_json: bool
    fail_on: str | None


def analyze_batch(batch: Batch, asked: Asked) -> int:
    """Do a batch and print what was found; the exit code.

    Raises:
        ClusterError: If there is no scheduler, or one of another version.
        OSError: If results could not be printed; all of them are written.
    """
    run = _Run(batch, asked)
    for problem in batch.problems:
        run.tell_problem(problem)
    if batch.tasks:
        run.do()
    return run.end()


class _Run:
    def __init__(self, batch: Batch, asked: Asked) -> None:
        self._batch, self._asked = batch, asked
        self._problems: list[Problem] = []
        self._failed = False
        self._interrupted = False
        self._worst = _NONE
        self._unchanged, self._finished = 0, 0
        self._ready: dict[int, str | None] = {}
        self._next = 0
        self._names: dict[int, str] = {}
        self._unprinted: OSError | None = None
        shown = not asked.quiet and bool(batch.tasks)
        self._bars = Bars(Console(file=patient_stderr()), len(batch.tasks), shown=shown)

    def tell_problem(self, text: str) -> None:
        """What is wrong with one source, or with a name."""
        self._failed = True
        self._problems.append(Problem("", text))
        say(text)

    def do(self) -> None:
        """All tasks."""
        try:
            with self._workers() as workers, self._bars, ended_by_signals(self._stop):
                for done in run_batch(
                    self._batch.tasks,
                    self._batch.plan,
                    workers,
                    meanwhile=lambda: self._take_news(workers),
                    begun=self._bars.begun,
                    stopped=lambda: self._interrupted,
                ):
                    self._take(done)
        except KeyboardInterrupt:
            with signals_held():  # asked for once more, what is half done would stay
                self._batch.results.clear_left()
            raise

    def end(self) -> int:
        """Write the index, print what is left, and give the exit code."""
        self._print_ready(whole=True)
        self._batch.results.clear_left()
        self._index()
        if self._asked.as_json:
            self._guarded(self._print_json)
        if self._interrupted:
            say(f"interrupted; of {len(self._batch.tasks)} sources {self._finished} are finished; "
                "go on with --resume")  # fmt: skip
            return 130
        if self._unchanged and not self._asked.quiet:
            say(f"{self._unchanged} of {len(self._batch.tasks)} were finished before, and are as they were")
        if self._unprinted is not None:
            raise self._unprinted
        wanted = Severity(self._asked.fail_on).rank if self._asked.fail_on else None
        return int(self._failed or (wanted is not None and self._worst >= wanted))

    @contextmanager
    def _workers(self) -> Iterator[Workers]:
        asked = self._asked
        with ExitStack() as opened:
            workers: Workers
            if asked.scheduler is not None:
                workers = Elsewhere(*opened.enter_context(cluster(asked.scheduler)))
            elif asked.jobs > 1:
                workers = Processes(asked.jobs)
            else:
                workers = Here(self._bars.seen, lambda: self._interrupted)
            opened.enter_context(workers)
            yield workers

    def _stop(self, number: int) -> None:
        self._interrupted = True

    def _take_news(self, workers: Workers) -> None:
        for number, share in workers.news():
            self._bars.seen(number, share)

    def _take(self, done: Done) -> None:
        """What became of a task."""
        task = done.task
        self._bars.done(task)
        self._ready[task.number] = None
        if done.result is None:
            self._tell_failed(done.error)
        elif self._batch.results.size(f"{task.name}/{SUMMARY}") is None:
            self._tell_failed(
                f"{task.at}: its worker wrote the results where this computer does not see them; "
                "give a shared folder with -o"
            )
        else:
            self._take_result(done, done.result)
        self._print_ready()

    def _tell_failed(self, text: str) -> None:
        with self._bars.aside():
            self.tell_problem(text)

    def _take_result(self, done: Done, result: WrittenResult) -> None:
        self._finished += done.state != "interrupted"
        self._unchanged += done.state == "unchanged"
        self._names[done.task.number] = done.task.name
        ranks = (Severity(finding.severity).rank for finding in result.summary.findings)
        self._worst = max(self._worst, *ranks, _NONE)
        if result.written.warnings:
            with self._bars.aside():
                for warning in result.written.warnings:
                    say(warning)
        if done.state != "unchanged" and not self._asked.quiet and not self._asked.as_json:
            page = Page(Look.of(sys.stdout))
            write_result(page, result)
            self._ready[done.task.number] = page.text()

    def _print_ready(self, *, whole: bool = False) -> None:
        """What is next in the order of the sources; at the end all that there is."""
        texts = []
        while self._next in self._ready or (whole and self._ready):
            text = self._ready.pop(self._next, None)
            texts += [] if text is None else [text]
            self._next += 1
        if texts:
            with self._bars.aside() if not whole else nullcontext():
                for text in texts:
                    self._guarded(partial(_print, text))

    def _print_json(self) -> None:
        """The summaries as a list, one after the other: all at once would take memory."""
        numbers = sorted(self._names)
        if not numbers:
            show_json("[]")
        for number in numbers:
            data = self._batch.results.read(f"{self._names[number]}/{SUMMARY}") or b"null"
            before = "[" if number == numbers[0] else ""
            after = "]" if number == numbers[-1] else ","
            show_json(f"{before}{data.decode('utf-8').strip()}{after}")

    def _index(self) -> None:
        if not self._batch.tasks:
            return  # where nothing was found nothing is left behind
        options = self._batch.plan.options
        try:
            write_index(self._batch.results, self._problems, csv=options.csv, force=options.force)
        except FormcheckError as error:
            self._failed = True
            say(str(error))

    def _guarded(self, output: Callable[[], None]) -> None:
        """What cannot be printed is no reason not to analyse what is left; it is told at the end."""
        if self._unprinted is None:
            try:
                output()
            except OSError as error:
                self._unprinted = error


def _print(text: str) -> None:
    click.echo(text, color=Look.of(sys.stdout).styled or None)
