"""Analyses one still picture as one moment: what was measured, and what can be judged without time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from formcheck.activities.activity import Activity
from formcheck.activities.mode import Mode
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.notes import dated
from formcheck.analysis.recorded import folder_name
from formcheck.analysis.run import Progress, never, no_progress
from formcheck.calibration.starting_neutral import ProfileChooser, StartingNeutral, look_at_start
from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.measurement import Reason
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording_name import SUFFIX
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.pose.stream import PoseStream, estimated_poses
from formcheck.results.digest import Digest, measurement_summary, unit_of_column
from formcheck.results.known_errors import without_unknown_errors
from formcheck.results.neutral_summary import neutral_summary
from formcheck.results.not_judged import Filmed, not_judged_entry, off_entry
from formcheck.results.summary import NotJudgedSummary, Summary
from formcheck.rules.finding import Finding, Verdict
from formcheck.rules.moment import judge_moments
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Rule
from formcheck.rules.sample import RuleSample
from formcheck.session.observation import Observation
from formcheck.session.start import start_session
from formcheck.sinks.context import SinkContext, SinkOptions
from formcheck.sinks.update import Outcome, Update

_NO_TIMES = "a picture has no times: --start, --end and --neutral do nothing for it"


class StillRun:
    """One analysis of a still picture; see `AnalysisRun`.

    Args:
        path: The picture.
        activity: What to look for.
        options: How it is analysed, and what is written of it.

    Raises:
        SourceError: If the picture cannot be read.
        ModelError: If the pose model is not there.
    """

    def __init__(self, path: Path, activity: Activity, options: AnalysisOptions) -> None:
        self._path, self._activity, self._options = path, activity, options
        self._stream = estimated_poses(path, options.early or options.model, faces=activity.needs_faces)
        self._given = StartingNeutral()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What went wrong without stopping the analysis."""
        options = self._options
        timed = (options.start_s, options.end_s, options.neutral_s) != (None, None, None)
        return (*([_NO_TIMES] if timed else []), *self._given.warnings, *self._stream.warnings)

    def context(self, folder: Path | None) -> SinkContext:
        """What its sinks are opened with."""
        options = self._options
        poses = None if folder is None else folder / f"{folder_name(self._path)}{SUFFIX}"
        wanted = SinkOptions(
            report=options.report,
            poses=poses if options.save_poses else None,
            video=options.video,
            pdf=options.pdf,
            blur_faces=options.blur_faces,
            csv=options.csv,
            exports=options.exports,
        )
        stream = self._stream
        return SinkContext(
            self._activity,
            stream.info,
            stream.model,
            folder,
            "picture",
            self._path,
            options=wanted,
            notes=options.notes,
        )

    def updates(
        self, progress: Progress = no_progress, should_stop: Callable[[], bool] = never
    ) -> Iterator[Update]:
        """The one moment, and the outcome."""
        stream, activity = self._stream, self._activity
        (frame,) = stream
        chooser = ProfileChooser(stream.info, activity.mode, self._options.profile, stream.model)
        look_at_start(iter((frame,)), chooser)
        self._given = chooser.choose()
        observation, neutral = _observe(frame, activity, stream, self._given)
        summary, firing = _judge(observation, neutral, activity, stream)
        told = {
            "neutral": neutral_summary(neutral, self._given.profile),
            "notes": dated(self._options.notes, self._path),
        }
        summary = summary.model_copy(update=told)
        yield Update(replace(observation, firing=firing), frame)
        progress(frame.time_s, stream.info)
        yield Update(outcome=Outcome(summary, neutral))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.__exit__(kind, error, trace)


def _observe(
    frame: PosedFrame, activity: Activity, stream: PoseStream, given: StartingNeutral
) -> tuple[Observation, Neutral]:
    session = start_session(
        activity, stream.info, OneEuroSmoother(), tuple(frame_quantities()), given.neutral
    )
    # What is learned from the picture itself is no neutral to compare it with.
    return next(session.watch([frame])), given.neutral or Neutral()


def _judge(
    observation: Observation, neutral: Neutral, activity: Activity, stream: PoseStream
) -> tuple[Summary, dict[str, str]]:
    sample = RuleSample(observation.time_s, observation.view, observation.measurements)
    verdicts = judge_moments(activity.rules, sample, neutral, stream.info.pose_model)
    findings = _findings(verdicts)
    digest = Digest(activity)
    digest.write(observation)
    summary = digest.summary(stream.info, stream.model, kind="picture", interrupted=False)
    columns = (key for quantity in quantities().values() for key in quantity.columns())
    shown = {
        key: (observation.measurements[key], unit_of_column(key))
        for key in columns
        if key in observation.measurements
    }
    update = {
        "moment": {key: measurement_summary(*pair) for key, pair in shown.items()},
        "judged": [rule.id for rule, verdict in verdicts if verdict.judged],
        "findings": [digest.finding_summary(finding) for finding in findings],
        "not_judged": [
            *_not_judged(verdicts, activity.mode, observation, calibrated=bool(neutral.by_view)),
            *map(off_entry, activity.off),
        ],
    }
    return without_unknown_errors(summary.model_copy(update=update)), {f.rule: f.side or "" for f in findings}


def _findings(verdicts: Sequence[tuple[Rule, Verdict]]) -> list[Finding]:
    found = [(rule, v.fault) for rule, v in verdicts if v.fault is not None]
    return [fault.as_finding(number, rule.id) for number, (rule, fault) in enumerate(found, start=1)]


def _not_judged(
    verdicts: Sequence[tuple[Rule, Verdict]], mode: Mode, observation: Observation, *, calibrated: bool
) -> list[NotJudgedSummary]:
    filmed = Filmed.of({observation.view: 1}, ["calibrated", "picture"] if calibrated else ["picture"])
    seen = observation.pose is not None
    return [
        not_judged_entry(rule, reason if seen else Reason.NO_PERSON, [], mode, filmed)
        for rule, verdict in verdicts
        if (reason := verdict.value.reason) is not None
    ]
