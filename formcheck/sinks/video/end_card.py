"""The end of a video: a card with the verdict, long enough to be read."""

from formcheck.activities.activity import Activity
from formcheck.results.card import card_rows
from formcheck.results.summary import Summary
from formcheck.sinks.drawing.card import card_over
from formcheck.sinks.video.writer import VideoWriter
from formcheck.source.frame import Image

# Five rows are read in that time. Pictures now and then, for players that show nothing between two.
SHOWN_S, _EVERY_S = 4.0, 0.5
PICTURES = round(SHOWN_S / _EVERY_S) + 1


def write_card(writer: VideoWriter, last: Image, last_s: float, summary: Summary, activity: Activity) -> None:
    """Append the card, without sound.

    Args:
        writer: Of the video.
        last: The last picture that was written; it stays as it is.
        last_s: Its time.
        summary: What the card says.
        activity: What was watched.

    Raises:
        OutputError: If it cannot be written.
    """
    card = card_over(last, card_rows(summary, activity))
    begin_s = last_s + 1 / max(summary.source.fps, 1.0)
    for step in range(PICTURES):
        writer.write(card, begin_s + step * _EVERY_S, silent=True)
