"""`formcheck history`: what was kept from one session to the next."""

import gc
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formcheck.cli.say import say, show, talk
from formcheck.errors import HistoryError, UnknownActivityError

if TYPE_CHECKING:
    from formcheck.history.digest import HistoryDigest, Line
    from formcheck.history.store import History

# Sentences about trends look back so far, whatever is shown.
_WEEKS_OF_TRENDS = 5
_MOST_SETS_OF_OTHERS = 120


class Day(click.ParamType):  # type: ignore[type-arg]  # not in every version of click
    """A date, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date."""
        from formcheck.history.since import day

        try:
            return day(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.group(invoke_without_command=True, short_help="Show, export and erase what was kept of your sessions.")
@click.option("--since", "since_text", default="30d", show_default=True, metavar="SPAN",
              help="From when on: 30d, 4w, 6m, 1y, a date such as 2026-11-03, or all.")  # fmt: skip
@click.option("-a", "--activity", default=None, metavar="NAME", help="Only this lift, or desk.")
@click.option("--athlete", default=None, metavar="NAME", help="Whose history; else what has no name.")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write one page with plots, which needs no network.")  # fmt: skip
@click.option("--force", is_flag=True, help="With --html: replace a file that formcheck has not written.")
@click.pass_context
def history(
    context: click.Context,
    since_text: str,
    activity: str | None,
    athlete: str | None,
    page: Path | None,
    force: bool,
) -> None:
    """Show sets, sitting and neck exercises over time, each with its error.

    live and desk keep their numbers, and analyze does with --log: never pictures. A change is called one only
    where it is larger than the measurement can err.
    """
    if context.invoked_subcommand is not None:
        return
    if page is not None:
        from formcheck.sinks.own_page import refuse_page_of_others

        refuse_page_of_others(page, force=force)
    _without_gc(context)
    from formcheck.history.since import since
    from formcheck.history.words import number_of_day

    today = datetime.now().astimezone().date()
    try:
        first = since(since_text, today)
    except ValueError as error:
        raise click.BadParameter(str(error), context, param_hint="--since") from None
    since_day = None if first is None else number_of_day(first)
    with opened() as kept:
        whose, others = _whose(kept, athlete)
        digest = _digest(kept, whose, activity, since_day, number_of_day(today))
        lines = {} if page is None else _other_lines(kept, digest)
        lifts = kept.activities(whose) if digest.is_empty and activity not in (None, "desk") else ()
    if digest.is_empty:
        talk(_nothing(since_text, whose, others, activity, lifts))
    if page is not None:
        from formcheck.history.page import write_page

        write_page(digest, page, lines)
        show(f"written: {page}")
    elif not digest.is_empty:
        from formcheck.cli.history_text import print_history
        from formcheck.cli.look import Look

        print_history(digest, others, Look.of(sys.stdout))


@history.command("export")
@click.option("--csv", "kind", flag_value="csv", help="Tables: sets, reps, minutes and exercises.")
@click.option("--json", "kind", flag_value="json", help="Everything, as import reads it.")
@click.option("--parquet", "kind", flag_value="parquet", help="The tables as Parquet (extra: batch).")
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="PATH",
              help="A file for JSON, a folder for tables.  [default: formcheck-history]")  # fmt: skip
