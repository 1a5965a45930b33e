from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.errors import NotAVideoError, SourceError
from formcheck.source.codecs import av
from formcheck.source.picture import PictureFile, is_picture
from formcheck.source.video import VideoFile
from tests.source.clips import corners, grey, index_of, make_clip

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def written(path: Path, width: int = 64, height: int = 48) -> Path:
    assert cv2.imwrite(str(path), cv2.cvtColor(corners(0, (width, height)), cv2.COLOR_RGB2BGR))
    return path


def with_orientation(path: Path, orientation: int) -> Path:
    """Put an EXIF block that holds nothing but the orientation behind the start of a JPEG."""
    data = written(path).read_bytes()
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2, "big") + b"\x00\x00"
    tiff = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
    block = b"Exif\x00\x00" + tiff
    path.write_bytes(data[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + data[2:])
    return path


def shown(path: Path, longest_side_px: int | None = None):
    with PictureFile(path, longest_side_px) as picture:
        (frame,) = picture
        return picture.info, frame.image, picture.warnings


def colours(image: np.ndarray) -> list[tuple[int, ...]]:
    """Of the four corners, in reading order, each rounded to full or nothing."""
    height, width = image.shape[:2]
    points = [(y, x) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return [tuple(int(round(v / 255) * 255) for v in image[point]) for point in points]


@pytest.mark.parametrize("name", ["a.jpg", "a.jpeg", "a.JPG", "a.png", "a.webp"])
def test_a_picture_is_one_frame(tmp_path, name) -> None:
    info, image, warnings = shown(written(tmp_path / name))
    assert (info.width_px, info.height_px, image.shape, warnings) == (64, 48, (48, 64, 3), ())
    assert colours(image) == [RED, GREEN, BLUE, WHITE]
    assert is_picture(tmp_path / name)


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        (1, [RED, GREEN, BLUE, WHITE]),
        (3, [WHITE, BLUE, GREEN, RED]),
        (6, [BLUE, RED, WHITE, GREEN]),
        (8, [GREEN, WHITE, RED, BLUE]),
    ],
)
def test_the_orientation_of_the_camera_is_honoured(tmp_path, orientation, expected) -> None:
    info, image, _ = shown(with_orientation(tmp_path / "a.jpg", orientation))
    assert colours(image) == expected
    assert (info.width_px, info.height_px) == ((64, 48) if orientation in (1, 3) else (48, 64))


def test_a_large_picture_is_made_smaller_and_its_size_is_known(tmp_path) -> None:
    info, image, _ = shown(written(tmp_path / "a.png", 400, 300), 100)
    assert (info.width_px, info.height_px, image.shape) == (400, 300, (75, 100, 3))


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
@pytest.mark.parametrize("kept", [30, 0.3, 0.5, 0.95])
def test_a_picture_that_is_cut_off_is_refused(tmp_path, capfd, name, kept) -> None:
    path = written(tmp_path / name, 640, 480)
    data = path.read_bytes()
    path.write_bytes(data[: kept if kept > 1 else int(kept * len(data))])
    with pytest.raises(NotAVideoError, match="cut off"):
        PictureFile(path)
    assert capfd.readouterr() == ("", "")


def test_a_picture_that_is_damaged_in_places_says_so(tmp_path, capfd) -> None:
    path = tmp_path / "a.jpg"
    noise = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    assert cv2.imwrite(str(path), noise)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 200] = bytes(range(200))
    path.write_bytes(data)
    _, image, warnings = shown(path)
    assert image.shape == (480, 640, 3)
    assert ["damaged in places" in warning for warning in warnings] == [True]
    assert capfd.readouterr() == ("", "")


def painted(kind: str) -> np.ndarray:
    """The four corners in other ways to store a picture."""
    bgr = cv2.cvtColor(corners(0, (64, 48)), cv2.COLOR_RGB2BGR)
    match kind:
        case "16 bits":
            return bgr.astype(np.uint16) * 257
        case "see-through":
            return np.dstack([bgr, np.full(bgr.shape[:2], 128, np.uint8)])
        case "grey":
            return cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
        case _:
            return np.full((1, 1, 3), 255, np.uint8)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("16 bits", [RED, GREEN, BLUE, WHITE]),
        ("see-through", [RED, GREEN, BLUE, WHITE]),
        ("grey", [(0, 0, 0), (255, 255, 255), (0, 0, 0), WHITE]),
        ("one pixel", [WHITE] * 4),
    ],
)
def test_every_way_to_store_a_picture_becomes_eight_bits_of_colour(tmp_path, kind, expected) -> None:
    path = tmp_path / "a.png"
    assert cv2.imwrite(str(path), painted(kind))
    _, image, _ = shown(path)
    assert image.dtype == np.uint8
    assert image.shape[2] == 3
    assert colours(image) == expected


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (None, SourceError, "check the path"),
        (b"", NotAVideoError, "empty"),
        (b"no picture at all", NotAVideoError, "cut off or no picture"),
        (b"\xff\xd8\xff", NotAVideoError, "cut off or no picture"),
        (b"\x89PNG\r\n\x1a\n", NotAVideoError, "cut off or no picture"),
    ],
    ids=["missing", "empty", "text", "jpeg-start", "png-start"],
)
def test_what_is_no_picture(tmp_path, content, error, words) -> None:
    path = tmp_path / "a.jpg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=words):
        PictureFile(path)


