import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.errors import FormcheckError, HistoryError
from formcheck.history import schema
from formcheck.history.coding import plain, set_of
from formcheck.history.store import History, open_history
from formcheck.history.wanted import Wanted
from tests.history.kept import DAY_S, HOUR_S, NOON, PRESS, a_minute, a_rep, a_set, an_exercise, day_number

Kept = Callable[[History], object]
RECORDS = (a_minute(), an_exercise(), a_set())


def everything(history: History) -> tuple[object, ...]:
    return (*history.minutes(), *history.mobility(), *history.full_sets())


def test_what_was_added_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with open_history(tmp_path / "new" / "h.db") as history:
        history.add_all(RECORDS)
    with open_history(tmp_path / "new" / "h.db") as history:
        assert everything(history) == RECORDS
        assert history.notice == ""
        assert history.athletes() == ("",)


def test_what_cannot_be_read_of_one_record_costs_no_other(tmp_path: Path) -> None:
    with open_history(tmp_path / "h.db") as history:
        history.add_all([a_set(reps=0), a_set(NOON + 60), a_set(NOON + 120)])
        history._database.execute("UPDATE set_details SET body = 'x' WHERE id = 2")
        history._database.execute("UPDATE sets SET overview = '{' WHERE id = 3")
        assert [len(one.reps) for one in history.full_sets()] == [0, 5]
        assert "1 record of the history cannot be read" in history.notice
        assert [one.number for one in history.sets()] == [1, 2]


def test_an_overview_has_the_middle_of_the_reps(tmp_path: Path) -> None:
    reps = tuple(a_rep(i, range=value) for i, value in enumerate((0.7, 0.9, 0.8), start=1))
    with open_history(tmp_path / "h.db") as history:
        history.add(a_set(reps=0))
        history.add(replace(a_set(NOON + 60), reps=reps, load="2 x 20 kg", load_kg=40.0))
        empty, full = history.sets()
    assert empty.reps == 0
    assert (full.reps, full.load_kg, full.number) == (3, 40.0, 2)
    assert full.numbers["range"].value == 0.8
    assert full.numbers["range"].error == 0.05


def test_a_minute_that_grows_is_one_minute(tmp_path: Path) -> None:
    with open_history(tmp_path / "h.db") as history:
        for watched_s in (5.0, 10.0, 60.0):
            history.add(a_minute(watched_s=watched_s), lasting=False)
        history.add(a_minute(NOON + 60, states_s={"desk.slump": 5.0, "desk.lean": 2.0}))
        (hour,) = history.hours()
        assert len(history.minutes()) == 2
    assert hour.watched_s == 120.0
    assert hour.states_s == {"desk.slump": 15.0, "desk.lean": 2.0}
    assert hour.hour_of_day == 13


def test_the_same_film_is_one_set_however_often_it_is_logged(tmp_path: Path) -> None:
    film = {"film": "f1", "film_start_s": 2.0, "film_end_s": 20.0}
    with open_history(tmp_path / "h.db") as history:
        history.add(a_set(**film))
        history.add(a_set(NOON + DAY_S, reps=4, load="40 kg", **{**film, "film_start_s": 3.0}))
        history.add(a_set(NOON + 60, reps=6, **{**film, "film_start_s": 40.0, "film_end_s": 50.0}))
        sets = history.sets()
        # The copy was made a day later; the film was not.
        assert [(one.number, one.reps, one.load) for one in sets] == [(1, 4, "40 kg"), (2, 6, "")]
        assert [one.start_utc_s for one in sets] == [NOON, NOON + 60]


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (a_set(NOON + DAY_S, film="recording of it"), 1),
        (a_set(NOON + DAY_S, film="f2", athlete="Ben"), 2),
        (a_set(NOON + DAY_S, film="f2", reps=4), 2),
    ],
)
def test_reps_at_the_same_moments_are_the_same_set(tmp_path: Path, other: object, count: int) -> None:
    with open_history(tmp_path / "h.db") as history:
        history.add(a_set(film="f1"))
        history.add(other)  # type: ignore[arg-type]
        assert len(history.sets()) == count


def test_a_live_set_that_grows_is_one_set(tmp_path: Path) -> None:
    with open_history(tmp_path / "h.db") as history:
        for reps in (1, 2, 3):
            history.add(a_set(reps=reps))
        assert [one.reps for one in history.sets()] == [3]


def test_the_set_before_is_of_the_same_lift_and_person(tmp_path: Path) -> None:
    now = a_set(NOON + 5 * DAY_S, film="now", reps=7)
    with open_history(tmp_path / "h.db") as history:
        history.add_all(
            [
                a_set(NOON, reps=2, film="a"),
                a_set(NOON + DAY_S, reps=3, film="b"),
                a_set(NOON + 2 * DAY_S, reps=4, film="c", athlete="Ben"),
                a_set(NOON + 3 * DAY_S, reps=5, film="d", activity="upright-row"),
                a_set(NOON + 4 * DAY_S, reps=6, film="e", variant="other"),
                now,
            ]
        )
        before = history.set_before(now)
        assert before is not None
        assert before.reps == 3
        assert history.set_before(a_set(NOON, film="a")) is None


