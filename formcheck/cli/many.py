"""What the names on a command line come to: one source, or a batch."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.batch.sources import Found, Location, find_sources
from formcheck.calibration.starting_neutral import ProfileWish
from formcheck.calibration.store import ProfileStore
from formcheck.cli.batch_options import BatchOptions, Printed
from formcheck.cli.careful import notes_of
from formcheck.cli.say import say
from formcheck.cli.single import Single
from formcheck.cores import cores
from formcheck.pose.recording_name import is_recording
from formcheck.source.picture import is_picture

# A process takes a second to start. A recording or a picture is done in a fraction of that.
_QUICK_ONES = 8


def analyze_named(
    names: Sequence[Location],
    out: Location,
    wanted: Activity | tuple[Activity, ...],
    options: AnalysisOptions,
    rule_files: Sequence[Path],
    batch: BatchOptions,
    printed: Printed,
) -> int:
    """Analyse what is named and print what was found; the exit code.

    Args:
        names: Files, folders, patterns, or addresses of shared storage.
        out: Where the results go.
        wanted: What they show, or several activities of which the one that a source shows is found out.
        options: How they are analysed.
        rule_files: Files that are read beside them.
        batch: How a batch is done.
        printed: What is printed.

    Raises:
        FormcheckError: If one source cannot be analysed, or no batch begun.
    """
    found = find_sources(names, out)
    if _is_single(found, out, batch):
        source = found.sources[0].at
        assert isinstance(source, Path)
        assert isinstance(out, Path)
        options = replace(options, at_once=batch.jobs or cores())
        single = Single(wanted, options, out, quiet=printed.quiet, as_json=printed.as_json)
        return single.analyze(source, rule_files, printed.fail_on)
    # Many films are for other processes, which load their own.
    return _analyze_batch(found, out, wanted, replace(options, early=None), rule_files, batch, printed)


def _analyze_batch(
    found: Found,
    out: Location,
    wanted: Activity | tuple[Activity, ...],
    options: AnalysisOptions,
    rule_files: Sequence[Path],
    batch: BatchOptions,
    printed: Printed,
) -> int:
    # Here, not above: they load what starts and asks other processes, which one film does without.
    from formcheck.batch.prepare import prepare, seen_by_all
    from formcheck.cli.batch import Asked, analyze_batch

    if batch.scheduler is not None:
        found, out = seen_by_all(found, out)
        options = _for_others(options)
    jobs = _jobs(found, batch.jobs)
    if batch.jobs is None and batch.scheduler is None:
        options = replace(options, at_once=max(1, cores() // jobs))  # fewer films than cores
    ready = prepare(
        found,
        out,
        wanted,
        options,
        resume=batch.resume,
        athlete_by_folder=batch.athlete_by_folder,
        also_read=rule_files,
    )
    _tell_of_notes({task.athlete for task in ready.tasks} - {""})
    return analyze_batch(ready, Asked(jobs, batch.scheduler, printed.quiet, printed.as_json, printed.fail_on))


def _is_single(found: Found, out: Location, batch: BatchOptions) -> bool:
    wants_batch = found.many or batch.resume or batch.scheduler is not None or batch.athlete_by_folder
    at = [source.at for source in found.sources]
    return (
        len(at) == 1
        and not found.problems
        and not wants_batch
        and isinstance(at[0], Path)
        and isinstance(out, Path)
    )


def _jobs(found: Found, asked: int | None) -> int:
    """How many sources at a time; no process is started that has nothing to do, or too little."""
    paths = [Path(source.path) for source in found.sources]
    if asked is not None:
        return min(asked, max(1, len(paths)))
    quick = sum(is_recording(path) or is_picture(path) for path in paths)
    return max(1, min(cores(), len(paths) - quick + quick // _QUICK_ONES))


def _tell_of_notes(athletes: set[str]) -> None:
    """Whose notes on health would have lowered limits, had the athlete been named instead of the folder."""
    for athlete in sorted(athletes):
        if notes_of(athlete):
            say(
                f"the notes on the health of {athlete} lower no limits here; analyse that folder by itself "
                "with --athlete"
            )


def _for_others(options: AnalysisOptions) -> AnalysisOptions:
    """Profiles and history lie on this computer; others would find none, or their own.

    Raises:
        click.UsageError: If one is asked for.
    """
    if options.log is not None:
        raise click.UsageError("--log keeps a history on this computer alone: give it without --cluster")
    if options.profile.name is not None:
        raise click.UsageError("--profile is on this computer alone: with --cluster, use --neutral A:B")
    if options.profile.any and ProfileStore().names():
        say("stored calibrations are on this computer alone; with --cluster they are not used")
    return replace(options, profile=ProfileWish(None, any=False))
