"""From a video that could be ended at any moment to one that players like best."""

from contextlib import ExitStack, closing
from pathlib import Path

from formcheck.sinks.own_files import MARK
from formcheck.source.codecs import av
from formcheck.source.packets import packets_of

# Each second can be read without what follows: what is written when the process is killed can be played.
FRAGMENTED = {"movflags": "+frag_keyframe+empty_moov+default_base_moof", "flush_packets": "1"}
WHOLE = {"movflags": "+faststart"}


def write_whole(fragmented: Path, path: Path) -> bool:
    """Write the pictures of a fragmented mp4, up to where it can be read, as one with its index at the front.

    Args:
        fragmented: What was written so far.
        path: Where to write.

    Returns:
        Whether there was a picture.

    Raises:
        av.FFmpegError: If it holds no video, or cannot be written.
    """
    with ExitStack() as opened:
        source = opened.enter_context(closing(av.open(str(fragmented), metadata_errors="replace")))
        if not source.streams.video:
            return False
        out = opened.enter_context(closing(av.open(str(path), "w", format="mp4", options=dict(WHOLE))))
        out.metadata["comment"] = MARK
        pictures = source.streams.video[0]
        stream = out.add_stream_from_template(pictures)
        count = 0
        try:
            for packet in packets_of(source, pictures):
                if packet.is_corrupt:  # cut off where the process was
                    break
                if packet.dts is not None:
                    packet.stream = stream
                    out.mux(packet)
                    count += 1
        except av.InvalidDataError:  # the last part was being written
            pass
        return count > 0
