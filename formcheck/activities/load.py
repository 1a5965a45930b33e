"""Reads activities and rules from TOML; whatever is wrong in a file is said with file, key and remedy."""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from formcheck.activities.activity import Activity, rule_measures
from formcheck.activities.signs import Signs
from formcheck.errors import RuleError, UnknownActivityError
from formcheck.measurements.quantity import Kind
from formcheck.phases.settings import RepSettings
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check, Condition, Hold, Rule, Source, StateTimes, Thresholds

# A rule file is read up to here: a device has no end.
_LONGEST = 1_000_000


class _About(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str


class Variant(BaseModel):
    """The same activity with other limits, for people who need them.

    Attributes:
        title: For people, after the activity's own: "with a history of shoulder pain".
        rule: Rules that differ; a key that is not given stays as it is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    rule: tuple[dict[str, Any], ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    activity: _About | None = None
    reps: RepSettings | None = None
    signs: Signs | None = None
    variant: dict[str, Variant] = {}
    rule: tuple[Rule, ...] = ()


# Where in a file each class of keys is found, to name the nearest valid key.
_MODELS: Mapping[str, type[BaseModel]] = {
    "": _File,
    "activity": _About,
    "reps": RepSettings,
    "signs": Signs,
    "signs.tops": Condition,
    "variant": Variant,
    "rule": Rule,
    "rule.tests": Check,
    "rule.tests.above": Thresholds,
    "rule.tests.below": Thresholds,
    "rule.tests.poor_also": Condition,
    "rule.tests.only_while": Condition,
    "rule.hold_s": Hold,
    "rule.times": StateTimes,
    "rule.source": Source,
}


def activity_ids() -> tuple[str, ...]:
    """The ids of all activities that come with the program."""
    folder = resources.files("formcheck.activities")
    names = (item.name for item in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def variant_ids(activity_id: str) -> tuple[str, ...]:
    """The names of an activity's variants."""
    return tuple(_own_file(activity_id).get("variant", {}))


def load_activity(activity_id: str, rule_files: Iterable[Path] = (), variant: str = "") -> Activity:
    """An activity with its rules, overridden and extended by rule files.

    Args:
        activity_id: Such as "overhead-press".
        rule_files: Their rules count in place of the activity's own.
        variant: One of the activity's variants, or "" for none.

    Raises:
        UnknownActivityError: If there is no such activity.
        RuleError: If a file is wrong.
    """
    if activity_id not in activity_ids():
        near = difflib.get_close_matches(activity_id, activity_ids(), 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise UnknownActivityError(
            f"unknown activity {activity_id!r}: {hint}there are: {', '.join(activity_ids())}"
        )
    name = f"{activity_id}.toml"
    data = _own_file(activity_id)
    blocks = _full_ids(activity_id, data.get("rule", []))
    if variant:
        blocks = _with_variant(activity_id, blocks, data.get("variant", {}), variant)
    for path in rule_files:
        # Checked one by one, so that a mistake is reported under its own file's name.
        blocks = _merge(path, activity_id, blocks, _read(path))
        name = str(path)
        _validate(name, {**data, "rule": blocks})
    checked = _validate(name, {**data, "rule": blocks})
    assert checked.activity is not None
    rules = tuple(rule for rule in checked.rule if rule.enabled)
    title = checked.activity.title
    if variant:
        title = f"{title} {checked.variant[variant].title}"
    off = tuple(rule for rule in checked.rule if not rule.enabled and rule.off_because)
    return Activity(activity_id, title, checked.reps, rules, checked.signs, off)


def _own_file(activity_id: str) -> dict[str, Any]:
    file = resources.files("formcheck.activities").joinpath(f"{activity_id}.toml")
    return _parse(f"{activity_id}.toml", file.read_text(encoding="utf-8"))


def _with_variant(
    activity_id: str, blocks: list[dict[str, Any]], variants: Mapping[str, Any], name: str
) -> list[dict[str, Any]]:
    if name not in variants:
        known = f"there are: {', '.join(variants)}" if variants else "it has none"
        raise RuleError(f"{activity_id} has no variant {name!r}; {known}")
    return _merge(Path(f"{activity_id}.toml"), activity_id, blocks, {"rule": variants[name].get("rule", [])})


def check_rule_file(path: Path, activity_id: str) -> tuple[str, ...]:
    """The full ids of the rules that a file overrides or adds.

    Raises:
        RuleError: If the file is wrong.
    """
    load_activity(activity_id, [path])
    return tuple(str(block["id"]) for block in _full_ids(activity_id, _read(path).get("rule", [])))


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LONGEST + 1)
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror}; check the path") from None
    except UnicodeDecodeError:
        raise RuleError(f"{path}: is not a text file; a rule file is TOML") from None
    if len(text) > _LONGEST:
        raise RuleError(f"{path}: is far too long for a rule file; check the path")
    return _parse(str(path), text)


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, brackets within brackets
        raise RuleError(f"{name}: is not valid TOML: {error}") from None


def _full_ids(activity_id: str, blocks: Any) -> list[dict[str, Any]]:
    if not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
        return [{"rule": blocks}]  # refused by the validation, with its key
    prefix = f"{activity_id}."
    return [
        {**block, "id": prefix + str(block["id"]).removeprefix(prefix)} if "id" in block else block
        for block in blocks
    ]


