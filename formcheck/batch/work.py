"""The work on one source, wherever it is done; done twice it gives the same, and harms nothing."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.analysis.analyze import analyze_source
from formcheck.analysis.auto import analyze_auto
from formcheck.analysis.run import never
from formcheck.batch.places import identity
from formcheck.batch.record import content_of, read_record, record_of
from formcheck.batch.results import Results, results_at
from formcheck.batch.storage import fetched
from formcheck.batch.task import Done, Plan, Task, failed
from formcheck.batch.thumbnail import write_thumbnail
from formcheck.errors import FormcheckError
from formcheck.files import write_text
from formcheck.native_memory import keep_for_next
from formcheck.results.result import OutputFiles, WrittenResult
from formcheck.results.summary import Summary
from formcheck.sinks.own_files import RECORD, SUMMARY
from formcheck.source.frame import StreamInfo

Report = Callable[[int, float], None]


def no_report(number: int, share: float) -> None:
    """Nobody wants to know how far a task is."""


def run_task(
    task: Task, plan: Plan, report: Report = no_report, should_stop: Callable[[], bool] = never
) -> Done:
    """Analyse one source, and have its results appear.

    Args:
        task: The source, and the folder of its results.
        plan: What is the same for all.
        report: Told now and then which share of the source has been seen.
        should_stop: Asked after each frame; when true, what was seen is written and marked.

    Returns:
        What became of it. Nothing that is wrong with one source is raised: the others go on.
    """
    keep_for_next()
    try:
        with fetched(task.at) as path:
            return _run(task, plan, path, report, should_stop)
    except FormcheckError as error:
        return failed(task, str(error))
    except Exception as error:  # of one source alone
        if os.environ.get("FORMCHECK_DEBUG"):
            raise
        what = f"something unforeseen happened ({type(error).__name__}: {error})"
        return failed(task, f"{task.at}: {what}; set FORMCHECK_DEBUG=1 to see where")


def _run(task: Task, plan: Plan, path: Path, report: Report, should_stop: Callable[[], bool]) -> Done:
    results = results_at(plan.out)
    before, content, settings = _mark(path), _content(path), _settings(task, plan)
    if plan.resume and content is not None and _is_there(results, task.name, content, settings):
        summary = Summary.model_validate_json(results.read(f"{task.name}/{SUMMARY}") or b"")
        folder = results.shown(task.name)
        return Done(
            task, "unchanged", WrittenResult(summary, OutputFiles(folder, folder / SUMMARY, None, None))
        )
    with results.aside(task.name) as folder:
        result = _analyze(task, plan, path, folder, report, should_stop)
        write_thumbnail(result, folder)
        if not result.summary.interrupted and content is not None and _mark(path) == before:
            record = record_of(identity(task.at), content, settings, folder)
            write_text(folder / RECORD, record.to_json())
        results.publish(folder, task.name, force=plan.options.force)
        result = _at(result, folder, results.shown(task.name))
    return Done(task, "interrupted" if result.summary.interrupted else "done", result)


def _analyze(
    task: Task, plan: Plan, path: Path, folder: Path, report: Report, should_stop: Callable[[], bool]
) -> WrittenResult:
    options, wanted = plan.options, plan.wanted
    if task.athlete and options.notes is not None:
        options = replace(options, notes=options.notes.model_copy(update={"athlete": task.athlete}))
    start_s = options.start_s or 0.0

    def progress(time_s: float, info: StreamInfo) -> None:
        end_s = min(filter(None, (options.end_s, info.duration_s)), default=None)
        if end_s is not None and end_s > start_s:
            report(task.number, min(1.0, max(0.0, (time_s - start_s) / (end_s - start_s))))

    if isinstance(wanted, Activity):
        return analyze_source(path, folder, wanted, options, progress=progress, should_stop=should_stop)
    return analyze_auto(path, folder, wanted, options, progress=progress, should_stop=should_stop)


def _settings(task: Task, plan: Plan) -> str:
    """The hash of all that was asked for; whose a source is, is told by its folder."""
    told = f"{plan.settings}\n{task.athlete}"
    return (
        hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest() if task.athlete else plan.settings
    )


def _is_there(results: Results, name: str, content: str, settings: str) -> bool:
    """Whether results of the same are there, and whole: those that the record tells of."""
    record = read_record(results.read(f"{name}/{RECORD}"))
    if record is None or (record.content, record.settings) != (content, settings):
        return False
    summary = results.read(f"{name}/{SUMMARY}")
    if summary is None or hashlib.sha256(summary).hexdigest() != record.files.get(SUMMARY):
        return False
    others = (pair for pair in record.files.items() if pair[0] != SUMMARY)
    return all(results.size(f"{name}/{file}") == size for file, size in others)


def _content(path: Path) -> str | None:
    """None for what cannot be read: whoever opens it says why."""
    with suppress(OSError, ValueError):
        return content_of(path)
    return None


def _mark(path: Path) -> tuple[int, int] | None:
    """What changes with a file that is still being written."""
    with suppress(OSError, ValueError):
        status = path.stat()
        return status.st_size, status.st_mtime_ns
    return None


def _at(result: WrittenResult, made: Path, final: Path) -> WrittenResult:
    """The result, with its files where they are now."""

    def moved(path: Path) -> Path:
        return final / path.relative_to(made) if path.is_relative_to(made) else path

    parts = tuple(_at(part, made, final) for part in result.parts)
    return replace(result, written=result.written.moved(moved), parts=parts)