@pytest.mark.parametrize(
    ("wanted", "reps"),
    [
        (Wanted(), [1, 2, 3]),
        (Wanted(since_day=day_number("2026-11-03")), [2, 3]),
        (Wanted(before_day=day_number("2026-11-03")), [1]),
        (Wanted(athlete="Ben"), [3]),
        (Wanted(activity="upright-row"), [2]),
    ],
)
def test_only_what_is_wanted_is_read(tmp_path: Path, wanted: Wanted, reps: list[int]) -> None:
    with open_history(tmp_path / "h.db") as history:
        history.add_all(
            [
                a_set(reps=1),
                a_set(NOON + DAY_S, reps=2, activity="upright-row"),
                a_set(NOON + 2 * DAY_S, reps=3, athlete="Ben"),
            ]
        )
        assert [one.reps for one in history.sets(wanted)] == reps


def test_the_day_is_that_of_the_clock_on_the_wall(tmp_path: Path) -> None:
    late = NOON + 11.5 * HOUR_S  # half past midnight of the next day, one hour ahead of UTC
    with open_history(tmp_path / "h.db") as history:
        history.add_all([a_set(late), a_minute(late)])
        on_the_third = Wanted(since_day=day_number("2026-11-03"))
        assert len(history.sets(on_the_third)) == len(history.minutes(on_the_third)) == 1
        assert history.hours(on_the_third)[0].hour_of_day == 0


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    before = os.umask(0)
    try:
        with open_history(path) as history:
            history.add(a_set())
            modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert {"h.db", "h.db-wal", "h.db-shm"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_what_others_could_read_is_made_private_again(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    open_history(path).close()
    path.chmod(0o644)
    open_history(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def _other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE other (value)")
    made.close()


BROKEN: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("no database\n" * 100),
    "a short text": lambda path: path.write_text("x"),
    "random bytes after the header": lambda path: path.write_bytes(
        path.read_bytes()[:100] + os.urandom(20000)
    ),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "another program's": _other_database,
    "tables that are no text": lambda path: path.write_bytes(
        path.read_bytes().replace(b"CREATE TABLE minutes", b"CREATE T\xcbBLE minutes")
    ),
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_is_no_history_is_set_aside_and_a_new_one_begun(tmp_path: Path, how: str) -> None:
    path = tmp_path / "h.db"
    with open_history(path) as history:
        history.add_all(RECORDS)
    BROKEN[how](path)
    was = path.read_bytes()
    with open_history(path) as history:
        history.sets(), history.minutes(), history.mobility()
        history.add(a_set())
        assert len(history.sets()) == 1
        assert "set aside as h.set-aside-" in history.notice
        assert len(history.notice.splitlines()) == 1
    (aside,) = tmp_path.glob("h.set-aside-*.db")
    assert aside.read_bytes() == was


def test_what_can_be_read_of_a_damaged_history_is_brought_over(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    with open_history(path) as history:
        history.add_all([a_minute(NOON + 60 * i) for i in range(3000)])
        history.add_all([a_set(NOON + 60 * i, note=f"{i}" * 50) for i in range(60)])
    data = bytearray(path.read_bytes())
    page = 4096 * (data.find(b"desk.slump", len(data) // 3) // 4096)  # in the middle of the minutes
    data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    with open_history(path) as history:
        minutes, sets = history.minutes(), history.full_sets()
        history.add(a_set(NOON - 60))
        assert "is damaged: it was set aside" in history.notice
        assert "records of it" in history.notice
        assert 2000 < len(minutes) <= 3000
        assert 50 < len(sets) <= 60
        assert len(history.sets()) == len(sets) + 1
    assert next(tmp_path.glob("h.set-aside-*.db")).read_bytes() == bytes(data)


def test_a_minute_with_a_number_too_few_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    with open_history(path) as history:
        history.add_all([a_minute(NOON), a_minute(NOON + 60)])
    with sqlite3.connect(path) as database:
        database.execute("UPDATE minutes SET rules = '{\"desk.slump\": []}' WHERE start_utc_s = ?", (NOON,))
    database.close()
    with open_history(path) as history:
        assert [one.start_utc_s for one in history.minutes()] == [NOON + 60]
        assert "1 record of the history cannot be read" in history.notice


def test_an_empty_file_becomes_a_history(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    path.touch()
    with open_history(path) as history:
        history.add(a_set())
        assert history.notice == ""


def test_a_newer_history_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    with open_history(path) as history:
        history.add(a_set())
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    was = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    with pytest.raises(HistoryError, match=r"newer formcheck .*99.*Nothing was changed"):
        open_history(path)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == was


def test_an_older_history_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "h.db"
    with open_history(path) as history:
        history.add(a_set())
    version = schema.VERSION + 1
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "ALTER TABLE sets ADD COLUMN later TEXT"))
    for module in ("schema", "place", "store"):
        monkeypatch.setattr(f"formcheck.history.{module}.VERSION", version)
    with open_history(path) as history:
        assert len(history.sets()) == 1
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA user_version").fetchone() == (version,)
        assert "later" in [row[1] for row in other.execute("PRAGMA table_info(sets)")]
    other.close()


def test_reading_makes_no_file(tmp_path: Path) -> None:
    with open_history(tmp_path / "h.db", reading=True) as history:
        assert everything(history) == ()
    assert list(tmp_path.iterdir()) == []


def test_one_writes_while_others_read(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    with open_history(path) as writer, open_history(path) as reader:
        writer.add(a_set())
        assert len(reader.sets()) == 1
        writer.add(a_set(NOON + 60))
        assert len(reader.sets()) == 2


def test_two_processes_that_write_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    script = (
        "import sys; from pathlib import Path\n"
        "from formcheck.history.store import open_history\n"
        "from tests.history.kept import a_minute, NOON\n"
        "with open_history(Path(sys.argv[1])) as history:\n"
        "    for i in range(30):\n"
        "        history.add(a_minute(NOON + 60 * i, athlete=sys.argv[2]), lasting=False)\n"
    )
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(path), name], cwd=root)
        for name in ("Anna", "Ben")
    ]
    assert [one.wait() for one in running] == [0, 0]
    with open_history(path) as history:
        assert [len(history.minutes(Wanted(athlete=name))) for name in history.athletes()] == [30, 30]


def test_a_writer_goes_on_where_the_file_was_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    with open_history(path) as history:
        history.add(a_set())
        for one in tmp_path.glob("h.db*"):
            one.unlink()
        history.add(a_set(NOON + 60))
        assert len(history.sets()) == 1
    assert path.exists()


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, []),
        ({"athlete": "Ben"}, ["", ""]),
        ({"athlete": ""}, ["Ben"]),
        ({"before_day": day_number("2026-11-03")}, ["", "Ben"]),
    ],
)
def test_what_is_erased_is_gone(tmp_path: Path, given: dict[str, object], left: list[str]) -> None:
    with open_history(tmp_path / "h.db") as history:
        history.add_all([a_set(), a_set(NOON + DAY_S), a_set(NOON + 2 * DAY_S, athlete="Ben")])
        history.add_all([a_minute(), a_minute(NOON + DAY_S), a_minute(NOON + 2 * DAY_S, athlete="Ben")])
        history.delete(**given)  # type: ignore[arg-type]
        assert [one.athlete for one in history.sets()] == left
        assert [one.athlete for one in history.full_sets()] == left
        assert [one.athlete for one in history.minutes()] == left
        assert [one.athlete for one in history.hours()] == left


