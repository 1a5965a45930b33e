"""Films of phones, recorders and network cameras: odd clocks, turns, sizes, tracks and damage."""

import itertools
import struct
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import NotAVideoError, SourceError
from formcheck.source.codecs import av
from formcheck.source.frame import AS_IT_SAYS, Frame, Image, Reading
from formcheck.source.video import VideoFile
from tests.source.clips import (
    corners,
    grey,
    index_of,
    joined,
    make_clip,
    make_tracks,
    make_with_stamps,
    steady,
    write_matrix,
)

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def read(path: Path, start_s: float | None = None, reading: Reading = AS_IT_SAYS) -> list[Frame]:
    with VideoFile(path, start_s, reading=reading) as video:
        return list(video)


def said(path: Path, reading: Reading = AS_IT_SAYS) -> str:
    with VideoFile(path, reading=reading) as video:
        for _ in video:
            pass
        return "\n".join(video.warnings)


def indexes(frames: list[Frame]) -> list[int]:
    return [index_of(frame.image) for frame in frames]


def from_index(first: int):
    """A painter whose pictures go on counting."""
    return lambda index, size_px: grey(first + index, size_px)


def two_parts(folder: Path, suffix: str, codec: str, second_from_s: float, first_from_s: float) -> Path:
    first = make_clip(folder / f"1{suffix}", [first_from_s + t for t in steady(15, 25)], codec=codec)
    second = make_clip(
        folder / f"2{suffix}", [second_from_s + t for t in steady(15, 25)], codec=codec, paint=from_index(15)
    )
    return joined(folder / f"both{suffix}", first, second)


# Clocks


@pytest.mark.parametrize(("suffix", "codec"), [(".ts", "libx264"), (".mpg", "mpeg1video")])
@pytest.mark.parametrize(
    ("first_from_s", "second_from_s"),
    [(0.0, 0.0), (50.0, 0.0), (0.0, 5000.0)],
    ids=["anew", "lower", "higher"],
)
def test_recordings_that_were_appended_are_one_film_in_order(
    tmp_path: Path, suffix: str, codec: str, first_from_s: float, second_from_s: float
) -> None:
    path = two_parts(tmp_path, suffix, codec, second_from_s, first_from_s)
    frames = read(path)
    assert indexes(frames) == list(range(30))
    assert [frame.time_s for frame in frames] == pytest.approx(steady(30, 25), abs=0.05)
    # The decoder gives the last picture of a part only with the first of the next, whose time it may get.
    (cut,) = [frame.index for frame in frames if frame.cut]
    assert cut in {14, 15}
    assert "is 2 recordings, one after the other" in said(path)


def test_a_start_within_the_second_recording_is_found(tmp_path: Path) -> None:
    first = make_clip(tmp_path / "1.ts", steady(40))
    path = joined(tmp_path / "both.ts", first, make_clip(tmp_path / "2.ts", steady(40)))
    frames = read(path, start_s=6.05)
    assert frames[0].time_s == pytest.approx(6.1, abs=0.01)
    assert indexes(frames[:3]) == [21, 22, 23]
    with pytest.raises(SourceError, match=r"is 7\.9 s long; the start 9\.0 s must be earlier"):
        read(path, start_s=9.0)


def test_a_clock_that_runs_over_goes_on(tmp_path: Path) -> None:
    over_s = 2**33 / 90_000
    frames = read(make_clip(tmp_path / "long.ts", [over_s - 1.0 + t for t in steady(20)]))
    assert indexes(frames) == list(range(20))
    assert [frame.time_s for frame in frames] == pytest.approx(steady(20), abs=0.01)
    assert not any(frame.cut for frame in frames)


