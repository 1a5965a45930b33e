"""Which cue is told, and when. `Coach` plays the frames of a set to the arbiter, ten a second."""

from itertools import pairwise

import pytest

from formcheck.activities.load import load_activity
from formcheck.cues.arbiter import SHOWN_S, SPOKEN_PAUSE_S, CueArbiter
from formcheck.cues.cue import Cue
from formcheck.rules.finding import Finding, Severity
from formcheck.rules.watch import Firing
from tests.people import with_every_rule

PRESS = with_every_rule(load_activity("overhead-press"))
RULES = {rule.id: rule for rule in PRESS.rules}
ALL = frozenset(RULES)
CAUTION, POOR = Severity.CAUTION, Severity.POOR


def full(name: str) -> str:
    return f"overhead-press.{name}"


def firing(name: str, severity: Severity = CAUTION, *, certain: bool = True) -> Firing:
    return Firing(full(name), severity, None, certain)


def finding(name: str, severity: Severity = CAUTION, *, uncertain: bool = False) -> Finding:
    return Finding("f1", full(name), severity, 0.0, 1.0, 0.5, 1, None, "x", 12.0, 10.0, 1.0, uncertain)


class Coach:
    """Passes time, and keeps every cue that was given, once."""

    def __init__(self) -> None:
        self._arbiter = CueArbiter(RULES)
        self._frame = 0
        self.number = 1
        self.cues: list[Cue] = []

    @property
    def said(self) -> list[str]:
        return [cue.text for cue in self.cues]

    def frame(
        self,
        *present: Firing,
        settled: tuple[Finding, ...] = (),
        rep_ended: bool = False,
        judged: frozenset[str] = ALL,
        seen: bool = True,
    ) -> Cue | None:
        cue = self._arbiter.update(
            self._frame / 10,
            seen=seen,
            rep=self.number,
            firing=present,
            settled=settled,
            rep_ended=rep_ended,
            judged=judged,
        )
        self._frame += 1
        if cue is not None and cue not in self.cues:
            self.cues.append(cue)
        return cue

    def wait(self, seconds: float, *, seen: bool = True) -> None:
        for _ in range(round(seconds * 10)):
            self.frame(seen=seen)

    def rep(self, *settled: Finding, seconds: float = 10.0, judged: frozenset[str] = ALL) -> None:
        """A rep passes, and these faults are found in it when it is over."""
        self.wait(seconds)
        self.frame(settled=settled, rep_ended=True, judged=judged)
        self.number += 1


def test_nothing_is_said_of_clean_reps() -> None:
    coach = Coach()
    for _ in range(5):
        coach.rep()
    assert coach.said == []


def test_a_poor_fault_is_told_at_once() -> None:
    coach = Coach()
    coach.wait(1)
    assert coach.frame(firing("layback", POOR)) == Cue(
        1.0, full("layback"), POOR, "Ribs down, squeeze glutes", RULES[full("layback")].spoken
    )


@pytest.mark.parametrize(
    ("reps", "told_after"),
    [
        ("x", None),
        ("xx", 2),
        ("x.x", 3),
        ("x..x", None),
        ("x..xx", 5),
        ("...xx", 5),
    ],
)
def test_a_caution_is_told_once_it_was_seen_in_two_of_the_last_three_reps(reps, told_after) -> None:
    coach = Coach()
    told = None
    for number, fault in enumerate(reps, start=1):
        coach.rep(*([finding("layback")] if fault == "x" else []))
        told = told or (number if coach.said else None)
    assert told == told_after


def test_a_habit_is_told_while_it_happens_the_second_time() -> None:
    coach = Coach()
    coach.rep(finding("layback"))
    assert coach.said == []
    assert coach.frame(firing("layback")) is not None


def test_a_caution_that_is_present_for_the_first_time_is_not_told() -> None:
    coach = Coach()
    coach.rep()
    assert coach.frame(firing("layback")) is None


def test_what_is_uncertain_is_no_habit() -> None:
    coach = Coach()
    for _ in range(3):
        coach.rep(finding("layback", uncertain=True))
    coach.frame(firing("layback"))
    assert coach.said == []
    coach.rep(finding("layback"))
    coach.frame(firing("layback", certain=False))
    assert coach.said == []


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ([firing("range-loss", POOR), firing("layback", POOR)], "layback"),  # 1 is told before 6
        ([firing("layback", POOR), firing("range-loss", POOR)], "layback"),
        ([firing("knee-bend", POOR), firing("uneven", CAUTION)], "knee-bend"),  # both 3: the worse one
        ([firing("uneven", CAUTION), firing("knee-bend", POOR)], "knee-bend"),
        ([firing("head-poke", CAUTION), firing("range-loss", POOR)], "head-poke"),  # priority before severity
    ],
)
def test_of_several_faults_the_most_important_is_told(present, expected) -> None:
    coach = Coach()
    coach.rep(*(finding(f.rule.removeprefix("overhead-press.")) for f in present))
    coach.frame(*present)
    assert [cue.rule for cue in coach.cues] == [full(expected)]


