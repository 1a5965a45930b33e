import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.desktop.control import Reply, Request
from formcheck.desktop.control_client import ask
from formcheck.desktop.control_pipe import PipeServer, through_pipe
from formcheck.desktop.control_place import ControlPlace, places
from formcheck.desktop.control_server import ControlServer, NoControl, is_same_user, open_control
from formcheck.desktop.control_wire import (
    COMMANDS,
    LONGEST_REQUEST,
    WireError,
    parse_reply,
    parse_request,
    reply_line,
    request_line,
)
from formcheck.errors import AlreadyRunningError, ControlError, NotRunningError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets of the file system")


def echo(request: Request) -> Reply:
    return Reply(True, f"{request.command} {request.for_s}", {"command": request.command})


@pytest.fixture
def server(home: Path) -> Iterator[Path]:
    """The socket of a server that runs."""
    opened = open_control(echo)
    assert opened.problem == ""
    yield home / "run" / "formcheck" / "desk.sock"
    opened.close()


def raw(path: Path, sent: bytes) -> bytes:
    """What comes back to whatever is sent."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(path))
        with suppress(BrokenPipeError):  # not all of it was wanted
            connection.sendall(sent)
        found = b""
        with suppress(ConnectionResetError):
            while part := connection.recv(65536):
                found += part
        return found


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_reaches_the_monitor_and_its_reply_comes_back(command: str) -> None:
    reply = ask(Request(command, 90.0))  # type: ignore[arg-type]
    assert reply == Reply(True, f"{command} 90.0", {"command": command})


def test_the_socket_is_for_its_user_alone_and_goes_with_the_server(home: Path) -> None:
    opened = open_control(echo)
    path = home / "run" / "formcheck" / "desk.sock"
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)]
    opened.close()
    opened.close()
    assert modes == [0o600, 0o700]
    assert not path.exists()
    with pytest.raises(NotRunningError, match="start one with formcheck desk"):
        ask(Request("status"))


def test_a_second_monitor_is_told_that_one_runs(server: Path) -> None:
    with pytest.raises(AlreadyRunningError):
        open_control(echo)
    assert server.exists()
    assert ask(Request("status")).ok


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"hello\n", "is no line of JSON"),
        (b"\n", "is no line of JSON"),
        (b"\xff\xfe\x00\n", "is no line of JSON"),
        (b"[" * 1000 + b"\n", "is no line of JSON"),
        (b"[1]\n", "is no JSON object"),
        (b"{}\n", "no such command"),
        (b'{"command": "rm -rf"}\n', "no such command"),
        (b'{"command": ["stop"]}\n', "no such command"),
        (b'{"command": "pause", "for_s": -1}\n', "for_s"),
        (b'{"command": "pause", "for_s": NaN}\n', "for_s"),
        (b'{"command": "pause", "for_s": 1e999}\n', "for_s"),
        (b'{"command": "pause", "for_s": true}\n', "for_s"),
        (b'{"command": "pause", "for_s": "1"}\n', "for_s"),
        (b"x" * (LONGEST_REQUEST + 1), "is no"),
        (b"x" * 5_000_000, "is no"),
    ],
)
def test_what_is_no_request_is_refused_and_the_next_one_served(server: Path, sent: bytes, said: str) -> None:
    answer = raw(server, sent)
    # Of what is far too long not all is read, and whoever sends it may not hear why.
    assert (answer == b"" and len(sent) > 100_000) or said in json.loads(answer)["text"]
    assert ask(Request("status")).ok


def test_who_says_nothing_or_half_a_line_keeps_nobody_waiting(server: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as slow:
        slow.connect(str(server))
        slow.sendall(b'{"command"')
        assert ask(Request("status")).ok
        assert slow.recv(1) == b""  # left after its time


def test_many_at_once_are_all_served(server: Path) -> None:
    silent = [socket.socket(socket.AF_UNIX) for _ in range(20)]
    for one in silent[:12]:
        one.connect(str(server))
    replies: list[Reply] = []
    askers = [
        threading.Thread(target=lambda: replies.append(ask(Request("status"), 60.0))) for _ in range(20)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    for one in silent:
        one.close()
    assert [reply.ok for reply in replies] == [True] * 20


def test_who_leaves_before_the_answer_ends_nothing(server: Path) -> None:
    for _ in range(50):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(server))
            connection.sendall(b'{"command":"status"}\n')
    assert ask(Request("status")).ok


@pytest.mark.usefixtures("home")
def test_an_answer_that_fails_is_an_answer() -> None:
    def fail(_: Request) -> Reply:
        raise ZeroDivisionError("by zero")

    with closing(open_control(fail)):
        first, second = ask(Request("status")), ask(Request("status"))
    assert (first.ok, second.ok) == (False, False)
    assert "ZeroDivisionError" in first.text


MONITOR = """
import sys
from formcheck.desktop.control import Reply
from formcheck.desktop.control_server import open_control
server = open_control(lambda request: Reply(True, "here", {}))
print(server.problem or "ready", flush=True)
sys.stdin.read()
"""


def test_a_monitor_that_was_killed_leaves_the_place_to_the_next_one(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", MONITOR], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with pytest.raises(AlreadyRunningError):
            open_control(echo)
        process.send_signal(signal.SIGKILL)
    left = home / "run" / "formcheck" / "desk.sock"
    assert left.exists()
    with pytest.raises(NotRunningError):
        ask(Request("status"))
    with closing(open_control(echo)):
        assert ask(Request("status")).text == "status None"


def test_one_that_hangs_is_said(home: Path) -> None:
    place = next(places())
    place.make()
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(place.socket))
        listener.listen()
        with pytest.raises(ControlError, match=r"does not answer within 0\.1 s"):
            ask(Request("status"), 0.1)


def test_an_answer_of_another_version_is_said(home: Path) -> None:
    place = next(places())
    place.make()
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(place.socket))
        listener.listen()

        def answer() -> None:
            connection, _ = listener.accept()
            connection.recv(100)
            connection.sendall(b'{"done": 1}\n')
            connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(ControlError, match="another version"):
            ask(Request("status"))
        thread.join()


def make_long(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / ("x" * 120)))


def make_it_somebody_elses(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "run" / "formcheck").mkdir(mode=0o700)
    give_away(home / "run" / "formcheck")


def give_away(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    os.chown(folder, 65534, 65534)


def make_a_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "run" / "formcheck").write_text("")


def make_a_link(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "elsewhere").mkdir()
    (home / "run" / "formcheck").symlink_to(home / "elsewhere")


@pytest.mark.parametrize("spoil", [make_long, make_a_file, make_a_link, make_it_somebody_elses])
def test_where_the_runtime_folder_is_no_place_it_is_in_the_data_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path, pytest.MonkeyPatch], None]
) -> None:
    spoil(home, monkeypatch)
    with closing(open_control(echo)) as opened:
        assert opened.problem == ""
        assert (home / "data" / "formcheck" / "control" / "desk.sock").is_socket()
        assert ask(Request("status")).ok


def test_a_place_below_somebody_elses_folder_is_none(home: Path) -> None:
    (home / "theirs").mkdir()
    give_away(home / "theirs")
    with pytest.raises(OSError, match="belongs to somebody else"):
        ControlServer(ControlPlace(home / "theirs" / "formcheck"), echo)


def test_without_any_place_it_runs_and_says_why_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "run" / "formcheck").write_text("")
    (home / "data" / "formcheck").write_text("")
    with closing(open_control(echo)) as opened:
        assert isinstance(opened, NoControl)
        assert opened.problem.startswith("other commands cannot ask or stop it")
        assert "\n" not in opened.problem


def test_a_folder_that_others_may_enter_is_closed_to_them(home: Path) -> None:
    (home / "run" / "formcheck").mkdir(mode=0o755)
    with closing(open_control(echo)):
        assert stat.S_IMODE((home / "run" / "formcheck").stat().st_mode) == 0o700


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to be root to be another")
def test_another_user_is_turned_away(server: Path) -> None:
    ask_as_other = (
        "import os, socket, sys; os.setgid(65534); os.setuid(65534); s = socket.socket(socket.AF_UNIX);"
        's.connect(sys.argv[1]); s.sendall(b\'{"command":"stop"}\\n\');'
        "sys.stdout.buffer.write(s.recv(100))"
    )
    # Only what the kernel says of the other end stands between them here.
    server.chmod(0o666)
    folders = list(server.parents)[:-2]
    for folder in folders:
        folder.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", ask_as_other, str(server)], capture_output=True, check=False)
    for folder in folders[:2]:
        folder.chmod(0o700)
    assert done.stdout == b""
    assert b"PermissionError" not in done.stderr
    assert ask(Request("status")).ok


def test_who_cannot_be_known_is_turned_away() -> None:
    with closing(socket.socket(socket.AF_UNIX)) as unconnected:
        unconnected.close()
        assert not is_same_user(unconnected)


def test_the_pipe_of_windows_does_the_same(home: Path) -> None:
    name = str(home / "run" / "pipe")
    with closing(PipeServer(name, echo)):
        assert parse_reply(through_pipe(name, request_line(Request("pause", 60.0)), 5.0)).text == "pause 60.0"
        assert not parse_reply(through_pipe(name, b"garbage", 5.0)).ok
        with suppress(NotRunningError):
            through_pipe(name, b"x" * 5000, 5.0)
        assert parse_reply(through_pipe(name, request_line(Request("status")), 5.0)).ok
    with pytest.raises(NotRunningError):
        through_pipe(name, request_line(Request("status")), 5.0)


@given(st.binary(max_size=200))
def test_no_line_is_more_than_refused(line: bytes) -> None:
    for parse in (parse_request, parse_reply):
        with suppress(WireError):
            parse(line)


@given(st.sampled_from(COMMANDS), st.none() | st.floats(0.001, 86400))
def test_a_request_comes_back_as_it_was_sent(command: str, for_s: float | None) -> None:
    request = Request(command, for_s)  # type: ignore[arg-type]
    assert parse_request(request_line(request)) == request


def test_a_status_with_numbers_that_json_has_not_is_sent_all_the_same() -> None:
    reply = Reply(True, "", {"share": float("nan"), "list": (1, float("inf")), "inner": {"a": 1.5}})
    assert parse_reply(reply_line(reply)).status == {"share": None, "list": [1, None], "inner": {"a": 1.5}}
