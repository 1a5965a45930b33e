"""The scores of a sitting activity as Markdown, which is also what the terminal shows."""

from formcheck.evaluation.markdown import as_table
from formcheck.evaluation.posture_scores import PostureScore


def posture_tables(score: PostureScore, clips: int) -> str:
    """What was named, how far a head has to come forward, and what was said while nothing was wrong."""
    named = sorted({name for states in score.confusion.values() for t in states.values() for name in t})
    per_h = score.false_events_per_h
    parts = [
        "## States",
        "",
        f"{clips} clips, each compared with its own labelled neutral. A row is what was true, a column what "
        "was named for at least half of the time, from 1.5 s after the start on.",
        "",
        *as_table(
            ("view", "true state", "shown", "named rightly", *named),
            (
                (view, state, sum(t.values()), _share(t.get(state, 0), sum(t.values())),
                 *(t.get(name, 0) or "" for name in named))
                for view, states in score.confusion.items()
                for state, t in states.items()
            ),
        ),
        "",
        "## Head forward, by size",
        "",
        "Size is the true change of the craniovertebral angle.",
        "",
        *as_table(
            ("view", "change, deg", "shown", "named rightly", "any state"),
            (
                (f.view, f"{f.from_deg:g} to {f.to_deg:g}", f.shown, _share(f.named, f.shown),
                 _share(f.flagged, f.shown))
                for f in score.forward
            ),
        ),
        "",
        "## While nothing is wrong",
        "",
        f"{60 * score.quiet_h:.1f} minutes: {score.false_events} false states"
        + (f" ({per_h:.0f} an hour)" if per_h is not None else "")
        + f", {_share(score.false_h, score.quiet_h)} of the time, the longest {score.longest_false_s:.1f} s; "
        f"{score.false_alerts} alerts. Postures were not judged in {score.suspended:.0%} of the time with a "
        "person in the picture.",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.2f}" if whole else "-"
