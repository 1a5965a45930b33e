"""A rule in words."""

from formcheck.results.words import tag_text
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check, Condition, Rule

_COMPARE = {"absolute": "", "change": " from neutral", "ratio": " to neutral"}


def thresholds_text(test: Check) -> str:
    """Such as "trunk_inclination_deg change from neutral: caution < -10, poor < -20 deg"."""
    limits = [
        f"{name} {sign} {value:g}"
        for given, sign in ((test.above, ">"), (test.below, "<"))
        if given is not None
        for name, value in (("caution", given.caution), ("poor", given.poor))
        if value is not None
    ]
    spread = "range of " if test.reduce == "range" else ""
    text = f"{spread}{_compared(test)}: {', '.join(limits)} {_unit(test)}"
    if test.load is not None:
        text += f", with {'a bar' if test.load == 'bar' else test.load}"
    if test.only_while is not None:
        text += f", while {_condition_text(test.only_while)}"
    return text if test.poor_also is None else f"{text}, poor only with {_condition_text(test.poor_also)}"


def _condition_text(condition: Condition) -> str:
    sign, limit = (">", condition.above) if condition.above is not None else ("<", condition.below)
    return f"{_compared(condition)} {sign} {limit:g} {_unit(condition)}"


def _compared(tested: Check | Condition) -> str:
    compare = "" if tested.compare == "absolute" else f" {tested.compare}{_COMPARE[tested.compare]}"
    return f"{tested.measure}{compare}"


def _unit(tested: Check | Condition) -> str:
    if tested.compare == "ratio":
        return "x"
    return quantities()[tested.measure].unit


def looked_at(rule: Rule) -> str:
    """Such as "ascent, top"; what a rule looks at without phases is the rep, or any moment where none are."""
    if rule.when == "state":
        return "every moment"
    return ", ".join(rule.phases) or "the rep as a whole"


def rule_text(rule: Rule) -> str:
    """Everything that a rule says, for people."""
    lines = [
        f"{rule.id}: {rule.title}",
        *([] if rule.enabled else [f"  switched off  {rule.off_because}"]),
        f"  judged from   {', '.join(rule.views)}",
        f"  looks at      {looked_at(rule)}",
        *(f"  threshold     {thresholds_text(test)}" for test in rule.tests),
    ]
    if rule.when == "during":
        lines.append(f"  must last     caution {rule.hold_s.caution:g} s, poor {rule.hold_s.poor:g} s")
        lines.append(f"  ends at       {rule.hysteresis:.0%} of the threshold")
    if rule.harmless:
        lines.append("  counts        never: it is only told apart from the faults")
    elif rule.when == "state":
        times = rule.times
        lines.append(f"  must last     {times.onset_s:g} s, shown after {times.caution_s:g} s")
        lines.append(f"  alert         after {times.alert_s:g} s, then none for {times.cooldown_s:g} s")
        lines.append(f"  ends at       {rule.hysteresis:.0%} of the threshold, gone for {times.clear_s:g} s")
    if rule.poor_when_repeated:
        lines.append("  repeated      poor when found in two of three reps")
    if rule.misled_by:
        lines.append(f"  not judged    in a rep with {' or '.join(rule.misled_by)}, which looks like it")
    if rule.certain_only:
        lines.append("  counts        only when past the threshold by more than its own error")
    lines += [
        f"  on screen     {rule.cue}",
        f"  spoken        {rule.spoken}",
        f"  advice        {rule.advice}",
        f"  source        {rule.source.text} {tag_text(rule.source.tag)}",
    ]
    return "\n".join(lines)
