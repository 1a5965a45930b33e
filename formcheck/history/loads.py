"""What was lifted, in kilograms, from what somebody wrote."""

import re

_KG = {"": 1.0, "kg": 1.0, "kgs": 1.0, "kilo": 1.0, "kilos": 1.0, "kilograms": 1.0,
       "lb": 0.45359237, "lbs": 0.45359237, "pounds": 0.45359237}  # fmt: skip
_LOAD = re.compile(r"(?:(\d{1,2})\s*[x×*]\s*)?(\d{1,4}(?:[.,]\d{1,3})?)\s*([a-z]*)\.?")
_MOST_KG = 1000.0


def load_kg(text: str) -> float | None:
    """The weight in kilograms; None where the text says none, or more than the weight.

    Example:
        >>> load_kg("40 kg"), load_kg("2 x 12,5kg"), load_kg("45 lb"), load_kg("red band")
        (40.0, 25.0, 20.41, None)
    """
    found = _LOAD.fullmatch(text.strip().lower())
    if found is None or found[3] not in _KG:
        return None
    weight = int(found[1] or 1) * float(found[2].replace(",", ".")) * _KG[found[3]]
    return round(weight, 2) if 0 < weight <= _MOST_KG else None