@pytest.mark.parametrize("name", ["a.mp4", "a.poses.jsonl.gz", "a", "jpg"])
def test_what_is_not_named_like_a_picture(name) -> None:
    assert not is_picture(Path(name))


def moving_webp(path: Path) -> Path:
    """The header of an animated WebP, which is enough to know it."""
    path.write_bytes(b"RIFF\x40\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02" + bytes(60))
    return path


def as_phone(path: Path) -> Path:
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(60))
    return path


@pytest.mark.parametrize(
    ("make", "name", "words"),
    [
        (as_phone, "a.heic", "save it as JPEG"),
        (as_phone, "a.jpg", "save it as JPEG"),
        (as_phone, "a.HIF", "save it as JPEG"),
        (moving_webp, "a.webp", "save it as a video"),
        (moving_webp, "a.jpg", "save it as a video"),
    ],
)
def test_pictures_of_other_kinds_are_told_by_what_they_are(tmp_path, make, name: str, words: str) -> None:
    path = make(tmp_path / name)
    assert is_picture(path)
    with pytest.raises(NotAVideoError, match=words) as caught:
        PictureFile(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["moves.gif", "moves.jpg"])
@pytest.mark.parametrize("pictures", [1, 5])
def test_a_gif_is_a_film_where_it_moves_and_else_a_picture(tmp_path, name: str, pictures: int) -> None:
    made = make_clip(
        tmp_path / "made.gif", [t / 10 for t in range(pictures)], codec="gif", pix_fmt="rgb8", paint=grey
    )
    path = made.rename(tmp_path / name)
    assert is_picture(path) == (pictures == 1)
    with (PictureFile if pictures == 1 else VideoFile)(path) as source:
        assert len(list(source)) == pictures


@pytest.mark.parametrize("name", ["film.jpg", "film.heic"])
def test_a_film_that_is_named_like_a_picture_is_a_film(tmp_path, name: str) -> None:
    path = make_clip(tmp_path / "film.mp4", [0.0, 0.1, 0.2]).rename(tmp_path / name)
    assert not is_picture(path)
    with VideoFile(path) as film:
        assert len(list(film)) == 3


@pytest.mark.parametrize("name", ["a.mp4", "a.jfif", "a"])
def test_a_picture_that_is_named_like_a_film_is_told_its_name(tmp_path, name: str) -> None:
    path = written(tmp_path / "a.jpg").rename(tmp_path / name)
    with pytest.raises(NotAVideoError, match=r"is a picture; give its name the ending \.jpg"):
        VideoFile(path)


@pytest.mark.parametrize("ending", ["tiff", "bmp", "jp2"])
@pytest.mark.parametrize("kind", [PictureFile, VideoFile])
def test_pictures_of_kinds_that_are_not_read_are_told_theirs(tmp_path, ending: str, kind) -> None:
    path = written(tmp_path / f"a.{ending}").rename(tmp_path / "a.jpg")
    with pytest.raises(NotAVideoError, match="which is not read; save it as JPEG or PNG"):
        kind(path)


@pytest.mark.parametrize("ending", ["ppm", "sr", "hdr"])
def test_opencv_is_given_no_kind_whose_size_is_not_known_before(tmp_path, ending: str) -> None:
    path = written(tmp_path / f"a.{ending}").rename(tmp_path / "a.jpg")
    with pytest.raises(NotAVideoError):
        PictureFile(path)


def test_a_gif_that_claims_gigabytes_is_refused_by_its_header(tmp_path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"GIF89a" + b"\xff\xff\xff\xff" + bytes(100))
    with pytest.raises(SourceError, match="65535 x 65535 pixels, too many"):
        PictureFile(path)


def test_an_animated_png_is_a_film(tmp_path) -> None:
    path = tmp_path / "moves.png"
    with av.open(str(path), "w", format="apng") as out:
        stream = out.add_stream("apng", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "rgb24"
        for index in range(6):
            frame = av.VideoFrame.from_ndarray(grey(index, (64, 48)), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 10)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert not is_picture(path)
    assert is_picture(written(tmp_path / "still.png"))
    with VideoFile(path) as video:
        assert [index_of(frame.image) for frame in video] == list(range(6))