def _merge(
    path: Path, activity_id: str, blocks: list[dict[str, Any]], extra: dict[str, Any]
) -> list[dict[str, Any]]:
    """A block with a known id changes the keys that it gives; one with a new id is added."""
    for key in extra:
        if key != "rule":
            raise RuleError(f"{path}: {key}: unknown key; a rule file holds [[rule]] blocks only")
    known = {block["id"]: block for block in blocks}
    for number, block in enumerate(_full_ids(activity_id, extra.get("rule", [])), start=1):
        if "id" not in block:
            raise RuleError(f"{path}: rule {number}: id: is missing; name the rule to change or to add")
        if block["id"] not in known:
            _refuse_half_a_rule(path, block, known)
        known[block["id"]] = {**known.get(block["id"], {}), **block}
    return list(known.values())


def _refuse_half_a_rule(path: Path, block: Mapping[str, Any], known: Iterable[str]) -> None:
    """A block that changes a rule which is not there: most likely its id is mistyped."""
    needed = [key for key, field in Rule.model_fields.items() if field.is_required()]
    missing = [key for key in needed if key not in block]
    if not missing or not block.keys() <= Rule.model_fields.keys():
        return  # complete; or a key is mistyped, which the validation names
    short = {full.rpartition(".")[2] for full in known}
    near = difflib.get_close_matches(block["id"].rpartition(".")[2], short, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ";"
    raise RuleError(f"{path}: {block['id']}: no such rule{hint} a new rule needs {', '.join(missing)}")


def _validate(name: str, data: dict[str, Any]) -> _File:
    try:
        checked = _File.model_validate(data)
    except ValidationError as error:
        raise RuleError(_explain(name, data, error)) from None
    known = quantities()
    for rule in checked.rule:
        for measure in rule_measures(rule):
            if measure not in known:
                raise RuleError(f"{name}: {rule.id}: measure: unknown {measure!r}{_nearest(measure, known)}")
        problem = _never_judged(rule, with_reps=checked.reps is not None)
        if problem:
            raise RuleError(f"{name}: {rule.id}: {problem}")
    return checked


def _never_judged(rule: Rule, *, with_reps: bool) -> str:
    """Why a rule could never find anything, or nothing."""
    if with_reps != (rule.when != "state"):
        return 'when: use "during" or "rep"' if with_reps else 'when: there are no reps here: use "state"'
    if rule.when == "state":
        return _never_a_state(rule)
    if rule.when == "during" and not rule.phases:
        return 'phases: name at least one for when = "during"'
    return next(filter(None, (_never_tested(rule, test) for test in rule.tests)), "")


def _never_tested(rule: Rule, test: Check) -> str:
    if _is_of_a_rep(test.measure):
        if rule.when == "during":
            return f'when: {test.measure!r} is known once the rep is over: use "rep"'
    elif not rule.phases:
        return f"phases: name at least one for {test.measure!r}, which is measured in every frame"
    for key, condition in (("poor_also", test.poor_also), ("only_while", test.only_while)):
        if condition is not None and _is_of_a_rep(condition.measure):
            return f"{key}: needs a measure of every frame, not {condition.measure!r}"
    if rule.when == "during" and test.reduce == "range":
        return 'reduce: "range" is known once the phase is over: use when = "rep"'
    return ""


def _never_a_state(rule: Rule) -> str:
    if rule.phases:
        return "phases: a state has none; leave them out"
    for test in rule.tests:
        if _is_of_a_rep(test.measure):
            return f"measure: {test.measure!r} belongs to a rep, and there are none here"
    return ""


def _explain(name: str, data: dict[str, Any], error: ValidationError) -> str:
    """The first mistake as one line: file, rule and key, what is wrong, the nearest valid key."""
    first = error.errors()[0]
    where = [str(part) for part in first["loc"] if not isinstance(part, int)]
    place = ".".join(where)
    loc = first["loc"]
    if len(loc) > 1 and loc[0] == "rule" and isinstance(loc[1], int):
        rule_id = data["rule"][loc[1]].get("id", f"rule {loc[1] + 1}")
        place = ": ".join([str(rule_id), ".".join(where[1:])])
    if first["type"] == "extra_forbidden":
        model = _MODELS.get(".".join(where[:-1]))
        return f"{name}: {place}: unknown key{_nearest(where[-1], model.model_fields if model else ())}"
    if first["type"] == "missing":
        return f"{name}: {place}: is missing"
    return f"{name}: {place}: {first['msg'].removeprefix('Value error, ')}"


def _nearest(word: str, known: Iterable[str]) -> str:
    names = list(known)
    near = difflib.get_close_matches(word, names, 1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(names))}"


def find_rule(rule_id: str) -> Rule:
    """A rule by its full id, or by its short one where only one activity has it.

    One that is off because one camera cannot judge it is found by its full id.

    Raises:
        RuleError: If there is none.
    """
    activities = [load_activity(name) for name in activity_ids()]
    off = {rule.id: rule for activity in activities for rule in activity.off}
    if rule_id in off:
        return off[rule_id]
    known = {rule.id: rule for activity in activities for rule in activity.rules}
    matches = [rule for full, rule in known.items() if rule_id in (full, rule.short_id)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise RuleError(f"{rule_id}: which one? {', '.join(rule.id for rule in matches)}")
    short = {rule.short_id: rule.id for rule in known.values()}
    raise RuleError(f"{rule_id}: no such rule{_nearest(rule_id.rpartition('.')[2], short)}")


def _is_of_a_rep(measure: str) -> bool:
    return quantities()[measure].kind is Kind.REP