def test_nothing_that_was_erased_is_left_in_any_file(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    path.write_text("Zacharias, set aside\n" * 50)
    with open_history(path) as history:
        history.add_all([a_set(NOON + 60 * i, athlete="Zacharias", note="a secret") for i in range(20)])
        history.delete()
        found = [one.read_bytes() for one in tmp_path.iterdir()]
    assert not any(b"Zacharias" in data or b"secret" in data for data in found)


def test_a_full_disk_is_one_line_and_nothing_is_lost(tmp_path: Path) -> None:
    with open_history(tmp_path / "h.db") as history:
        history.add(a_set())
        pages = history._database.execute("PRAGMA page_count").fetchone()[0]
        history._database.execute(f"PRAGMA max_page_count = {pages}")
        many = [a_minute(NOON + 60 * i) for i in range(500)]
        with pytest.raises(HistoryError, match="the disk is full") as raised:
            history.add_all(many)
        assert len(str(raised.value).splitlines()) == 1
        assert (len(history.sets()), len(history.minutes())) == (1, 0)
        history._database.execute("PRAGMA max_page_count = 100000")
        history.add_all(many)
        assert len(history.minutes()) == 500


@pytest.mark.parametrize("curves", [{"a": {"x": 1}}, {"a": [1]}, {"a": [[1], 0.1]}, [], 3])
def test_curves_of_another_form_are_one_line(curves: object) -> None:
    data = {**plain(a_set()), "curves": curves}
    with pytest.raises(HistoryError, match="field 'curves' cannot be read"):
        set_of(data)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_no_history_and_stays_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(HistoryError, match="a device or a pipe and no file"):
        open_history(path)
    assert [one.name for one in tmp_path.iterdir()] == ["pipe"]
    assert path.is_fifo()


@pytest.mark.parametrize("kind", ["a folder", "below a file"])
def test_a_place_that_cannot_be_is_one_line(tmp_path: Path, kind: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    path = tmp_path / "folder" if kind == "a folder" else tmp_path / "file" / "h.db"
    with pytest.raises(FormcheckError) as raised:
        open_history(path).add(a_set())
    assert str(path) in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_a_busy_history_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.history.store._BUSY_S", 0.01)
    path = tmp_path / "h.db"
    with open_history(path) as first, open_history(path) as second:
        first._database.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match="busy; try again"):
            second.add(a_set())
        first._database.execute("COMMIT")
        second.add(a_set())
        assert len(first.sets(Wanted(activity=PRESS))) == 1
