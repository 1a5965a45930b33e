"""What --source can name, and what is said when it cannot be had."""

import os
from pathlib import Path

import pytest

from formcheck.errors import SourceError
from formcheck.source.camera import Camera, list_cameras
from formcheck.source.frame import Reading
from formcheck.source.network_stream import NetworkStream
from formcheck.source.opening import open_device
from formcheck.source.paced_file import PacedFile
from formcheck.source.shown_address import without_credentials
from formcheck.source.video import VideoFile
from tests.source.clips import make_clip, steady


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ("0", Camera, "camera 0"),
        ("12", Camera, "camera 12"),
        ("/dev/video3", Camera, "/dev/video3"),
        ("rtsp://me:secret@cam.lan:554/live", NetworkStream, "rtsp://cam.lan:554/live"),
        ("http://cam.lan/video", NetworkStream, "http://cam.lan/video"),
        ("film.mp4", PacedFile, "film.mp4"),
    ],
)
def test_what_a_source_is(source: str, kind: type, name: str) -> None:
    device = open_device(source)
    assert isinstance(device, kind)
    assert device.name == name


@pytest.mark.parametrize("source", ["ftp://me:secret@host/x", "file:///etc/passwd", "concat://a|b"])
def test_other_addresses_are_refused(source: str) -> None:
    with pytest.raises(SourceError, match="must begin with one of rtsp") as caught:
        open_device(source)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://u:p@h/1", "rtsp://h/1"),
        ("http://u:p%40x@h:8080/a/b", "http://h:8080/a/b"),
        ("http://h/cgi?user=u&pwd=p", "http://h/cgi?..."),
        ("rtsp://h/user=u&password=p&channel=1", "rtsp://h/..."),
        ("http://h:notaport/x", "http://h/x"),
        ("http://u:p@/x", "http:///x"),
        ("rtsp://user:pw#x@h", "rtsp://..."),
        ("rtsp://user:123#x@h/1", "rtsp://..."),
        ("http://user:pw/x@h", "http://..."),
    ],
)
def test_credentials_are_never_shown(url: str, shown: str) -> None:
    assert without_credentials(url) == shown


@pytest.mark.parametrize("url", ["rtsp://[::1", "http://me:secret@[cam/video"])
def test_an_address_that_cannot_be_read_is_an_error_in_one_line_without_its_password(url: str) -> None:
    with pytest.raises(SourceError) as error:
        open_device(url).open()
    assert "check the address" in str(error.value)
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_stream_that_is_not_there_says_so_without_its_password() -> None:
    with pytest.raises(SourceError) as caught:
        NetworkStream("http://me:secret@127.0.0.1:9/video").open()
    assert str(caught.value).startswith("http://127.0.0.1:9/video: nothing listens there")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs Linux")
def test_a_camera_that_is_not_there() -> None:
    with pytest.raises(SourceError, match=r"there is no /dev/video99.*formcheck cameras"):
        Camera(99).open()


def test_a_device_that_is_no_camera(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SourceError, match="/dev/null cannot be opened as a camera"):
        Camera(Path("/dev/null")).open()
    assert capfd.readouterr().err == ""


def test_a_camera_that_one_may_not_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = tmp_path / "video0"
    device.touch(mode=0)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(SourceError, match=r"you may not use .*usermod -aG video"):
        Camera(device).open()


def test_cameras_are_listed_by_name_and_data_files_are_left_out(tmp_path: Path) -> None:
    for entry, index, name in (
        ("video2", "0", "USB camera"),
        ("video0", "0", "Integrated"),
        ("video1", "1", "x"),
    ):
        (tmp_path / entry).mkdir()
        (tmp_path / entry / "index").write_text(f"{index}\n")
        (tmp_path / entry / "name").write_text(f"{name}\n")
    (tmp_path / "v4l-subdev0").mkdir()
    found = list_cameras(tmp_path)
    assert [(e.index, e.path, e.name) for e in found] == [
        (0, "/dev/video0", "Integrated"),
        (2, "/dev/video2", "USB camera"),
    ]
    assert list_cameras(tmp_path / "none") == ()


def test_a_file_is_played_at_its_own_pace(tmp_path: Path) -> None:
    now, slept = [50.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    path = make_clip(tmp_path / "clip.mp4", steady(10, 10.0), size_px=(64, 96))
    device = PacedFile(path, clock=lambda: now[0], sleep=sleep)
    info = device.open()
    times = []
    while (picture := device.read()) is not None:
        times.append((picture.time_s, round(now[0] - 50.0, 3)))
    device.close()
    assert (info.width_px, info.height_px) == (64, 96)
    assert [time_s for time_s, _ in times] == pytest.approx(steady(10, 10.0), abs=1e-3)
    assert all(abs(time_s - at_s) < 2e-3 for time_s, at_s in times if time_s is not None)
    assert len(slept) == 9


def test_a_file_without_a_clock_is_played_at_the_rate_that_is_given(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "raw.h264", steady(5, 25.0), size_px=(64, 96))
    for rate, known in ((None, False), (10.0, True)):
        device = PacedFile(path, Reading(rate), clock=lambda: 0.0, sleep=lambda seconds: None)
        assert device.open().times_known is known
        times_s = [picture.time_s for picture in iter(device.read, None)]
        device.close()
        assert times_s == pytest.approx(steady(5, rate or 25.0), abs=1e-6)


def test_a_late_reader_is_not_held_up_further(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", steady(4, 10.0), size_px=(64, 96))
    now = [0.0]
    device = PacedFile(path, clock=lambda: now[0], sleep=lambda seconds: pytest.fail("it is late already"))
    device.open()
    for _ in range(4):
        assert device.read() is not None
        now[0] += 1.0
    device.close()


@pytest.mark.parametrize("name", ["gone.mp4", "empty.mp4"])
def test_a_file_that_cannot_be_played(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.mp4").touch()
    with pytest.raises(SourceError, match=name):
        open_device(str(tmp_path / name)).open()


@pytest.mark.parametrize(
    "source", ["me:secret@camera", "me:secret@10.0.0.7:554/live", "rtsp:/me:secret@camera"]
)
def test_an_address_without_a_scheme_is_never_shown(source: str) -> None:
    with pytest.raises(SourceError, match="must begin with rtsp://") as caught:
        open_device(source)
    assert "secret" not in str(caught.value)
    with pytest.raises(SourceError, match="live --source") as asked_for_a_file:
        VideoFile(Path(source))
    assert "secret" not in str(asked_for_a_file.value)