@pytest.mark.parametrize(
    ("stamps_ms", "kept"),
    [
        ([1000, 1100, 1100, 1050, 1200, 1300], [0, 1, 4, 5]),
        ([5000, 5100, 100, 5200, 5300, 5400], [0, 1, 3, 4, 5]),
        ([5000, 5100, 5200, 100, 200, 300], [0, 1, 2, 3, 4, 5]),
        ([5000, 5100, 5200, 5300, 100, 200], [0, 1, 2, 3]),
    ],
    ids=["slips", "one wrong", "anew", "too few to tell"],
)
def test_one_wrong_time_is_left_out_and_a_new_clock_is_not(
    tmp_path: Path, stamps_ms: list[int], kept: list[int]
) -> None:
    frames = read(make_with_stamps(tmp_path / "stamps.mkv", stamps_ms))
    assert indexes(frames) == kept
    times_s = [frame.time_s for frame in frames]
    assert times_s == sorted(set(times_s))
    assert times_s[-1] < 1.0


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [(".h264", "libx264"), (".hevc", "libx265"), (".mjpeg", "mjpeg"), (".m1v", "mpeg1video")],
)
def test_a_film_without_a_clock_takes_the_rate_that_is_given_and_else_says_that_it_guesses(
    tmp_path: Path, suffix: str, codec: str
) -> None:
    pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    if codec == "libx265" and "libx265" not in av.codecs_available:
        pytest.skip("no encoder")
    path = make_clip(tmp_path / f"raw{suffix}", steady(12, 25), codec=codec, pix_fmt=pix_fmt)
    with VideoFile(path) as video:
        assert not video.info.times_known
    assert "holds no times" in said(path)
    assert "--fps" in said(path)
    given = read(path, reading=Reading(fps=50.0))
    assert [frame.time_s for frame in given] == pytest.approx(steady(12, 50), abs=1e-6)
    assert said(path, Reading(fps=50.0)) == ""


def test_a_rate_is_not_taken_where_the_film_has_times(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", steady(6))
    with VideoFile(path, reading=Reading(fps=50.0)) as video:
        assert video.info.times_known
        assert [frame.time_s for frame in video] == pytest.approx(steady(6), abs=1e-3)
    assert "has times of its own" in said(path, Reading(fps=50.0))


@pytest.mark.parametrize("codec", ["mpeg4", "libx264"])
def test_pictures_of_an_avi_come_in_their_order_where_it_only_says_when_they_are_decoded(
    tmp_path: Path, codec: str
) -> None:
    path = tmp_path / "b.avi"
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=12)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.max_b_frames = 2
        stream.codec_context.bit_rate = 4_000_000
        for index in range(30):
            frame = av.VideoFrame.from_ndarray(grey(index, (64, 48)), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 12)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    frames = read(path)
    assert indexes(frames) == list(range(30))
    assert [frame.time_s for frame in frames] == pytest.approx(steady(30, 12), abs=1e-3)
    assert said(path) == ""


# Turned, mirrored, of another shape


