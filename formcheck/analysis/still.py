"""Analyses one still picture as one moment: what was measured, and what can be judged without time."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.activities.mode import Mode
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.calibration.starting_neutral import ProfileChooser, StartingNeutral, look_at_start
from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.measurement import Reason
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.pose.stream import PoseStream, estimated_poses
from formcheck.results.digest import Digest, measurement_summary, not_judged_entry, off_entry, unit_of_column
from formcheck.results.known_errors import without_unknown_errors
from formcheck.results.neutral_summary import neutral_summary
from formcheck.results.result import OutputFiles, Result
from formcheck.results.summary import NotJudgedSummary, Summary
from formcheck.rules.finding import Finding, Verdict
from formcheck.rules.moment import judge_moments
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Rule
from formcheck.rules.sample import RuleSample
from formcheck.session.observation import Observation
from formcheck.session.session import start_session
from formcheck.sinks.context import SinkContext, SinkOptions
from formcheck.sinks.registry import open_sinks, sink_names
from formcheck.sinks.update import Outcome, Update

_NO_TIMES = "a picture has no times: --start, --end and --neutral do nothing for it"
_CALIBRATE = "Store your own neutral first: formcheck calibrate, with a video or with several pictures."


def analyze_picture(
    path: Path, folder: Path, poses: Path | None, activity: Activity, options: AnalysisOptions
) -> Result:
    """Analyse a still picture and write the results into `folder`.

    Raises:
        SourceError: If the picture cannot be read.
        ModelError: If the pose model is not there.
        ProfileError: If there is no profile of the name that was asked for.
        OutputError: If a result cannot be written.
    """
    with estimated_poses(path, options.model) as stream:
        frames = tuple(stream)
        chooser = ProfileChooser(stream.info, activity.mode, options.profile, stream.model)
        look_at_start(iter(frames), chooser)
        given = chooser.choose()
        observation, neutral = _observe(frames[0], activity, stream, given)
        summary, firing = _judge(observation, neutral, activity, stream)
        summary = summary.model_copy(update={"neutral": neutral_summary(neutral, given.profile)})
        context = SinkContext(
            activity, stream.info, stream.model, folder, "picture", path,
            options=SinkOptions(poses=poses, video=options.video),
        )  # fmt: skip
        with open_sinks(sink_names(), context) as sinks:
            sinks.write(Update(replace(observation, firing=firing), frames[0]))
            sinks.write(Update(outcome=Outcome(summary, neutral)))
        timed = (options.start_s, options.end_s, options.neutral_s) != (None, None, None)
        warnings = (*([_NO_TIMES] if timed else []), *given.warnings, *stream.warnings)
        return Result(summary, OutputFiles.of(folder, sinks.written, warnings), activity)


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
        "findings": [digest.finding_summary(finding) for finding in findings],
        "not_judged": [
            *_not_judged(verdicts, activity.mode, seen=observation.pose is not None),
            *map(off_entry, activity.off),
        ],
    }
    return without_unknown_errors(summary.model_copy(update=update)), {f.rule: f.side or "" for f in findings}


def _findings(verdicts: Sequence[tuple[Rule, Verdict]]) -> list[Finding]:
    found = [(rule, v.fault) for rule, v in verdicts if v.fault is not None]
    return [fault.as_finding(number, rule.id) for number, (rule, fault) in enumerate(found, start=1)]


def _not_judged(
    verdicts: Sequence[tuple[Rule, Verdict]], mode: Mode, *, seen: bool
) -> list[NotJudgedSummary]:
    entries = []
    for rule, verdict in verdicts:
        if verdict.value.reason is not None:
            reason = verdict.value.reason if seen else Reason.NO_PERSON
            entry = not_judged_entry(rule, reason, [], mode)
            fix = _CALIBRATE if reason is Reason.NO_NEUTRAL else entry.fix
            entries.append(entry.model_copy(update={"fix": fix}))
    return entries
