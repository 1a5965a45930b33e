"""Words and numbers for people: units, errors, times, lists, and the names of things."""

from collections.abc import Sequence

from formcheck.measurements.units import UNITS, unit_of_id
from formcheck.rules.quantities import quantity_of

# What a reader has to know of a limit's source, who knows nothing of how rules are tagged.
_TAGS = {
    "lit": "This limit comes from published research.",
    "std": "This limit comes from an ergonomics standard.",
    "know": "This limit is textbook knowledge.",
    "derived": "This limit is our own choice, worked out from what one camera can tell apart.",
    "coach": "This limit is what many coaches ask for; no study has tested it.",
    "peer": "Other programs use this limit too; no study has tested it.",
}


# How many digits to show where no error says how many a value is good for; of lengths and ratios two.
_PERCENTS = {"% trunk": 0, "% arm": 0, "% forearm": 0}
_DIGITS = {"deg": 0, "%": 0, "px": 0, "s": 1, "min": 1, "cm": 0} | _PERCENTS

# From here on nobody says tenths of a degree, of a percent or of a centimetre.
_LARGE = 100
# A ratio that is known to no better than this has one decimal.
_RATIO_TENTHS = 0.1


# From here on nobody counts the seconds.
_LONG_S = 599.5


def unit_text(unit: str) -> str:
    """What follows a number of that unit: "°", " s", " %"."""
    return unit_of_id(unit).mark


def unit_word(unit: str) -> str:
    """The unit, where it is a word rather than a sign: "trunk lengths"."""
    return unit_text(unit).strip() if unit_of_id(unit).is_long else ""


def quantity(value: float, unit: str) -> str:
    """A number without an error, such as a threshold, as one would say it: "160°"."""
    digits = 2 if unit not in _DIGITS else 0 if abs(value) >= _LARGE else 1
    return f"{_plain(round(value, digits) + 0.0, digits)}{unit_text(unit)}"


def mark(value: float, unit: str) -> str:
    """A number beside an axis: "160°"."""
    return quantity(value, "" if unit_of_id(unit).is_long else unit)


def measured(value: float, error: float | None, unit: str, against: float | None = None) -> str:
    """A measured value with its error: "172 ± 4°".

    Args:
        value: The value.
        error: Its typical error; None or 0: none is stated.
        unit: Unit of both.
        against: A threshold; enough digits are shown to tell the value from it.
    """
    digits = _digits(error, unit)
    while against is not None and digits < 2 and value != against and round(value, digits) == against:
        digits += 1
    # Adding nothing makes a rounded negative zero a plain one.
    number = f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")
    if not error:
        return f"{number}{unit_text(unit)}"
    stated = _plain(error, _error_digits(error, unit))
    return f"{number} ± {stated if stated != '0' else 'under 0.01'}{unit_text(unit)}"


def _digits(error: float | None, unit: str) -> int:
    """Nobody says tenths of a degree, a percent or a centimetre, unless they are known that well."""
    if not error:
        return _DIGITS.get(unit, 2)
    if unit == "x" and error >= _RATIO_TENTHS:
        return 1
    whole_from = 1.0 if _DIGITS.get(unit) == 0 else 2.0
    return 0 if error >= whole_from else 1 if error >= 0.2 else 2


def _error_digits(error: float, unit: str) -> int:
    is_whole = _DIGITS.get(unit) == 0 and error >= 1.0
    return 0 if is_whole else 1 if error >= 0.2 or (unit == "x" and error >= _RATIO_TENTHS) else 2


def quantity_digits(value: float, digits: int) -> str:
    """A number with at most so many digits after the point, as people write it: no needless zero, no "-0"."""
    return _plain(round(value, digits) + 0.0, digits)


def _plain(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def clock(time_s: float, tenths: bool = True) -> str:
    """A time in the video: "1:02.4", or "1:02"."""
    steps = max(0, round(time_s * 10)) if tenths else max(0, round(time_s)) * 10
    minutes, rest = divmod(steps, 600)
    return f"{minutes}:{rest // 10:02d}" + (f".{rest % 10}" if tenths else "")


def count(number: int, word: str) -> str:
    """A number of things: "1 rep", "5 reps"."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def times(number: int) -> str:
    """How often: "once", "twice", "5 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def listing(words: Sequence[str], last: str = "and") -> str:
    """A list in a sentence: "2, 3 and 5"; `last` stands before the last one."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def reps_of_arms(sides: Sequence[str | None]) -> str:
    """How many reps, and of which arm where one lifts alone; None stands for both arms.

    Example:
        >>> reps_of_arms([None, None]), reps_of_arms(["right"] * 3), reps_of_arms(["left", "right"])
        ('2 reps', '3 reps of the right arm', '2 reps: 1 of the left arm and 1 of the right arm')
    """
    times = {side: list(sides).count(side) for side in ("left", "right", None)}
    parts = {side: number for side, number in times.items() if number}
    total = count(len(sides), "rep")
    if set(parts) <= {None}:
        return total
    named = {side: "both arms" if side is None else f"the {side} arm" for side in parts}
    if len(parts) == 1:
        return f"{total} of {next(iter(named.values()))}"
    return f"{total}: {listing([f'{number} of {named[side]}' for side, number in parts.items()])}"


def reps_text(reps: Sequence[int], of: int = 0) -> str:
    """Some reps in words: "rep 4", "reps 2, 3 and 5", "reps 1 to 4", "23 of 40 reps".

    Args:
        reps: Their numbers, ascending.
        of: How many there are in all, if known; long lists become a share of it.
    """
    parts = [str(a) if a == b else f"{a} and {b}" if b == a + 1 else f"{a} to {b}" for a, b in _runs(reps)]
    if len(parts) > 5 and of:
        return f"{len(reps)} of {of} reps"
    if any(" and " in part for part in parts) and len(parts) > 1:
        parts = [word for part in parts for word in part.split(" and ")]
    return f"{'rep' if len(reps) == 1 else 'reps'} {listing(parts)}"


def _runs(reps: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for rep in reps:
        if runs and rep == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], rep)
        else:
            runs.append((rep, rep))
    return runs


def readable(name: str) -> str:
    """A quantity, rule or activity in words: "upright-row" is "Upright row".

    Example:
        >>> readable("left_elbow_angle_deg")
        'Left elbow angle'
    """
    quantity = quantity_of(name)
    if quantity is not None:
        side = "" if name == quantity.name else f"{name.partition('_')[0]} "
        return upper_first(f"{side}{lower_first(quantity.title)}")
    suffix = next((unit.suffix for unit in UNITS.values() if name.endswith(unit.suffix)), "")
    return upper_first(name.removesuffix(suffix).replace("-", " ").replace("_", " "))


def upper_first(text: str) -> str:
    """The text with a capital first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text to go on with in a sentence; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def tag_text(tag: str) -> str:
    """What the tag of a threshold's source means, in a sentence."""
    return _TAGS.get(tag, "Where this limit comes from is not stated.")


def percent(share: float) -> str:
    """A share of the time: "43 %"; what is there is never "0 %"."""
    return f"{100 * share:.0f} %" if share >= 0.01 or share == 0 else "under 1 %"


def lasted(time_s: float) -> str:
    """How long: "4.2 s", "2 min 30 s", "12 min", "1 h 5 min"."""
    if time_s < 9.95:
        return f"{time_s:.1f} s"
    if time_s < 119.5:
        return f"{time_s:.0f} s"
    if time_s < _LONG_S:
        minutes, seconds = divmod(round(time_s), 60)
        return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
    hours, minutes = divmod(round(time_s / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
