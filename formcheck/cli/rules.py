"""`formcheck rules`: what is judged, by which threshold, and where that comes from."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formcheck.cli.activity_option import ActivityName, activity_option
from formcheck.cli.say import show

if TYPE_CHECKING:
    from formcheck.activities.activity import Activity
    from formcheck.rules.rule import Rule


class _Judged(ActivityName):
    """An activity, or a neck exercise by its id or its short name."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Its id, or the path as it is."""
        from formcheck.activities.moves import MOVE_ALIASES, ROUTINE

        move = MOVE_ALIASES.get(value, value)
        return move if move in ROUTINE else super().convert(value, param, ctx)


@click.group()
def rules() -> None:
    """List, show and check the rules."""


@rules.command("list")
@click.option("-a", "--activity", type=_Judged(auto=False), default=None,
              help="Only this activity or neck exercise; without it all. Also by a short name, such as press "
              "or tuck, or by a .toml file.")  # fmt: skip
def list_rules(activity: str | None) -> None:
    """List all rules with their views and thresholds."""
    from formcheck.cli.rule_text import thresholds_text

    for judged in _judged(activity):
        rows = [
            (rule.id, ", ".join(rule.views), "; ".join(thresholds_text(test) for test in rule.tests))
            for rule in judged.rules
        ]
        widths = [max(len(row[i]) for row in rows) for i in (0, 1)]
        for rule_id, views, thresholds in rows:
            show(f"{rule_id:<{widths[0]}}  {views:<{widths[1]}}  {thresholds}")


@rules.command("show")
@click.argument("rule_id", metavar="ID")
def show_rule(rule_id: str) -> None:
    """Show one rule, such as overhead-press.layback, with its source."""
    from formcheck.cli.rule_text import rule_text

    show(rule_text(_found(rule_id)))


@rules.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@activity_option("The activity it is for.", default="overhead-press")
def check_rules(file: Path, activity: str) -> None:
    """Check a rule file, or a whole activity file.

    Says what is wrong with it, or which rules it changes or adds.
    """
    from formcheck.activities.load import check_file

    changed = check_file(file, activity)
    show(f"{file}: fine: {', '.join(changed) if changed else 'changes nothing'}")


def _judged(activity: str | None) -> "Iterator[Activity]":
    """What has rules: the activities, then the neck exercises."""
    from formcheck.activities.find import activity_ids
    from formcheck.activities.load import load_activity
    from formcheck.activities.moves import ROUTINE, load_move

    for name in [activity] if activity else (*activity_ids(), *ROUTINE):
        yield load_move(name) if name in ROUTINE else load_activity(name)


def _found(rule_id: str) -> "Rule":
    """A rule by its full id, also of a neck exercise, or by its short one.

    Raises:
        RuleError: If there is none.
    """
    from formcheck.activities.load import find_rule
    from formcheck.activities.moves import ROUTINE, load_move

    name = rule_id.partition(".")[0]
    rules_of = load_move(name).rules if name in ROUTINE else ()
    return next((rule for rule in rules_of if rule.id == rule_id), None) or find_rule(rule_id)
