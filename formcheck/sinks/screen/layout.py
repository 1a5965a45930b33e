"""Where the plates of the live window go, for any size and shape of it."""

from dataclasses import dataclass

from formcheck.sinks.drawing.plates import Box

# Below this there is room for the picture alone.
SMALLEST_PX = 120
# A tall window's words follow its width: its height would make them too long for a row.
_TALLEST = 1.25
_PORTRAIT = 1.5
_CUE_SHARE = 0.36
_MARGIN, _COUNT, _TEMPO, _REACH, _GAUGES = 0.02, (0.5, 0.27), (0.45, 0.13), (0.45, 0.1), (0.45, 0.36)
_BAR = 0.05
_PAST_WIDTH = 0.38
_SUMMARY_WIDTH, _GUIDE, _NOTE, _HELP = 0.85, 0.42, 0.075, (0.9, 0.8)


@dataclass(frozen=True, slots=True)
class LiveLayout:
    """Places in a window; none overlaps another that is shown at the same time.

    Attributes:
        unit_px: What sizes follow: about the shorter side of the window.
        cue_height_px: Height to lay out cues for: they stand at the bottom of the window.
        count: The number of reps, and the phase.
        tempo: How long the way up and the way down take.
        reach: How far each arm has come.
        gauges: The few angles that matter.
        summary: The last set, in place of the gauges.
        guide: The arrow or the countdown of the set-up guide, when there is neither count nor gauge.
        note: A row of words under it.
        past: The last set, while the guide is shown.
        help: The keys, in front of everything.
        cue: Where the cue may be.
        bar: Recording, muted, rate, and the most important keys: one row of small words at the bottom.
    """

    unit_px: float
    cue_height_px: int
    count: Box
    tempo: Box
    reach: Box
    gauges: Box
    summary: Box
    guide: Box
    note: Box
    past: Box
    help: Box
    cue: Box
    bar: Box


def lay_out(width: int, height: int) -> LiveLayout | None:
    """The places in a window of that size, or None where it is too small for any words."""
    if min(width, height) < SMALLEST_PX:
        return None
    unit = min(height, 0.96 * width)
    margin = round(_MARGIN * unit)
    cue_height = round(min(height, _TALLEST * width))
    bar_height = round(_BAR * unit)
    bar = Box(0, height - bar_height, width, bar_height)
    cue_share = round(_CUE_SHARE * cue_height)
    cue = Box(0, bar.top - cue_share, width, cue_share)
    count = _sized(margin, margin, _COUNT, unit)
    tempo = _sized(margin, count.top + count.height + margin, _TEMPO, unit)
    reach = _sized(margin, tempo.top + tempo.height + margin, _REACH, unit)
    wide = round(_GAUGES[0] * unit)
    gauges = _sized(width - margin - wide, margin, _GAUGES, unit)
    left = count.left + count.width + margin
    summary_width = round(min(width - margin - left, _SUMMARY_WIDTH * unit))
    summary = Box(width - margin - summary_width, margin, summary_width, cue.top - 2 * margin)
    if height > _PORTRAIT * width:
        top = cue.top - margin - gauges.height
        gauges = Box(gauges.left, top, gauges.width, gauges.height)
        tempo = _sized(margin, top, _TEMPO, unit)
        reach = _sized(margin, tempo.top + tempo.height + margin, _REACH, unit)
        below = count.top + count.height + margin
        summary = Box(margin, below, width - 2 * margin, top - margin - below)
    note_height = round(_NOTE * unit)
    note = Box(margin, cue.top - note_height, width - 2 * margin, note_height)
    side = round(min(_GUIDE * unit, note.top - 2 * margin))
    guide = Box((width - side) // 2, (note.top - side) // 2, side, side)
    past = Box(margin, margin, guide.left - 2 * margin, note.top - 2 * margin)
    if past.width < _PAST_WIDTH * unit:
        past = Box(margin, margin, width - 2 * margin, max(0, guide.top - 2 * margin))
    help_box = _centred(width, height, round(_HELP[0] * unit), round(_HELP[1] * unit))
    return LiveLayout(
        unit, cue_height, count, tempo, reach, gauges, summary, guide, note, past, help_box, cue, bar
    )


def _sized(left: int, top: int, size: tuple[float, float], unit: float) -> Box:
    return Box(left, top, round(size[0] * unit), round(size[1] * unit))


def _centred(width: int, height: int, box_width: int, box_height: int) -> Box:
    return Box((width - box_width) // 2, (height - box_height) // 2, box_width, box_height)