def seen_corners(image: Image) -> list[tuple[int, ...]]:
    height, width = image.shape[:2]
    spots = [image[y, x] for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return [tuple(int(c > 127) * 255 for c in spot) for spot in spots]


@pytest.mark.parametrize("turn", list(itertools.product((1, -1), (1, -1), (False, True))), ids=str)
def test_the_whole_display_matrix_is_applied(tmp_path: Path, turn: tuple[int, int, bool]) -> None:
    x_side, y_side, swapped = turn
    matrix = (0, y_side, x_side, 0) if swapped else (x_side, 0, 0, y_side)
    path = write_matrix(make_clip(tmp_path / "phone.mp4", steady(2), paint=corners), matrix)
    expected = np.array([[RED, GREEN], [BLUE, WHITE]])
    expected = expected.transpose(1, 0, 2) if swapped else expected
    expected = expected[::y_side, ::x_side]
    with VideoFile(path) as video:
        image = next(iter(video)).image
        assert image.shape == (video.info.height_px, video.info.width_px, 3)
        assert image.shape == ((64, 48, 3) if swapped else (48, 64, 3))
    assert seen_corners(image) == [tuple(map(int, colour)) for colour in expected.reshape(4, 3)]


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_a_film_is_turned_further_where_its_reader_says_so(tmp_path: Path, turn_deg: int) -> None:
    path = make_clip(tmp_path / "phone.mp4", steady(2), paint=corners, rotation_deg=90)
    image = read(path, reading=Reading(turn_deg=turn_deg))[0].image
    expected = np.rot90(np.array([[BLUE, RED], [WHITE, GREEN]]), -turn_deg // 90)
    assert seen_corners(image) == [tuple(map(int, colour)) for colour in expected.reshape(4, 3)]


def test_pictures_of_another_shape_lie_in_the_first_ones_and_are_given_as_they_are_on_request(
    tmp_path: Path,
) -> None:
    tall = make_clip(tmp_path / "1.ts", steady(10), size_px=(48, 96))
    wide = make_clip(tmp_path / "2.ts", [1.0 + t for t in steady(10)], size_px=(192, 96), paint=corners)
    path = joined(tmp_path / "both.ts", tall, wide)
    frames = read(path)
    assert {frame.image.shape for frame in frames} == {(96, 48, 3)}
    assert [frame.index for frame in frames if frame.cut] == [10]
    after = frames[12].image
    assert after[:30].max() < 16, "black edges, nothing is squeezed"
    assert seen_corners(after[37:59]) == [RED, GREEN, BLUE, WHITE]
    with VideoFile(path, own_shapes=True) as video:
        shapes = [frame.image.shape for frame in video]
    assert (shapes[0], shapes[12]) == ((96, 48, 3), (96, 192, 3))
    assert "the shape of its picture changes" in said(path)


def test_pictures_of_another_size_but_the_same_shape_are_no_cut(tmp_path: Path) -> None:
    small = make_clip(tmp_path / "1.ts", steady(10), size_px=(64, 48))
    large = make_clip(
        tmp_path / "2.ts", [1.0 + t for t in steady(10)], size_px=(128, 96), paint=from_index(10)
    )
    frames = read(joined(tmp_path / "both.ts", small, large))
    assert {frame.image.shape for frame in frames} == {(48, 64, 3)}
    assert indexes(frames) == list(range(20))
    assert not any(frame.cut for frame in frames)


def test_pixels_that_change_their_shape_are_made_square_picture_by_picture(tmp_path: Path) -> None:
    square = make_clip(tmp_path / "1.ts", steady(10), size_px=(96, 48))
    narrow = make_clip(
        tmp_path / "2.ts", [1.0 + t for t in steady(10)], size_px=(192, 48), pixel_aspect=Fraction(1, 2)
    )
    frames = read(joined(tmp_path / "both.ts", square, narrow))
    assert {frame.image.shape for frame in frames} == {(48, 96, 3)}
    assert not any(frame.cut for frame in frames)


# Tracks and metadata


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
@pytest.mark.parametrize(
    ("tracks", "chosen"),
    [
        ([("mjpeg", (320, 240), 1), ("libx264", (64, 48), 20)], (64, 48)),
        ([("libx264", (64, 48), 20), ("mjpeg", (320, 240), 3)], (64, 48)),
        ([("libx264", (64, 48), 20), ("libx264", (128, 96), 20)], (128, 96)),
        ([("libx264", (128, 96), 20), ("libx264", (64, 48), 40)], (128, 96)),
    ],
    ids=["cover", "thumbnails", "preview", "faster preview"],
)
def test_the_film_is_chosen_among_the_tracks(
    tmp_path: Path, suffix: str, tracks: list[tuple[str, tuple[int, int], int]], chosen: tuple[int, int]
) -> None:
    with VideoFile(make_tracks(tmp_path / f"tracks{suffix}", tracks)) as video:
        assert (video.info.width_px, video.info.height_px) == chosen
        assert len(list(video)) == next(number for _, size_px, number in tracks if size_px == chosen)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".avi", ".flv"])
