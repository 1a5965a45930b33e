"""`formcheck advice`: what to do about it, with its sources."""

import sys
from typing import TYPE_CHECKING

import click

from formcheck.cli.say import say, show_json
from formcheck.errors import HistoryError

if TYPE_CHECKING:
    from formcheck.advice.content import Situation, Topic
    from formcheck.advice.health import HealthNote
    from formcheck.cli.page import Page

# More at once is not read; the rest is a --all away.
_AT_ONCE = 4
# Trends compare this week with the three before; the neck is that of the last two weeks.
_LOOKED_BACK_DAYS, _LATELY_DAYS = 35, 14


@click.command(short_help="What to do about it: stop signs, breaks, strength, care.")
@click.option("--sources", is_flag=True, help="With the source of every sentence.")
@click.option("--athlete", default="", metavar="NAME", help="Whose history and notes count.")
@click.option("--health", "health", default="", metavar="LIST",
              help="For this once: neck-pain, shoulder-history, arthritis, with commas between.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Everything, whatever the history shows.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def advice(sources: bool, athlete: str, health: str, everything: bool, as_json: bool) -> None:
    """What fits your history and your notes on health, in few sentences. It informs; it does not diagnose.

    Notes on health that stay: formcheck profile health --note arthritis.
    """
    from formcheck.advice.content import INFORMS, content
    from formcheck.advice.health import TITLES
    from formcheck.cli.look import Look
    from formcheck.cli.page import Page

    notes = health_notes(athlete, health)
    known = content()
    situations = (*notes, *_of_history(athlete))
    topics = known.topic if everything else known.topics(situations)
    if as_json:
        show_json(_as_json(topics, situations))
        return
    page = Page(Look.of(sys.stdout))
    shown = topics if everything else topics[:_AT_ONCE]
    if notes:
        page.line(f"With your notes: {', '.join(TITLES[note] for note in notes)}.", hang=2)
        page.space()
    for topic in shown:
        page.heading(topic.title)
        for sentence in topic.sentences:
            source = f" [{sentence.source}]" if sources else ""
            page.line(f"{sentence.text}{source}", indent=2, hang=2)
        page.space()
    if len(shown) < len(topics):
        page.line(
            f"More with --all: {', '.join(topic.title.lower() for topic in topics[len(shown) :])}.", hang=2
        )
        page.space()
    if sources:
        _list_sources(page, shown)
    page.line(INFORMS, hang=2)
    page.echo()


def health_notes(athlete: str, given: str = "") -> "tuple[HealthNote, ...]":
    """The notes that hold today: those that were kept, and those that are given.

    Raises:
        HealthNotesError: If one is not known, or the file cannot be read.
    """
    from datetime import date

    from formcheck.advice.health import NOTES, HealthNotes, known_notes

    kept = HealthNotes().of(athlete).on(date.today())
    wanted = kept | frozenset(known_notes(given.split(",")))
    return tuple(note for note in NOTES if note in wanted)


def _of_history(athlete: str) -> "tuple[Situation, ...]":
    """The situations that the history of somebody shows; where it cannot be read, that is said."""
    from datetime import date

    from formcheck.advice.situations import situations_of
    from formcheck.cli.history import opened
    from formcheck.history.trends import day_of_set, trends
    from formcheck.history.wanted import Wanted
    from formcheck.history.words import number_of_day

    today = number_of_day(date.today())
    wanted = Wanted(since_day=today - _LOOKED_BACK_DAYS, athlete=athlete)
    try:
        with opened() as kept:
            sets, hours = kept.sets(wanted), kept.hours(wanted)
    except HistoryError as error:
        say(str(error))
        return ()
    notable = {trend.kind for trend in trends(sets, hours, today) if trend.is_notable}
    lately = [one for one in sets if day_of_set(one) > today - _LATELY_DAYS]
    flagged = [{rule: tally.flagged for rule, tally in one.rules.items()} for one in lately]
    found = situations_of(notable, flagged, has_history=bool(sets or hours))
    return tuple(sorted(found))


def _list_sources(page: "Page", topics: "tuple[Topic, ...]") -> None:
    from formcheck.advice.content import content

    page.heading("Sources")
    named = dict.fromkeys(sentence.source for topic in topics for sentence in topic.sentences)
    for name in named:
        source = content().source[name]
        page.line(f"[{name}] {source.kind}: {source.text}", indent=2, hang=2)
    page.space()


def _as_json(topics: "tuple[Topic, ...]", situations: "tuple[str, ...]") -> str:
    import json

    from formcheck.advice.content import INFORMS, content

    named = dict.fromkeys(sentence.source for topic in topics for sentence in topic.sentences)
    return json.dumps(
        {
            "informs": INFORMS,
            "situations": list(situations),
            "topics": [topic.model_dump(mode="json") for topic in topics],
            "sources": {name: content().source[name].model_dump(mode="json") for name in named},
        },
        indent=2,
    )
