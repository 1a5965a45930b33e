"""Reads activities and rules from TOML; whatever is wrong in a file is said with file, key and remedy."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from formcheck.activities.activity import Activity
from formcheck.activities.check import check_meaning
from formcheck.activities.file import nearest, parse, validate
from formcheck.activities.find import activity_ids, activity_text, read_text, register_file
from formcheck.errors import RuleError
from formcheck.rules.rule import Rule


def load_activity(activity: str | Path, rule_files: Iterable[Path] = (), variant: str = "") -> Activity:
    """An activity with its rules, overridden and extended by rule files.

    Args:
        activity: Its id, such as "overhead-press", or the path of its file.
        rule_files: Their rules count in place of the activity's own.
        variant: One of the activity's variants, or "" for none.

    Raises:
        UnknownActivityError: If there is no such activity.
        RuleError: If a file is wrong.

    Example:
        >>> load_activity("overhead-press").title
        'Overhead press'
    """
    activity_id, name, text = activity_text(str(activity))
    data = parse(name, text)
    blocks = _full_ids(activity_id, data.get("rule", []))
    # Checked one by one, so that a mistake is reported under its own file's name.
    checked = _checked(name, activity_id, {**data, "rule": blocks})
    if variant:
        blocks = _with_variant(name, activity_id, blocks, data.get("variant", {}), variant)
        checked = _checked(name, activity_id, {**data, "rule": blocks})
    for path in rule_files:
        blocks = _merge(str(path), activity_id, blocks, parse(str(path), read_text(path)))
        checked = _checked(str(path), activity_id, {**data, "rule": blocks})
    return checked if not variant else _renamed(checked, data, variant)


def register_activity(path: Path) -> Activity:
    """Make an activity known by its name in this process, and give it.

    Args:
        path: Its file, NAME.toml, which makes it the activity NAME.

    Raises:
        RuleError: If the file is wrong, or there is an activity of that name already.
    """
    activity = load_activity(path)
    register_file(path)
    return activity


def load_activities() -> tuple[tuple[Activity, ...], tuple[str, ...]]:
    """All activities that are sound, and what is wrong with the others, one line each."""
    sound: list[Activity] = []
    problems: list[str] = []
    for name in activity_ids():
        try:
            sound.append(load_activity(name))
        except RuleError as error:
            problems.append(str(error))
    return tuple(sound), tuple(problems)


def variant_ids(activity_id: str) -> tuple[str, ...]:
    """The names of an activity's variants."""
    _, name, text = activity_text(activity_id)
    return tuple(parse(name, text).get("variant", {}))


def check_file(path: Path, activity_id: str) -> tuple[str, ...]:
    """The full ids of the rules that a file overrides or adds, or of all rules of an activity file.

    Args:
        path: A rule file, or a whole activity: that has a block [activity].
        activity_id: What a rule file is for.

    Raises:
        RuleError: If the file is wrong.
    """
    data = parse(str(path), read_text(path))
    if "activity" in data:
        activity = load_activity(path if path.suffix == ".toml" else path.with_suffix(".toml"))
        return tuple(rule.id for rule in (*activity.rules, *activity.off))
    load_activity(activity_id, [path])
    return tuple(str(block["id"]) for block in _full_ids(activity_id, data.get("rule", [])))


def find_rule(rule_id: str) -> Rule:
    """A rule by its full id, or by its short one where only one activity has it.

    One that is off because one camera cannot judge it is found by its full id.

    Raises:
        RuleError: If there is none.
    """
    activities, _ = load_activities()
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
    raise RuleError(f"{rule_id}: no such rule{nearest(rule_id.rpartition('.')[2], short)}")


def checked_activity(name: str, activity_id: str, data: Mapping[str, Any]) -> Activity:
    """The activity that parsed blocks make.

    Args:
        name: Of the file, for messages.
        activity_id: Its id; rules get it before theirs.
        data: The blocks.

    Raises:
        RuleError: If something is wrong with them.
    """
    return _checked(name, activity_id, {**data, "rule": _full_ids(activity_id, data.get("rule", []))})


def _checked(name: str, activity_id: str, data: Mapping[str, Any]) -> Activity:
    file, mode = validate(name, activity_id, data)
    check_meaning(name, file)
    about = file.activity
    return Activity(
        id=activity_id,
        title=about.title,
        mode=mode,
        reps=file.reps,
        rules=tuple(rule for rule in file.rule if rule.enabled),
        signs=file.signs,
        off=tuple(rule for rule in file.rule if not rule.enabled and rule.off_because),
        key=about.key,
        key_word=about.key_word,
        effort=about.effort,
        truth=file.truth,
        move=file.move,
    )


def _renamed(activity: Activity, data: Mapping[str, Any], variant: str) -> Activity:
    return replace(activity, title=f"{activity.title} {data['variant'][variant]['title']}")


def _with_variant(
    name: str, activity_id: str, blocks: list[dict[str, Any]], variants: Mapping[str, Any], wanted: str
) -> list[dict[str, Any]]:
    if wanted not in variants:
        known = f"there are: {', '.join(variants)}" if variants else "it has none"
        raise RuleError(f"{activity_id} has no variant {wanted!r}; {known}")
    return _merge(name, activity_id, blocks, {"rule": variants[wanted].get("rule", [])})


def _full_ids(activity_id: str, blocks: Any) -> list[dict[str, Any]]:
    if not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
        return [{"rule": blocks}]  # refused by the validation, with its key
    prefix = f"{activity_id}."
    return [
        {**block, "id": prefix + str(block["id"]).removeprefix(prefix)} if "id" in block else block
        for block in blocks
    ]


def _merge(
    name: str, activity_id: str, blocks: list[dict[str, Any]], extra: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """A block with a known id changes the keys that it gives; one with a new id is added."""
    for key in extra:
        if key != "rule":
            raise RuleError(f"{name}: {key}: unknown key; a rule file holds [[rule]] blocks only")
    known = {block["id"]: block for block in blocks}
    for number, block in enumerate(_full_ids(activity_id, extra.get("rule", [])), start=1):
        if "id" not in block:
            raise RuleError(f"{name}: rule {number}: id: is missing; name the rule to change or to add")
        if block["id"] not in known:
            _refuse_half_a_rule(name, block, known)
        known[block["id"]] = {**known.get(block["id"], {}), **block}
    return list(known.values())


def _refuse_half_a_rule(name: str, block: Mapping[str, Any], known: Iterable[str]) -> None:
    """A block that changes a rule which is not there: most likely its id is mistyped."""
    needed = [key for key, field in Rule.model_fields.items() if field.is_required()]
    missing = [key for key in needed if key not in block]
    if not missing or not block.keys() <= Rule.model_fields.keys():
        return  # complete; or a key is mistyped, which the validation names
    short = {full.rpartition(".")[2] for full in known}
    near = difflib.get_close_matches(block["id"].rpartition(".")[2], short, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ";"
    raise RuleError(f"{name}: {block['id']}: no such rule{hint} a new rule needs {', '.join(missing)}")
