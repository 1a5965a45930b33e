"""The tables of the history, and how those of an older version become those of this one."""

# Written into the file's first bytes: tells this program's databases from all others.
APPLICATION_ID = 0x666D6368  # "fmch"

_FIRST = """
CREATE TABLE sets (
    id INTEGER PRIMARY KEY,
    start_utc_s REAL NOT NULL,
    local_day INTEGER NOT NULL,
    athlete TEXT NOT NULL,
    activity TEXT NOT NULL,
    film TEXT NOT NULL,
    film_start_s REAL NOT NULL,
    film_end_s REAL NOT NULL,
    pattern TEXT NOT NULL,
    overview TEXT NOT NULL,
    numbers TEXT NOT NULL
);
CREATE INDEX sets_by_lift ON sets (athlete, activity, start_utc_s);
CREATE TABLE rule_names (rule TEXT PRIMARY KEY, title TEXT NOT NULL, heading TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE set_details (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE mobility (
    athlete TEXT NOT NULL,
    start_utc_s REAL NOT NULL,
    local_day INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (athlete, start_utc_s, exercise)
) WITHOUT ROWID;
CREATE TABLE minutes (
    athlete TEXT NOT NULL,
    start_utc_s REAL NOT NULL,
    local_hour INTEGER NOT NULL,
    utc_offset_min INTEGER NOT NULL,
    looks INTEGER NOT NULL,
    watched_ms INTEGER NOT NULL,
    present_ms INTEGER NOT NULL,
    judged_ms INTEGER NOT NULL,
    neutral_ms INTEGER NOT NULL,
    breaks INTEGER NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (athlete, start_utc_s)
) WITHOUT ROWID;
CREATE INDEX minutes_by_hour ON minutes (athlete, local_hour);
CREATE TABLE hours (
    athlete TEXT NOT NULL,
    local_hour INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (athlete, local_hour)
) WITHOUT ROWID;
"""

# The same film, or the same set of another copy of it, is found without looking at all sets.
_BY_FILM = """
CREATE INDEX sets_by_film ON sets (athlete, film) WHERE film <> '';
CREATE INDEX sets_by_pattern ON sets (athlete, pattern) WHERE pattern <> '';
"""

# One script a version. What was published is never changed; what is new is appended.
MIGRATIONS: tuple[str, ...] = (_FIRST, _BY_FILM)
VERSION = len(MIGRATIONS)


def steps_from(version: int) -> tuple[str, ...]:
    """The scripts that bring a database of a version up to date; a new one has version 0."""
    return MIGRATIONS[version:]
