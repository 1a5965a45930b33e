"""Opens a media file, or says in plain words why it cannot be one."""

import stat
from pathlib import Path

from formcheck.errors import NotAVideoError, SourceError
from formcheck.source.codecs import InputContainer, av
from formcheck.source.shown_address import is_like_address
from formcheck.source.still_kinds import HEAD_BYTES, check_still, ending_of_still

# Only what cameras, phones and converters write. Playlists and subtitles are refused: ffmpeg takes almost
# any text for one of them, and a playlist may point to other files or to the network.
_FORMATS = (
    "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,gif,apng,mxf,dv,h264,hevc,m4v,ivf,"
    "yuv4mpegpipe,nut,mjpeg,mp3,wav,flac,aac"
)
_OPTIONS = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}


def check_file(path: Path) -> None:
    """Say what is wrong with a path in better words than ffmpeg has.

    Raises:
        NotAVideoError: If the file is empty.
        SourceError: If it is no file or cannot be read.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SourceError(f"{path}: is a folder; name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(f"{path}: is not a regular file; save it to a file first")
        with path.open("rb"):
            pass
    except FileNotFoundError:
        if is_like_address(str(path)):
            raise SourceError("an address is no file: formcheck live --source watches it") from None
        raise SourceError(f"{path}: there is no such file; check the path") from None
    except PermissionError:
        raise SourceError(f"{path}: may not be read; change its permissions, or copy it") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"{path}: cannot be read ({error})") from None
    if status.st_size == 0:
        raise NotAVideoError(f"{path}: is empty (0 bytes); copy or record it again")


def open_container(path: Path) -> InputContainer:
    """Open a media file, and nothing that it may point to.

    Raises:
        NotAVideoError: If it is none, or a still picture of a kind that cannot be read.
    """
    try:
        with path.open("rb") as file:
            check_still(path, file.read(HEAD_BYTES))
        return av.open(str(path.absolute()), options=_OPTIONS, metadata_errors="replace")
    except (av.FFmpegError, OSError):
        raise NotAVideoError(f"{path}: {_why_not_a_video(path)}") from None


def _why_not_a_video(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    ending = ending_of_still(head)
    if ending is not None:
        return f"is a picture; give its name the ending .{ending}"
    if head[4:8] == b"ftyp":
        return "was cut off before its index was written, or is damaged; copy or record it again"
    return "is not a video, or is damaged; give a video file such as mp4, mov, mkv or webm"
