"""Analyses one still picture as one moment: what was measured, and what can be judged without time."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from formcheck.activities.activity import Activity, rule_measures, views_by_column
from formcheck.activities.mode import Mode
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.calibration.starting_neutral import ProfileChooser, StartingNeutral, look_at_start
from formcheck.files import write_bytes, write_text
from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.measurement import Reason
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import RecordingWriter
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
from formcheck.sinks.drawing.angle_marks import marks_for
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.sinks.drawing.stills import jpeg
from formcheck.sinks.result_folder import remove_earlier
from formcheck.sinks.tables import FramesTable
from formcheck.source.picture import PictureFile

_LONGEST_SIDE_PX = 1920
_QUALITY = 92
_NO_TIMES = "a picture has no times: --start, --end and --neutral do nothing for it"
_CALIBRATE = "Store your own neutral first: formcheck calibrate, with a video or with several pictures."
_ANNOTATED, _FRAMES, _SUMMARY = "annotated.jpg", "frames.csv", "summary.json"


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
        observation = replace(observation, firing=firing)
        _write_frames(folder / _FRAMES, observation)
        if options.video:
            _write_annotated(folder / _ANNOTATED, path, observation, activity, stream)
        if poses is not None:
            with RecordingWriter(poses, stream.info, stream.model) as recording:
                recording.write(frames[0])
        write_text(folder / _SUMMARY, summary.to_json())
        for name in ("annotated.mp4", "report.html", "reps.csv", *([] if options.video else [_ANNOTATED])):
            remove_earlier(folder / name)
        timed = (options.start_s, options.end_s, options.neutral_s) != (None, None, None)
        written = OutputFiles(
            folder=folder,
            summary=folder / _SUMMARY,
            reps=None,
            frames=folder / _FRAMES,
            picture=folder / _ANNOTATED if options.video else None,
            poses=poses,
            warnings=(*([_NO_TIMES] if timed else []), *given.warnings, *stream.warnings),
        )
        return Result(summary, written, activity)


def _observe(
    frame: PosedFrame, activity: Activity, stream: PoseStream, given: StartingNeutral
) -> tuple[Observation, Neutral]:
    session = start_session(
        activity, stream.info, OneEuroSmoother(), tuple(frame_quantities()), given.neutral
    )
    observations = [*session.push(frame), *session.finish()]
    # What is learned from the picture itself is no neutral to compare it with.
    return observations[0], given.neutral or Neutral()


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


def _write_frames(path: Path, observation: Observation) -> None:
    with FramesTable(path, tuple(observation.measurements)) as table:
        table.write(observation)


def _write_annotated(
    path: Path, source: Path, observation: Observation, activity: Activity, stream: PoseStream
) -> None:
    overlay = Overlay(
        stream.info,
        marks_for(tuple(observation.measurements)),
        {rule.id: rule_measures(rule) for rule in activity.rules},
        judged_from=views_by_column(activity),
    )
    with PictureFile(source, _LONGEST_SIDE_PX) as picture:
        for frame in picture:
            drawn = overlay.draw(frame.image, observation, words=False)
            write_bytes(path, jpeg(drawn, _QUALITY))
