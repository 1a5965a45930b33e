"""Which records are wanted, and how that is asked of the tables."""

from dataclasses import dataclass

from formcheck.history.sets import SetRecord

# Table -> the day that a row belongs to.
DAY_OF = {
    "sets": "local_day",
    "mobility": "local_day",
    "minutes": "local_hour / 24",
    "hours": "local_hour / 24",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records.

    Attributes:
        since_day: Not what began on a day before this one, in days since 1970-01-01 of the clock that the
            person had then (`local_day_of`); None: from the beginning.
        before_day: Nor what began on this day or later; None: to the end.
        athlete: Whose; None: everybody's. "" is the owner of the computer.
        activity: Of which lift; None: of all. What is no set of a lift is not asked.
    """

    since_day: int | None = None
    before_day: int | None = None
    athlete: str | None = None
    activity: str | None = None


ALL = Wanted()


def where_of(table: str, wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    """The condition of a statement on a table, and its values."""
    day = DAY_OF[table]
    tests = [
        (f"{day} >= ?", wanted.since_day),
        (f"{day} < ?", wanted.before_day),
        ("athlete = ?", wanted.athlete),
        *([("activity = ?", wanted.activity)] if table == "sets" else []),
    ]
    given = [(test, value) for test, value in tests if value is not None]
    where = f" WHERE {' AND '.join(test for test, _ in given)}" if given else ""
    return where, tuple(value for _, value in given)


def same_sets(this: SetRecord) -> tuple[str, tuple[object, ...]]:
    """What finds the numbers of what is the same set: of one film at one place, or of one beginning."""
    if not this.film:
        return (
            "SELECT id FROM sets WHERE athlete = ? AND activity = ? AND start_utc_s = ? AND film = '' "
            "ORDER BY id",
            (this.athlete, this.activity, this.start_utc_s),
        )
    return (
        "SELECT id FROM sets WHERE athlete = ? AND film <> '' AND film = ? "
        "AND film_start_s < ? AND film_end_s > ? "
        "UNION SELECT id FROM sets WHERE athlete = ? AND pattern <> '' AND pattern = ? AND film <> '' "
        "ORDER BY id",
        (this.athlete, this.film, this.film_end_s, this.film_start_s, this.athlete, this.pattern),
    )
