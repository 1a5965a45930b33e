"""Chooses the one thing to say: the most important, at the right time, and not too often."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from formcheck.cues.cue import Cue
from formcheck.rules.finding import Finding, Severity
from formcheck.rules.rule import Rule
from formcheck.rules.watch import Firing

# On screen one cue a rep; spoken at most one in 8 s. A caution needs to be seen in 2 of the last 3 reps.
SPOKEN_PAUSE_S = 8.0
SHOWN_S = 2.5
_REPS_LOOKED_AT = 3
_CAUTION_REPS = 2
# Out of sight for this long, the subject is told.
_UNSEEN_S = 1.0


@dataclass(frozen=True, slots=True)
class _Candidate:
    rule: Rule
    severity: Severity


class CueArbiter:
    """Turns faults into cues.

    Args:
        rules: The activity's rules by id.
        how_to_film: What to say where nothing can be judged from where the camera stands.
    """

    def __init__(self, rules: Mapping[str, Rule], how_to_film: str = "") -> None:
        self._rules = rules
        self._not_judged = f"I can't judge this from here. {how_to_film}".strip()
        self._told_not_judged = False
        self._history: deque[frozenset[str]] = deque(maxlen=_REPS_LOOKED_AT)
        self._current: Cue | None = None
        self._spoken_s = float("-inf")
        self._told_in_rep = -1
        self._to_praise: str | None = None
        self._seen_s: float | None = None

    def update(
        self,
        time_s: float,
        *,
        seen: bool,
        rep: int,
        firing: Sequence[Firing],
        settled: Sequence[Finding],
        rep_ended: bool,
        judged: frozenset[str],
        blind: bool = False,
    ) -> Cue | None:
        """The cue to show in this frame.

        Args:
            time_s: Time of the frame.
            seen: Whether the subject is in sight.
            rep: Number of the rep that is going on.
            firing: Faults that are present now.
            settled: Findings of the rep that ended with this frame.
            rep_ended: Whether a rep ended with this frame.
            judged: Rules that could be judged in that rep.
            blind: Whether nothing of the body could be judged in that rep.
        """
        if self._current is not None and time_s - self._current.time_s > SHOWN_S:
            self._current = None
        if self._current is not None and self._current.is_praise and firing:
            self._current = None  # the next rep has begun, and has a fault
        if (lost := self._lost(time_s, seen)) is not None:
            return lost
        if rep_ended:
            self._history.append(frozenset(f.rule for f in settled if not f.uncertain))
        candidate = self._worst([*self._present(firing), *self._over(settled)])
        if candidate is not None and rep != self._told_in_rep:
            self._tell(time_s, rep, candidate)
        elif candidate is not None and self._is_worse(candidate):
            assert self._current is not None
            self._current = replace(self._current, severity=candidate.severity)
        elif rep_ended and blind:
            self._say_not_judged(time_s)
        elif rep_ended and self._is_corrected(rep, judged, settled):
            self._praise(time_s)
        return self._current

    def _say_not_judged(self, time_s: float) -> None:
        """Once a set: silence would be taken for a good rep."""
        if not self._told_not_judged:
            self._told_not_judged = True
            self._current = Cue(time_s, None, None, "Not judged from here", self._not_judged)
            self._spoken_s = time_s

    def _lost(self, time_s: float, seen: bool) -> Cue | None:
        if seen or self._seen_s is None:
            self._seen_s = time_s if seen else self._seen_s
            return None
        if time_s - self._seen_s < _UNSEEN_S:
            return self._current
        return Cue(
            self._seen_s, None, None, "I can't see you", "I can't see you. Step back into the picture."
        )

    def _present(self, firing: Sequence[Firing]) -> list[_Candidate]:
        return [
            _Candidate(self._rules[f.rule], f.severity)
            for f in firing
            if f.severity is Severity.POOR or (f.certain and self._is_habit(f.rule, now=True))
        ]

    def _over(self, settled: Sequence[Finding]) -> list[_Candidate]:
        return [
            _Candidate(self._rules[f.rule], f.severity)
            for f in settled
            if f.severity is Severity.POOR or (not f.uncertain and self._is_habit(f.rule, now=False))
        ]

    def _is_habit(self, rule: str, *, now: bool) -> bool:
        past = list(self._history)[-(_REPS_LOOKED_AT - 1) :] if now else list(self._history)
        return sum(rule in faults for faults in past) + now >= _CAUTION_REPS

    def _worst(self, candidates: list[_Candidate]) -> _Candidate | None:
        return min(candidates, key=lambda c: (c.rule.priority, -c.severity.rank), default=None)

    def _tell(self, time_s: float, rep: int, candidate: _Candidate) -> None:
        rule = candidate.rule
        say = time_s - self._spoken_s >= SPOKEN_PAUSE_S
        self._current = Cue(time_s, rule.id, candidate.severity, rule.cue, rule.spoken, say)
        self._spoken_s = time_s if say else self._spoken_s
        self._told_in_rep, self._to_praise = rep, rule.id

    def _is_corrected(self, rep: int, judged: frozenset[str], settled: Sequence[Finding]) -> bool:
        """Whether a later rep was judged and shows no fault at all, be it in doubt.

        A rep that has only another fault is none to praise: that fault may be the opposite one.
        """
        return rep > self._told_in_rep and self._to_praise in judged and not settled

    def _is_worse(self, candidate: _Candidate) -> bool:
        """Whether the fault that is shown has become poor meanwhile."""
        shown = self._current
        return (
            shown is not None
            and shown.rule == candidate.rule.id
            and shown.severity is Severity.CAUTION
            and candidate.severity is Severity.POOR
        )

    def _praise(self, time_s: float) -> None:
        assert self._to_praise is not None
        praise = self._rules[self._to_praise].praise
        say = time_s - self._spoken_s >= SPOKEN_PAUSE_S
        self._current = Cue(time_s, self._to_praise, None, praise, praise, say)
        self._to_praise = None
