"""Small curves of letters, for terminals."""

from collections.abc import Sequence

_SYMBOLS, _LETTERS = "▁▂▃▄▅▆▇█", "_.-:=+*#"
_NONE = {True: "·", False: " "}


def spark(
    values: Sequence[float | None],
    *,
    symbols: bool,
    width: int = 30,
    low: float | None = None,
    high: float | None = None,
) -> str:
    """Some values as a line of characters, each as high as its value.

    Args:
        values: In order; None leaves a gap.
        symbols: Whether there are signs beyond plain letters.
        width: More values than this are put together, a mean for each character.
        low: What the lowest character stands for; None: the lowest value.
        high: What the highest one stands for; None: the highest value.

    Example:
        >>> spark([1.0, 2.0, None, 3.0], symbols=True), spark([1.0, 2.0, 3.0], symbols=False)
        ('▁▄·█', '_:#')
    """
    shown = _together(values, width)
    known = [value for value in shown if value is not None]
    if not known:
        return ""
    bottom = min(known) if low is None else low
    top = max(known) if high is None else high
    marks = _SYMBOLS if symbols else _LETTERS
    steps = len(marks) - 1

    def mark(value: float | None) -> str:
        if value is None:
            return _NONE[symbols]
        share = 0.5 if top <= bottom else (value - bottom) / (top - bottom)
        return marks[round(steps * min(1.0, max(0.0, share)) - 0.01)]

    return "".join(map(mark, shown))


def _together(values: Sequence[float | None], width: int) -> list[float | None]:
    if len(values) <= width:
        return list(values)
    parts: list[float | None] = []
    for number in range(width):
        own = values[number * len(values) // width : (number + 1) * len(values) // width]
        known = [value for value in own if value is not None]
        parts.append(sum(known) / len(known) if known else None)
    return parts
