"""`formcheck profile`: the stored calibrations."""

import sys
from typing import TYPE_CHECKING

import click

from formcheck.cli.say import say, show, show_json, talk

if TYPE_CHECKING:
    from formcheck.calibration.profile import Profile
    from formcheck.cli.page import Page


@click.group()
def profile() -> None:
    """List, show and delete stored calibrations."""


@profile.command("list")
def list_profiles() -> None:
    """List the profiles, and what is wrong with those that cannot be used."""
    from formcheck.calibration.store import ProfileStore

    store = ProfileStore()
    stored = tuple(store.all())
    if not stored:
        talk(f"no profiles in {store.folder}; make one with formcheck calibrate")
        return
    rows = [("name", "for", "view", "picture", "made"), *(_row(s.profile) for s in stored if s.profile)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        show("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for broken in stored:
        if broken.profile is None:
            say(broken.complaint)


@profile.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the file itself.")
def show_profile(name: str, as_json: bool) -> None:
    """Show what a profile holds."""
    from formcheck.calibration.store import ProfileStore
    from formcheck.cli.look import Look
    from formcheck.cli.page import Page

    store = ProfileStore()
    shown = store.load(name)
    if as_json:
        show_json(shown.to_json())
        return
    page = Page(Look.of(sys.stdout))
    write_profile(page, shown)
    page.space()
    page.as_it_is(str(store.path(name)))
    page.echo()


@profile.command("delete")
@click.argument("name")
def delete_profile(name: str) -> None:
    """Delete a profile, also a broken one."""
    from formcheck.calibration.store import ProfileStore

    show(f"deleted {ProfileStore().delete(name)}")


@profile.command("health")
@click.option("--athlete", default="", metavar="NAME", help="Whose notes; yours if left out.")
@click.option("--note", "notes", multiple=True, metavar="NOTE",
              help="neck-pain (for today), shoulder-history, arthritis; may be repeated.")  # fmt: skip
@click.option("--forget", is_flag=True, help="Take all notes back.")
def health(athlete: str, notes: tuple[str, ...], forget: bool) -> None:
    """Note what the program cannot see, so that limits and advice fit; or show what is noted.

    The notes stay on this computer, in a file that nobody else may read.
    """
    from datetime import date

    from formcheck.advice.health import TITLES, Health, HealthNotes, known_notes

    store, today = HealthNotes(), date.today()
    if forget:
        store.keep(athlete, Health())
        show("forgotten")
        return
    wanted = known_notes(notes)
    known = store.of(athlete)
    if wanted:
        known = known.noted(wanted, today)
        store.keep(athlete, known)
    told = [TITLES[note] for note in sorted(known.on(today))]
    show(", ".join(told) if told else "nothing is noted")


def write_profile(page: "Page", shown: "Profile") -> None:
    """A profile for people."""
    from formcheck.calibration.fit import kind_text
    from formcheck.results.digest import unit_of_column
    from formcheck.results.words import listing, measured, readable

    camera = shown.camera
    taken = f"{shown.seconds:.1f} s, {shown.frames} frames" if shown.seconds else f"{shown.frames} pictures"
    page.line(
        (f"{shown.name}: ", "heading"),
        f"for {kind_text(shown.kind)}, {camera.view} view, {camera.width_px}x{camera.height_px}, "
        f"made {shown.made:%Y-%m-%d %H:%M} from {taken}, pose model {shown.model or 'unknown'}",
        hang=2,
    )
    sizes = [f"{name.replace('_', ' ')} {100 * share:.0f} %" for name, share in camera.sizes.items()]
    page.space()
    page.line(f"In the picture, of its height: {listing(sizes) or 'not known'}", hang=2)
    page.space()
    if shown.sessions:
        days = listing([f"{each.made:%Y-%m-%d}" for each in shown.sessions])
        page.line(f"You sat as well on {days}; limits lie outside of what differed.", hang=2)
        page.space()
    page.heading("At rest, and how much that varied")
    rests = [(readable(name), name, rest) for known in shown.neutral.values() for name, rest in known.items()]
    width = max((len(words) for words, _, _ in rests), default=0)
    for words, name, rest in rests:
        page.line(
            f"{words:<{width}}  {measured(rest.median, rest.spread, unit_of_column(name))}", indent=2, hang=2
        )


def _row(shown: "Profile") -> tuple[str, ...]:
    camera = shown.camera
    size = f"{camera.width_px}x{camera.height_px}"
    return (shown.name, shown.kind, camera.view.value, size, f"{shown.made:%Y-%m-%d}")
