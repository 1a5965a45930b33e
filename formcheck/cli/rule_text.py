"""A rule in words."""

from formcheck.measurements.catalog import catalog
from formcheck.phases.rep import REP_MEASURES
from formcheck.rules.rule import Rule, Test
from formcheck.sinks.report_text import tag_text

_COMPARE = {"absolute": "", "change": " from neutral", "ratio": " to neutral"}


def thresholds_text(test: Test) -> str:
    """Such as "trunk_inclination_deg change from neutral: caution < -10, poor < -20 deg"."""
    unit = REP_MEASURES.get(test.measure) or catalog()[test.measure].unit
    compare = "" if test.compare == "absolute" else f" {test.compare}{_COMPARE[test.compare]}"
    limits = [
        f"{name} {sign} {value:g}"
        for given, sign in ((test.above, ">"), (test.below, "<"))
        if given is not None
        for name, value in (("caution", given.caution), ("poor", given.poor))
        if value is not None
    ]
    shown = "x" if test.compare == "ratio" else unit
    return f"{test.measure}{compare}: {', '.join(limits)} {shown}"


def rule_text(rule: Rule) -> str:
    """Everything that a rule says, for people."""
    lines = [
        f"{rule.id}: {rule.title}",
        f"  judged from   {', '.join(rule.views)}",
        f"  looks at      {', '.join(rule.phases) or 'the rep as a whole'}",
        *(f"  threshold     {thresholds_text(test)}" for test in rule.tests),
    ]
    if rule.when == "during":
        lines.append(f"  must last     caution {rule.hold_s.caution:g} s, poor {rule.hold_s.poor:g} s")
        lines.append(f"  ends at       {rule.hysteresis:.0%} of the threshold")
    if rule.certain_only:
        lines.append("  counts        only when past the threshold by more than its own error")
    lines += [
        f"  on screen     {rule.cue}",
        f"  spoken        {rule.spoken}",
        f"  advice        {rule.advice}",
        f"  source        {tag_text(rule.source.tag)}: {rule.source.text}",
    ]
    return "\n".join(lines)
