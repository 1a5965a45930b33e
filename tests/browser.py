"""A real browser for tests: Chromium without a window, driven through a pipe, with nothing but Python."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.waiting import LAST_RESORT_S, until

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_OPTIONS = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--mute-audio", "--no-sandbox",
    "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
    "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip


class Browser:
    """Speaks the DevTools protocol with one browser and one page in it.

    Attributes:
        problems: What the page complained about: errors and warnings on its console, exceptions.
    """

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive, self._rest = send, receive, b""
        self._number, self._session = 0, ""
        self.problems: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Accessibility"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> Any:
        """Ask the browser for something, and wait for the answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self._note(answer)

    def open(self, path: Path, width: int, height: int = 900, *, dark: bool = False, part: str = "") -> None:
        """Load a page in a window of that size, and wait until it is there."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=False)  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=path.resolve().as_uri() + part)
        self.until("document.readyState === 'complete'")

    def choose(self, name: str, value: object) -> None:
        """Give a control with an id a value, as a person would."""
        control = f"document.getElementById('{name}')"
        kind = "input" if self.run(f"{control}.tagName") == "INPUT" else "change"
        self.run(f"{control}.value = '{value}'; {control}.dispatchEvent(new Event('{kind}'))")

    def click(self, selector: str) -> None:
        """Click the first thing that fits."""
        self.run(f"document.querySelector('{selector}').click()")

    def run(self, script: str) -> Any:
        """The value of an expression in the page, as plain data."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, userGesture=True)
        assert "exceptionDetails" not in result, result.get("exceptionDetails")
        return result["result"].get("value")

    def until(self, script: str) -> Any:
        """Wait until an expression in the page is true."""
        return until(lambda: self.run(script))

    def press(self, key: str, code: int, modifiers: int = 0) -> None:
        """Press and release a key."""
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code,
                      modifiers=modifiers)  # fmt: skip

    def pdf_pages(self) -> int:
        """How many pages the page has when it is printed."""
        printed = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(printed["data"]).count(b"/Type /Page\n")

    def _next(self) -> Mapping[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._receive], [], [], LAST_RESORT_S)
            assert ready, "the browser does not answer"
            read = os.read(self._receive, 1 << 20)
            assert read, "the browser is gone"
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        answer: Mapping[str, Any] = json.loads(message)
        return answer

    def _note(self, event: Mapping[str, Any]) -> None:
        params = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            self.problems.append(str(params["exceptionDetails"]))
        elif event.get("method") == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
            self.problems.append(str(params["args"]))
        elif event.get("method") == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.problems.append(params["entry"]["text"])


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A browser with a profile of its own, ended with the block."""
    assert CHROMIUM is not None
    to_read, send = os.pipe()
    receive, to_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # The browser wants its pipes as numbers 3 and 4; other shells know only files of one digit.
        shell = f'exec "$0" "$@" 3<&{to_read} 4>&{to_write}'
        command = ["bash", "-c", shell, CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, pass_fds=(to_read, to_write), **quiet)
        for end in (to_read, to_write):
            os.close(end)
        try:
            yield Browser(send, receive)
        finally:
            process.kill()
            process.wait()
            for end in (send, receive):
                os.close(end)