@pytest.mark.parametrize(
    "title", [b"Dr\xfccken", b"\x83v\x83\x8c\x83X", b"\xe4\xb8"], ids=["latin", "jis", "cut"]
)
def test_metadata_that_is_no_utf8_is_no_obstacle(tmp_path: Path, suffix: str, title: bytes) -> None:
    path = tmp_path / f"titled{suffix}"
    mark = b"Q" * len(title)
    with av.open(str(path), "w") as out:
        out.metadata["title"] = mark.decode()
        stream = out.add_stream("libx264" if suffix != ".avi" else "mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for index in range(5):
            frame = av.VideoFrame.from_ndarray(grey(index, (64, 48)), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 10)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    data = path.read_bytes()
    assert mark in data
    path.write_bytes(data.replace(mark, title))
    assert len(read(path)) == 5


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [
        *(
            (".mp4", "libx264"),
            (".mov", "libx264"),
            (".3gp", "libx264"),
            (".flv", "libx264"),
            (".wmv", "wmv2"),
        ),
        *((".apng", "apng"), (".ivf", "libvpx"), (".nut", "libx264")),
    ],
)
def test_what_is_appended_where_only_the_first_is_read_is_said(
    tmp_path: Path, suffix: str, codec: str
) -> None:
    pix_fmt = "rgb24" if codec == "apng" else "yuv420p"
    one = make_clip(tmp_path / f"one{suffix}", steady(12), codec=codec, pix_fmt=pix_fmt)
    assert said(one) == ""
    assert "holds 3 recordings, of which players and formcheck read the first alone" in said(
        joined(tmp_path / f"three{suffix}", one, one, one)
    )


@pytest.mark.parametrize(("suffix", "codec"), [(".mkv", "libx264"), (".webm", "libvpx")])
def test_a_third_recording_that_is_not_read_is_said(tmp_path: Path, suffix: str, codec: str) -> None:
    one = make_clip(tmp_path / f"one{suffix}", steady(12), codec=codec)
    three = joined(tmp_path / f"three{suffix}", one, one, one)
    assert len(read(three)) == 24
    assert said(three).endswith("read the first 2 alone; join them with a video editor")


def test_recordings_in_an_avi_are_read_and_counted(tmp_path: Path) -> None:
    how = {"codec": "mjpeg", "pix_fmt": "yuvj420p"}
    first = make_clip(tmp_path / "1.avi", steady(15), **how)
    second = make_clip(tmp_path / "2.avi", steady(15), **how, paint=from_index(15))
    path = joined(tmp_path / "both.avi", first, second)
    assert indexes(read(path)) == list(range(30))
    assert "is 2 recordings" in said(path)


def test_a_recording_on_other_tracks_is_said(tmp_path: Path) -> None:
    def noisy(index: int, size_px: tuple[int, int]) -> Image:
        return np.random.default_rng(index).integers(0, 255, (size_px[1], size_px[0], 3)).astype(np.uint8)

    size_px = (160, 128)
    first = make_clip(tmp_path / "1.ts", steady(12), size_px=size_px, paint=noisy)
    other = {"mpegts_start_pid": "0x200", "mpegts_pmt_start_pid": "0x1100"}
    second = make_clip(tmp_path / "2.ts", steady(12), size_px=size_px, paint=noisy, container=other)
    assert said(first) == ""
    both = joined(tmp_path / "both.ts", first, second)
    assert len(read(both)) == 12
    assert "goes on after the last picture that can be read" in said(both)


def test_a_clock_that_begins_late_makes_no_film_longer(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "late.mkv", [5 + time_s for time_s in steady(20)])
    with VideoFile(path) as film:
        assert film.info.duration_s == pytest.approx(2.0, abs=0.11)
    assert said(path) == ""


def test_pictures_that_nothing_comes_after_are_said_to_be_damaged(tmp_path: Path) -> None:
    first = make_clip(tmp_path / "1.avi", steady(12), codec="mpeg4")
    second = make_clip(tmp_path / "2.avi", steady(12), codec="mjpeg", pix_fmt="yuvj420p")
    path = joined(tmp_path / "both.avi", first, second)
    assert len(read(path)) == 12
    assert "12 pictures are damaged" in said(path)


