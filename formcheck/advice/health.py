"""Notes on health that somebody gave: one file in the user's data folder, that nobody else may read."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, get_args

from formcheck.errors import HealthNotesError
from formcheck.files import read_bounded, user_data_folder, write_text

HealthNote = Literal["neck-pain", "shoulder-history", "arthritis"]
NOTES: Final[tuple[HealthNote, ...]] = get_args(HealthNote)
FORMAT: Final = "formcheck.health/1"
TITLES: Final[Mapping[HealthNote, str]] = {
    "neck-pain": "neck pain today",
    "shoulder-history": "shoulder history",
    "arthritis": "arthritis",
}
# The variant of a lift, with lower limits, that a note asks for, where the lift has it.
VARIANTS: Final[Mapping[HealthNote, str]] = {
    "shoulder-history": "shoulder-history",
    "neck-pain": "neck-care",
    "arthritis": "neck-care",
}
_FILE, _LARGEST_BYTES = "health.json", 100_000


@dataclass(frozen=True, slots=True)
class Health:
    """What somebody said of their health.

    Attributes:
        lasting: Notes that stay until they are taken back.
        pain_day: The day on which the neck was said to hurt; the note holds for that day alone.
    """

    lasting: frozenset[HealthNote] = frozenset()
    pain_day: date | None = None

    def on(self, day: date) -> frozenset[HealthNote]:
        """The notes that hold on a day.

        Example:
            >>> today, tomorrow = date(2026, 3, 1), date(2026, 3, 2)
            >>> noted = Health().noted(["neck-pain", "arthritis"], today)
            >>> sorted(noted.on(today)), sorted(noted.on(tomorrow))
            (['arthritis', 'neck-pain'], ['arthritis'])
        """
        return self.lasting | ({"neck-pain"} if self.pain_day == day else frozenset())

    def noted(self, notes: Collection[HealthNote], day: date) -> "Health":
        """The same with these notes as well; pain is that of the day."""
        lasting = self.lasting | (frozenset(notes) - {"neck-pain"})
        return replace(self, lasting=lasting, pain_day=day if "neck-pain" in notes else self.pain_day)


class HealthNotes:
    """The file of all notes.

    Args:
        path: Where it is; in the user's data folder if left out.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = user_data_folder() / _FILE if path is None else path

    def of(self, athlete: str = "") -> Health:
        """What somebody said; "" is the owner of the computer.

        Raises:
            HealthNotesError: If the file is there and cannot be read.
        """
        return self._all().get(athlete, Health())

    def keep(self, athlete: str, health: Health) -> None:
        """Write down what somebody said, in place of what was there.

        Raises:
            HealthNotesError: If the file that is there cannot be read.
            OutputError: If it cannot be written.
        """
        known = {**self._all(), athlete: health}
        rows = {name: _as_data(one) for name, one in sorted(known.items()) if one != Health()}
        write_text(self.path, json.dumps({"format": FORMAT, "people": rows}, indent=2) + "\n")

    def _all(self) -> dict[str, Health]:
        try:
            text = read_bounded(self.path, _LARGEST_BYTES)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise HealthNotesError(f"{self.path}: cannot be read: {error.strerror or error}") from None
        try:
            return {str(name): _health(row) for name, row in _people(json.loads(text)).items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise HealthNotesError(
                f"{self.path}: holds no notes on health; remove it, or note them again elsewhere"
            ) from None


def known_notes(names: Iterable[str]) -> tuple[HealthNote, ...]:
    """The notes of these names.

    Raises:
        HealthNotesError: If one is not known.
    """
    wanted = [name.strip() for name in names if name.strip()]
    for name in wanted:
        if name not in NOTES:
            raise HealthNotesError(f"unknown note on health {name!r}; there are: {', '.join(NOTES)}")
    return tuple(note for note in NOTES if note in wanted)


def _people(data: Any) -> dict[str, Any]:
    if data["format"] != FORMAT or not isinstance(data["people"], dict):
        raise ValueError("of another format")
    return data["people"]


def _as_data(health: Health) -> dict[str, object]:
    day = None if health.pain_day is None else health.pain_day.isoformat()
    return {"notes": sorted(health.lasting), "neck_pain_on": day}


def _health(row: Mapping[str, object]) -> Health:
    notes, day = row["notes"], row.get("neck_pain_on")
    if not isinstance(notes, list):
        raise TypeError("notes")
    known = frozenset(note for note in NOTES if note in notes and note != "neck-pain")
    return Health(known, date.fromisoformat(day) if isinstance(day, str) else None)
