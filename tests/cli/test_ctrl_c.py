"""Ended from outside: once, and what was seen is kept; by Ctrl-C twice, and it ends at once."""

import json
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest

from formcheck.sinks.video import end_card
from formcheck.source.codecs import av
from tests.cli.conftest import command, files_in
from tests.cli.recordings import LAYBACK, SAMPLES
from tests.waiting import until


@pytest.fixture(scope="session")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute of a sample, repeated without decoding it."""
    path = tmp_path_factory.mktemp("clips") / "long.mp4"
    with av.open(str(SAMPLES / f"{LAYBACK}.mp4")) as source, av.open(str(path), "w") as out:
        stream = source.streams.video[0]
        copy = out.add_stream_from_template(stream)
        turn = int(Fraction(15) / stream.time_base)
        for number in range(4):
            source.seek(0)
            for packet in source.demux(stream):
                if packet.dts is None:
                    continue
                packet.pts, packet.dts = packet.pts + number * turn, packet.dts + number * turn
                packet.stream = copy
                out.mux(packet)
    return path


def started(clip: Path, out: Path, file: str = "frames-*.csv") -> "subprocess.Popen[str]":
    """An analysis that has begun to write a file."""
    arguments = command("analyze", clip, "-a", "press", "-o", out, "--model", "lite")
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def is_written() -> bool:
        return any(path.stat().st_size > 5_000 for path in out.glob(f"long/.formcheck-*/.formcheck-{file}"))

    try:
        until(is_written, lambda: process.poll() is None)
    except AssertionError:
        process.kill()
        raise AssertionError(process.communicate()) from None
    return process


@pytest.mark.model
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_ended_keeps_what_was_seen(long_clip: Path, tmp_path: Path, number: signal.Signals) -> None:
    process = started(long_clip, tmp_path)
    process.send_signal(number)
    if number is signal.SIGHUP:  # a terminal that closes says it more than once
        process.send_signal(number)
    out, err = process.communicate(timeout=600)
    assert process.returncode == 130
    assert len(err.splitlines()) == 1
    assert "interrupted" in err
    assert "Stopped early" in out
    folder = tmp_path / "long"
    assert files_in(folder) == ["annotated.mp4", "frames.csv", "report.html", "reps.csv", "summary.json"]
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["interrupted"] is True
    with av.open(str(folder / "annotated.mp4")) as container:
        shown = sum(1 for _ in container.decode(video=0)) - end_card.PICTURES
    assert 1 <= shown == summary["coverage"]["frames"] < 1700
    assert shown == len((folder / "frames.csv").read_text().splitlines()) - 1


@pytest.mark.model
def test_a_second_ctrl_c_ends_it_at_once_and_leaves_nothing_half_written(
    long_clip: Path, tmp_path: Path
) -> None:
    process = started(long_clip, tmp_path, "annotated-*.mp4")
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    time.sleep(0.005)  # for nothing in particular: so that they come as two
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=600)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert [file for file in files_in(tmp_path) if "/." in file] == []
    for path in tmp_path.glob("long/annotated.mp4"):  # the first one may have been quick enough
        with av.open(str(path)) as container:
            assert next(container.decode(video=0)) is not None


LOADING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background may be deaf to these
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
class Impatient:
    def find_spec(self, name, *others):
        if name == "formcheck.cli.app":
            try:
                os.kill(os.getpid(), {first})
                signal.pause()
            except KeyboardInterrupt:
                os.kill(os.getpid(), {second})
                signal.pause()
sys.meta_path.insert(0, Impatient())
from formcheck.__main__ import main
main()
"""
LEAVING = """
import os, signal, sys
sys.argv = ["formcheck", "rules", "list"]
class Last:
    kill, me = staticmethod(os.kill), os.getpid()
    def __del__(self):
        self.kill(self.me, {second})
sys.last = Last()  # goes with the interpreter
from formcheck.__main__ import main
main()
"""


@pytest.mark.parametrize(("code", "expected"), [(LOADING, 130), (LEAVING, 0)], ids=["loading", "leaving"])
@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_asks_again_while_it_loads_or_leaves_gets_its_code(
    code: str, expected: int, second: signal.Signals
) -> None:
    text = code.format(first=int(signal.SIGINT), second=int(second))
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (expected, "")
