"""Remembers how the worst moment of each finding looked, for the report's pictures."""

from dataclasses import replace

from formcheck.pose.time_window import TimeWindow
from formcheck.rules.finding import Finding, badness
from formcheck.session.observation import Observation

# A finding is settled when its rep is over: its moment may lie this far back.
_BACK_S = 30.0


class Moments:
    """Keeps the observation at the peak of each rule's worst finding."""

    def __init__(self) -> None:
        self._recent: TimeWindow[Observation] = TimeWindow(_BACK_S)
        self._worst: dict[str, tuple[Finding, Observation]] = {}

    def write(self, observation: Observation) -> None:
        """Take one frame, and keep the moments of the findings that it settles."""
        if not observation.is_end:
            self._recent.add(observation.time_s, observation)
        for finding in observation.findings:
            known = self._worst.get(finding.rule)
            if known is None or badness(finding) > badness(known[0]):
                moment = min(self._recent, key=lambda o: abs(o.time_s - finding.peak_s), default=observation)
                self._worst[finding.rule] = (finding, moment)

    def by_finding(self) -> dict[str, Observation]:
        """Finding id -> its moment, one for each rule, with this finding alone: what it is a picture of."""
        return {finding.id: replace(moment, findings=(finding,)) for finding, moment in self._worst.values()}

    def worst(self) -> tuple[tuple[Finding, Observation], ...]:
        """Each rule's worst finding with its moment."""
        return tuple(self._worst.values())