def test_there_is_one_cue_at_a_time_and_it_stays_for_a_while() -> None:
    coach = Coach()
    first = coach.frame(firing("range-loss", POOR))
    shown = [coach.frame(firing("layback", POOR)) for _ in range(round(SHOWN_S * 10))]
    assert shown == [first] * len(shown)
    assert coach.frame() is None


def test_each_rep_may_have_its_cue_but_they_are_spoken_eight_seconds_apart_at_least() -> None:
    coach = Coach()
    for _ in range(40):
        coach.frame(firing("layback", POOR))
        coach.rep(finding("layback", POOR), seconds=1.8)
    assert len(coach.cues) == 40
    spoken = [cue.time_s for cue in coach.cues if cue.say]
    assert spoken[0] == coach.cues[0].time_s
    assert all(SPOKEN_PAUSE_S <= later - earlier < SPOKEN_PAUSE_S + 2 for earlier, later in pairwise(spoken))


def test_a_fault_that_was_told_while_it_happened_is_not_told_again_when_its_rep_is_over() -> None:
    coach = Coach()
    coach.frame(firing("layback", POOR))
    coach.rep(finding("layback", POOR))
    assert len(coach.cues) == 1


def test_there_is_one_cue_a_rep_however_slow_it_is() -> None:
    coach = Coach()
    for _ in range(30):
        coach.frame(firing("layback", POOR))
        coach.wait(0.9)
    assert len(coach.cues) == 1


# Praise


def told_of_layback() -> Coach:
    coach = Coach()
    coach.rep(finding("layback", POOR))
    assert coach.said == ["Ribs down, squeeze glutes"]
    return coach


def test_a_corrected_fault_is_praised_once() -> None:
    coach = told_of_layback()
    coach.rep()
    coach.rep()
    assert coach.said == ["Ribs down, squeeze glutes", "Trunk tall, good"]
    assert (coach.cues[-1].rule, coach.cues[-1].severity) == (full("layback"), None)


@pytest.mark.parametrize(
    "found",
    [
        finding("layback", CAUTION),
        finding("layback", CAUTION, uncertain=True),
        finding("head-poke", CAUTION),
        finding("uneven", CAUTION, uncertain=True),
    ],
    ids=["milder", "uncertain", "another", "another uncertain"],
)
def test_a_rep_with_any_finding_is_not_praised(found) -> None:
    coach = told_of_layback()
    coach.rep(found, seconds=2)
    assert "Trunk tall, good" not in coach.said
    coach.rep(seconds=2)
    assert coach.said[-1] == "Trunk tall, good"


def test_a_rep_in_which_the_fault_could_not_be_judged_is_not_praised() -> None:
    coach = told_of_layback()
    coach.rep(judged=ALL - {full("layback")})
    assert coach.said == ["Ribs down, squeeze glutes"]


def test_praise_gives_way_to_the_next_fault() -> None:
    coach = told_of_layback()
    coach.rep()
    assert coach.frame(firing("head-poke", POOR)) is not None
    assert coach.said[-2:] == ["Trunk tall, good", "Chin back"]


def test_praise_goes_once_the_next_rep_shows_a_fault_that_is_not_told_yet() -> None:
    coach = told_of_layback()
    coach.rep()
    praised = coach.frame()
    assert praised is not None
    assert praised.is_praise
    assert coach.frame(firing("head-poke")) is None


def test_what_was_never_told_is_not_praised() -> None:
    coach = Coach()
    coach.rep(finding("layback"))
    coach.rep()
    assert coach.said == []


# Nothing to judge


def test_a_rep_that_cannot_be_judged_from_here_is_told_once_with_how_to_film() -> None:
    arbiter = CueArbiter(RULES, "Film from the front.")

    def rep(number: int, time_s: float) -> Cue | None:
        return arbiter.update(
            time_s,
            seen=True,
            rep=number,
            firing=(),
            settled=(),
            rep_ended=True,
            judged=frozenset(),
            blind=True,
        )

    told = rep(1, 3.0)
    assert told is not None
    assert (told.text, told.spoken) == (
        "Not judged from here",
        "I can't judge this from here. Film from the front.",
    )
    assert not told.is_praise
    assert rep(2, 20.0) is None


# Out of sight


def test_who_cannot_be_seen_for_a_second_is_told_until_they_are_back() -> None:
    coach = Coach()
    coach.wait(1)
    coach.wait(0.9, seen=False)
    assert coach.said == []
    coach.wait(5, seen=False)
    assert coach.said == ["I can't see you"]
    assert coach.frame() is None


def test_before_anybody_came_nothing_is_said() -> None:
    coach = Coach()
    coach.wait(10, seen=False)
    assert coach.said == []


def test_a_moment_out_of_sight_does_not_take_a_cue_away() -> None:
    coach = Coach()
    cue = coach.frame(firing("layback", POOR))
    assert coach.frame(seen=False) == cue


def test_a_cue_ends_in_time_even_if_the_subject_is_out_of_sight() -> None:
    coach = Coach()
    coach.frame(firing("layback", POOR))
    coach.wait(SHOWN_S - 0.5)
    told = [coach.frame(seen=False) for _ in range(9)]
    assert told[-1] is None