@click.option("--athlete", default=None, metavar="NAME", help="Only theirs.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
def export(kind: str | None, out: Path | None, athlete: str | None, force: bool) -> None:
    """Write everything that is kept into files."""
    from formcheck.history.export import export_csv, export_json, export_parquet
    from formcheck.history.wanted import Wanted

    write = {"csv": export_csv, "json": export_json, "parquet": export_parquet}.get(kind or "")
    if write is None:
        raise click.UsageError("give one of --csv, --json and --parquet")
    _without_gc(click.get_current_context())
    target = out or Path("formcheck-history.json" if kind == "json" else "formcheck-history")
    with opened() as kept:
        for path in write(kept, target, Wanted(athlete=athlete), force=force):
            show(f"written: {path}")
        if kept.notice:
            say(kept.notice)


@history.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
def import_(files: tuple[Path, ...]) -> None:
    """Add what was exported as JSON; what is there already is not doubled."""
    from formcheck.history.export import read_json

    _without_gc(click.get_current_context())
    records = [record for file in files for record in read_json(file)]
    with opened(reading=False) as kept:
        count = kept.add_all(records)
    show(f"{count} records imported")


@history.command("delete")
@click.option("--before", type=Day(), metavar="DATE", help="Only of days before this one, YYYY-MM-DD.")
@click.option("--athlete", default=None, metavar="NAME", help='Only theirs; "" is who has no name.')
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(before: date | None, athlete: str | None, yes: bool) -> None:
    """Erase it, so that nothing of it is left in the file."""
    from formcheck.history.place import aside_files, history_path
    from formcheck.history.words import number_of_day

    if not history_path().exists() and not aside_files(history_path()):
        talk("there is no history")
        return
    what = "everything" if athlete is None else f"everything of {athlete or 'who has no name'}"
    what += "" if before is None else f" before {before.isoformat()}"
    if not yes:
        click.confirm(f"Erase {what} from the history for good?", abort=True, err=True)
    with opened(reading=False) as kept:
        count = kept.delete(before_day=None if before is None else number_of_day(before), athlete=athlete)
        left = aside_files(kept.path)
    show(f"{count} records erased")
    if left:
        say(f"{left[0].name} was set aside earlier and may hold more; delete without options erases it too")


def _without_gc(context: click.Context) -> None:
    """Thousands of records and nothing in circles: looking for circles takes a fifth of the time, or half."""
    gc.disable()
    context.call_on_close(gc.enable)


def opened(*, reading: bool = True) -> "History":
    """The history; what was set aside is said."""
    from formcheck.history.store import open_history

    kept = open_history(reading=reading)
    if kept.notice:
        say(kept.notice)
        kept.notice = ""
    return kept


def _whose(kept: "History", athlete: str | None) -> tuple[str, tuple[str, ...]]:
    """Whose history is shown, and who else has one.

    Raises:
        HistoryError: If the name is not known, or several are and none was given.
    """
    known = kept.athletes()
    if athlete is not None:
        if athlete not in known and known:
            raise HistoryError(f"nothing is kept of {athlete!r}; there are: {_named(known)}")
        return athlete, ()
    if "" in known or not known:
        return "", tuple(name for name in known if name)
    if len(known) > 1:
        raise HistoryError(
            f"there are several people in the history: add --athlete with one of {_named(known)}"
        )
    return known[0], ()


def _named(names: tuple[str, ...]) -> str:
    return ", ".join(name or '""' for name in names)


def _digest(
    kept: "History", whose: str, activity: str | None, since_day: int | None, today: int
) -> "HistoryDigest":
    from formcheck.history.digest import digest_of
    from formcheck.history.wanted import Wanted

    back = None if since_day is None else min(since_day, today - 7 * _WEEKS_OF_TRENDS)
    wanted = Wanted(since_day=back, athlete=whose, activity=_id_of(activity))
    is_lift, all_of_it = activity not in (None, "desk"), activity is None
    digest = digest_of(
        whose,
        kept.sets(wanted) if is_lift or all_of_it else (),
        kept.hours(wanted) if not is_lift else (),
        kept.mobility(Wanted(since_day=since_day, athlete=whose)) if all_of_it else (),
        since_day=since_day,
        today=today,
    )
    if kept.notice:
        say(kept.notice)
    return digest


def _other_lines(kept: "History", digest: "HistoryDigest") -> "dict[str, list[Line]]":
    """Lift -> what its rules measure; of a long history of some of its sets."""
    from formcheck.history.digest import measure_lines
    from formcheck.history.sets import MAIN

    found = {}
    for lift in digest.lifts:
        every = -(-len(lift.sets) // _MOST_SETS_OF_OTHERS)
        sets = kept.numbered_sets([one.number for one in lift.sets[::every]])
        names = dict.fromkeys(name for one in sets for name in one.numbers if name not in MAIN)
        found[lift.activity] = list(measure_lines(sets, names))
    return found


def _id_of(activity: str | None) -> str | None:
    """Its id, also of an activity of one's own that is no file here."""
    from formcheck.activities.find import named

    if activity is not None:
        with suppress(UnknownActivityError):
            return named(activity)
    return activity


def _nothing(
    since_text: str, whose: str, others: tuple[str, ...], activity: str | None, lifts: tuple[str, ...]
) -> str:
    of = f" of {whose}" if whose else ""
    if activity is not None and lifts:
        lift = _id_of(activity)
        if lift not in lifts:
            return f"no sets of {lift!r} are kept{of}; there are: {', '.join(lifts)}"
        return f"no sets of {lift} are kept{of} of this time ({since_text}); --since all shows everything"
    if others:
        return f"nothing without a name is kept; add --athlete with one of {_named(others)}"
    return (
        f"nothing{of} is kept of this time ({since_text}): live keeps each set, analyze does with --log; "
        "--since all shows everything"
    )
