"""Writes the tables in docs/ that come from the code: run it after changing a rule or a measure.

    python scripts/make_docs.py [--check]

With --check nothing is written, and the exit code is 1 if a file is not up to date.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from formcheck.activities.find import own_activity_ids
from formcheck.activities.load import load_activity, variant_ids
from formcheck.cli.rule_text import looked_at, thresholds_text
from formcheck.pose.fits import Fit
from formcheck.pose.models import own_fits, pose_model_names
from formcheck.results.words import listing, tag_text
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Rule

_ROOT = Path(__file__).resolve().parent.parent


def rules_page() -> str:
    """docs/rules.md: every rule with its thresholds and source."""
    lines = [
        "# Rules",
        "",
        "Made by `python scripts/make_docs.py` from the activities' TOML files. Where no research and no",
        "standard is named, no study stands behind the number: change it with `--rules FILE` as you like.",
        "",
    ]
    for name in own_activity_ids():
        activity = load_activity(name)
        lines += [f"## {activity.title} (`{name}`)", "", *_table(activity.rules)]
        for variant in variant_ids(name):
            other = load_activity(name, variant=variant)
            lines += [f"### {other.title} (`{name} --variant {variant}`)", "", "Where it differs:", ""]
            lines += _table([rule for rule in other.rules if rule != activity.rule(rule.id)])
    return "\n".join(lines)


def _table(rules: Iterable[Rule]) -> list[str]:
    lines = ["| rule | judged from | looks at | thresholds | source |", "|---|---|---|---|---|"]
    for rule in rules:
        tests = "<br>".join(thresholds_text(test) for test in rule.tests)
        certain = "<br>only when past it by more than its error" if rule.certain_only else ""
        certain += "<br>poor when found in two of three reps" if rule.poor_when_repeated else ""
        certain += f"<br>not in a rep with {' or '.join(rule.misled_by)}" if rule.misled_by else ""
        load = "" if rule.load is None else f"<br>with {'a bar' if rule.load == 'bar' else 'dumbbells'} only"
        cells = (
            f"`{rule.short_id}`<br>{rule.title}{load}",
            ", ".join(rule.views),
            looked_at(rule),
            tests + certain,
            f"{rule.source.text} *({tag_text(rule.source.tag)})*",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def measures_page() -> str:
    """docs/measures.md: every measure with its error per view, and whose errors they are."""
    fitted = [name for name in pose_model_names() if own_fits(name, Fit.ERRORS) is not None]
    others = [f"`{name}`" for name in pose_model_names() if name not in fitted]
    unknown = listing([*others, "models of your own", "recordings that do not say their model"])
    lines = [
        "# Measures",
        "",
        "Made by `python scripts/make_docs.py` from the code and the fits of the pose models. The error is",
        "the typical one (root mean square) from that view; a view that is not listed cannot give the",
        "measure.",
        "",
        "An error belongs to the pose model that it was fitted on: these are of the model",
        f"{listing([f'`{name}`' for name in fitted])}. Of {unknown},",
        "errors are not known, and none is stated.",
        "",
    ]
    for name in fitted:
        lines += [f"## Errors of `{name}`", ""] if len(fitted) > 1 else []
        lines += [*_measures(name), ""]
    return "\n".join(lines)


def _measures(model: str) -> list[str]:
    lines = [f"| measure | what it is | unit | error with `{model}`, by view |", "|---|---|---|---|"]
    for measure in quantities(model).values():
        errors = ", ".join(f"{view} {error:g}" for view, error in measure.errors.items())
        name = f"`{measure.name}`" + (" (left, right)" if measure.paired else "")
        lines.append(f"| {name} | {measure.about} | {measure.unit} | {errors} |")
    return lines


def main() -> int:
    """Write the pages, or check them."""
    stale = []
    for name, text in (("rules.md", rules_page()), ("measures.md", measures_page())):
        path = _ROOT / "docs" / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        print(f"not up to date: {', '.join(stale)}; run python scripts/make_docs.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