def test_a_box_that_claims_more_than_any_file_has_is_no_error(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "x.mp4", steady(5))
    with path.open("ab") as file:
        file.write(b"\0\0\0\1free" + b"\xff" * 8)
    assert len(read(path)) == 5
    assert said(path) == ""


# Damage and standing still


def moving(index: int, size_px: tuple[int, int]) -> Image:
    """A square that crosses a noisy wall."""
    width, height = size_px
    image = np.random.default_rng(1).integers(90, 160, (height, width, 3)).astype(np.uint8)
    left = 3 * index % (width - 24)
    image[height // 3 : height // 3 + 24, left : left + 24] = 255
    return image


def without_packets(path: Path, lost: set[int]) -> Path:
    """A transport stream of which some packets, by their number, did not arrive."""
    data = path.read_bytes()
    packets = [data[at : at + 188] for at in range(0, len(data), 188)]
    path.write_bytes(b"".join(packet for number, packet in enumerate(packets) if number not in lost))
    return path


def test_damaged_pictures_are_marked_up_to_the_next_key_picture_and_said_once(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "net.ts", steady(40), size_px=(320, 240), paint=moving, gop=10)
    whole = read(path)
    middle = path.stat().st_size // 188 // 2
    path = without_packets(path, {middle, middle + 1})
    with VideoFile(path) as video:
        frames = list(video)
        (line,) = video.warnings
    marked = [frame.time_s for frame in frames if frame.damaged]
    assert marked
    assert len(marked) <= 10
    assert not any(frame.damaged for frame in whole)
    assert marked == pytest.approx(np.arange(marked[0], marked[-1] + 0.05, 0.1), abs=0.02)
    assert f"{len(marked)} pictures are damaged" in line
    by_time = {round(frame.time_s, 1): frame.image for frame in whole}
    for frame in frames:
        if not frame.damaged:
            assert np.abs(by_time[round(frame.time_s, 1)].astype(int) - frame.image).mean() < 1


def with_bytes_changed(path: Path, packet_number: int) -> Path:
    """A file in which some bytes of one picture's data are others."""
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        start, size = packets[packet_number].pos, packets[packet_number].size
    data = bytearray(path.read_bytes())
    for at in range(start + size // 3, start + size // 3 + 24, 3):
        data[at] ^= 0x5A
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("suffix", "codec", "damage"),
    [
        (".ts", "libx265", "packets"),
        (".ts", "mpeg1video", "packets"),
        (".mkv", "libx265", "bytes"),
        (".mp4", "libx265", "bytes"),
        (".avi", "mjpeg", "bytes"),
        (".mkv", "mjpeg", "bytes"),
    ],
)
def test_what_other_decoders_hardly_say_of_damage_is_found(
    tmp_path: Path, suffix: str, codec: str, damage: str
) -> None:
    if codec not in av.codecs_available:
        pytest.skip("no encoder")
    pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    path = make_clip(
        tmp_path / f"x{suffix}", steady(40), size_px=(320, 240), paint=moving, codec=codec, pix_fmt=pix_fmt
    )
    whole = {round(frame.time_s, 1): frame for frame in read(path)}
    assert (len(whole), said(path)) == (40, ""), "nothing is said of a sound film"
    assert not any(frame.damaged for frame in whole.values())
    if damage == "packets":
        middle = path.stat().st_size // 188 // 2
        without_packets(path, {middle, middle + 1})
    else:
        with_bytes_changed(path, 12)
    frames = read(path)
    assert "pictures are damaged" in said(path)
    for frame in frames:
        before = whole.get(round(frame.time_s, 1))
        is_other = before is None or np.abs(before.image.astype(int) - frame.image).mean() > 2
        assert frame.damaged or not is_other, f"at {frame.time_s:.1f} s"
    assert sum(frame.damaged for frame in frames) <= 25, (
        "it ends with the next picture that stands for itself"
    )


def test_where_already_the_first_picture_is_odd_none_is_given_up(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "x.avi", steady(12), size_px=(320, 240), paint=moving, codec="mjpeg", pix_fmt="yuvj420p"
    )
    for number in (0, 5):
        with_bytes_changed(path, number)
    assert len(read(path)) == 12
    assert said(path) == ""


def test_what_follows_a_picture_that_cannot_be_decoded_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_clip(tmp_path / "clip.mp4", steady(30), gop=10)
    decode = VideoFile._readable

    def with_one_broken(self: VideoFile, packets):
        for number, packet in enumerate(decode(self, packets)):
            yield av.Packet(b"\x00\x00\x00\x05\x65none") if number == 13 else packet

    monkeypatch.setattr(VideoFile, "_readable", with_one_broken)
    marked = {round(frame.time_s, 1) for frame in read(path) if frame.damaged}
    assert marked
    assert min(marked) >= 1.2
    assert max(marked) <= 1.9


@pytest.mark.parametrize("codec", ["libx264", "mjpeg"])
def test_pictures_that_stand_still_are_marked(tmp_path: Path, codec: str) -> None:
    def hangs(index: int, size_px: tuple[int, int]) -> Image:
        return moving(min(index, 10) if index < 30 else index - 20, size_px)

    pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    path = make_clip(
        tmp_path / "hang.mkv", steady(40), size_px=(320, 240), paint=hangs, codec=codec, pix_fmt=pix_fmt
    )
    assert [frame.index for frame in read(path) if frame.repeats] == list(range(11, 31))


def test_noise_and_slow_movements_are_no_standing_still(tmp_path: Path) -> None:
    noise = np.random.default_rng(2)

    def lives(index: int, size_px: tuple[int, int]) -> Image:
        image = moving(0, size_px).astype(int) + noise.integers(-3, 4, (size_px[1], size_px[0], 3))
        return np.clip(image, 0, 255).astype(np.uint8)

    def creeps(index: int, size_px: tuple[int, int]) -> Image:
        image = moving(0, size_px)
        image[150:200, 100 + index : 130 + index] = 20
        return image

    for name, paint in (("lives", lives), ("creeps", creeps)):
        frames = read(make_clip(tmp_path / f"{name}.mp4", steady(20), size_px=(320, 240), paint=paint))
        assert not any(all(f.repeats for f in frames[at : at + 3]) for at in range(len(frames) - 2)), name


# Pictures that are no films


@pytest.mark.parametrize(
    ("brand", "words"),
    [(b"heic", "save it as JPEG"), (b"avif", "save it as JPEG"), (b"avis", "save it as a video")],
)
def test_pictures_of_telephones_are_told_whatever_their_name(
    tmp_path: Path, brand: bytes, words: str
) -> None:
    path = tmp_path / "named.mp4"
    path.write_bytes(struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"mif1" + brand + bytes(500))
    with pytest.raises(NotAVideoError, match=words) as caught:
        VideoFile(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("colours", [3, 10, 14, 200], ids=["reserved", "constant", "ICtCp", "unknown"])
@pytest.mark.parametrize("longest_side_px", [None, 32], ids=["whole", "smaller"])
def test_colours_that_are_named_oddly_are_taken_for_the_usual_ones(
    tmp_path: Path, colours: int, longest_side_px: int | None
) -> None:
    path = make_clip(tmp_path / "x.mkv", steady(3), paint=corners, colours=colours)
    with VideoFile(path, longest_side_px=longest_side_px) as film:
        images = [frame.image.astype(int) for frame in film]
    assert len(images) == 3
    height, width = images[0].shape[:2]
    assert images[0][height // 4, width // 4] == pytest.approx(RED, abs=60)
    assert images[0][3 * height // 4, 3 * width // 4] == pytest.approx(WHITE, abs=60)
