"""`formcheck rules`: what is judged, by which threshold, and where that comes from."""

from pathlib import Path

import click

from formcheck.cli.activity_option import activity_option
from formcheck.cli.say import show

_ACTIVITY = activity_option("Only this activity; without it all.", default=None)


@click.group()
def rules() -> None:
    """List, show and check the rules."""


@rules.command("list")
@_ACTIVITY
def list_rules(activity: str | None) -> None:
    """List all rules with their views and thresholds."""
    from formcheck.activities.find import activity_ids
    from formcheck.activities.load import load_activity
    from formcheck.cli.rule_text import thresholds_text

    for name in [activity] if activity else activity_ids():
        rows = [
            (rule.id, ", ".join(rule.views), "; ".join(thresholds_text(test) for test in rule.tests))
            for rule in load_activity(name).rules
        ]
        widths = [max(len(row[i]) for row in rows) for i in (0, 1)]
        for rule_id, views, thresholds in rows:
            show(f"{rule_id:<{widths[0]}}  {views:<{widths[1]}}  {thresholds}")


@rules.command("show")
@click.argument("rule_id", metavar="ID")
def show_rule(rule_id: str) -> None:
    """Show one rule, such as overhead-press.layback, with its source."""
    from formcheck.activities.load import find_rule
    from formcheck.cli.rule_text import rule_text

    show(rule_text(find_rule(rule_id)))


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
