"""Which track of a file is the film: not its cover, its preview or its depth."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from formcheck.errors import NotAVideoError
from formcheck.source.codecs import InputContainer, VideoStream, av

# A track with a smaller share of the pictures of the fullest one is no film: a cover, a row of thumbnails.
_FEWEST_SHARE = 0.25
# Where the header does not say how many pictures a track has, these many packets are counted.
_PACKETS_COUNTED = 400


def film_track(
    container: InputContainer, path: Path, open_again: Callable[[Path], InputContainer]
) -> VideoStream:
    """The track to read: of those with about as many pictures as the fullest one, the largest.

    Args:
        container: The open file.
        path: The file.
        open_again: Opens it once more, to look ahead.

    Raises:
        NotAVideoError: If there is none, or none that can be decoded.
    """
    tracks = [s for s in container.streams.video if not s.disposition & s.disposition.attached_pic]
    if not tracks:
        what = "sound but no pictures" if container.streams.audio else "no pictures"
        raise NotAVideoError(f"{path}: holds {what}; give a video file")
    known = [track for track in tracks if getattr(track, "codec_context", None) is not None]
    if not known:
        raise NotAVideoError(f"{path}: its pictures cannot be decoded; convert it to an H.264 mp4")
    if len(known) == 1:
        return known[0]
    counted = {track.index: track.frames for track in known}
    if not all(counted.values()):
        with open_again(path) as ahead:
            counted = _counted(ahead)
    return _fullest(container, known, counted)


def _fullest(container: InputContainer, tracks: list[VideoStream], counted: Mapping[int, int]) -> VideoStream:
    fewest = _FEWEST_SHARE * max(counted.values())
    films = [track for track in tracks if counted[track.index] >= fewest]
    best = container.streams.best("video")

    def worth(track: VideoStream) -> tuple[bool, int, bool, bool, int]:
        aside = track.disposition & (track.disposition.still_image | track.disposition.dependent)
        area_px = track.codec_context.width * track.codec_context.height
        is_default = bool(track.disposition & track.disposition.default)
        return not aside, area_px, is_default, track is best, -track.index

    return max(films, key=worth)


def _counted(container: InputContainer) -> Counter[int]:
    """How many packets each track has near the beginning."""
    counted = Counter({track.index: 0 for track in container.streams.video})
    try:
        for number, packet in enumerate(container.demux(*container.streams.video)):
            counted[packet.stream_index] += packet.size > 0
            if number >= _PACKETS_COUNTED:
                break
    except (av.FFmpegError, IndexError):  # of a track that appears on the way
        pass  # the pictures that can be read will be
    return counted
