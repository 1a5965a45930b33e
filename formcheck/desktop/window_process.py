"""The process of the small window: shows each line of JSON that it reads, and writes what is clicked.

Tk is in Python's own library, and can keep a window in front that never takes the keys from where one types.
It is not loaded by anything but this process, because not every Python has it.
"""

import json
import sys
import tkinter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from tkinter import font
from typing import Any, Final

from formcheck.desktop.control import Request
from formcheck.desktop.control_wire import request_line
from formcheck.files import printable

TITLE = "formcheck desk"
_WIDTH, _HEIGHT, _MARGIN, _DOTS_PER_INCH = 300, 86, 24, 96
_BACK, _TEXT, _DIM, _RED = "#12161b", "#ffffff", "#bec4ca", "#d55e00"
# The Okabe-Ito colours, each with a shape of its own: no state hangs on its colour alone.
_COLOURS: Final[Mapping[str, str]] = {
    "good": "#009e73", "hint": "#f0e442", "alert": "#d55e00", "away": "#bec4ca",
    "paused": "#56b4e9", "waiting": "#bec4ca", "problem": "#e69f00",
}  # fmt: skip
_SIGN = (14, 14, 44, 44)  # left, top, right, bottom
_LONGEST = 4096
_RAISE_AT_MOST_MS = 2000


class _Window:
    """The window.

    Args:
        ask: Takes what was clicked.
    """

    def __init__(self, ask: Callable[[Request], None]) -> None:
        self._ask = ask
        self.root = root = tkinter.Tk(className=TITLE)
        root.withdraw()
        root.title(TITLE)
        # Not managed: nothing gives it the keys, and it is in front by itself.
        root.overrideredirect(True)
        root.attributes("-topmost", True)
        # On a screen of fine dots everything is larger, in halves.
        self._factor = factor = max(1.0, round(2 * root.winfo_fpixels("1i") / _DOTS_PER_INCH) / 2)
        width, height = round(_WIDTH * factor), round(_HEIGHT * factor)
        left, top = (
            root.winfo_screenwidth() - width - _MARGIN,
            root.winfo_screenheight() - height - 2 * _MARGIN,
        )
        root.geometry(f"{width}x{height}+{left}+{top}")
        self._canvas = tkinter.Canvas(root, width=width, height=height, bg=_BACK, highlightthickness=0)
        self._canvas.pack()
        self._large = font.Font(family="sans-serif", size=round(-17 * factor), weight="bold")
        self._small = font.Font(family="sans-serif", size=round(-13 * factor))
        self._grabbed = 0, 0
        self._is_paused = False
        self._may_raise = True
        self._bind()

    def show(self, view: Mapping[str, Any]) -> None:
        """Show a view."""
        level = view.get("level")
        colour = _COLOURS.get(str(level), _DIM)
        self._is_paused = level == "paused"
        canvas = self._canvas
        canvas.delete("all")
        canvas.create_rectangle(0, 0, _WIDTH - 1, _HEIGHT - 1, outline=colour, width=2)
        self._draw_sign(str(level), colour)
        self._write(54, 24, printable(str(view.get("headline", ""))), self._large, _TEXT, 170)
        self._write(54, 46, printable(str(view.get("detail", ""))), self._small, _DIM, _WIDTH - 66)
        self._draw_camera(on=view.get("camera_on") is True)
        self._draw_buttons()
        canvas.scale("all", 0, 0, self._factor, self._factor)
        self.root.deiconify()

    def _bind(self) -> None:
        canvas, root = self._canvas, self.root
        canvas.bind("<ButtonPress-1>", self._grab)
        canvas.bind("<B1-Motion>", self._drag)
        root.bind("<Visibility>", self._covered)
        keys = {
            "p": self._pause, "space": self._pause, "s": self._snooze,
            "c": lambda: self._ask(Request("calibrate")), "q": root.quit, "Escape": root.quit,
        }  # fmt: skip
        for key, do in keys.items():
            root.bind(f"<KeyPress-{key}>", lambda _, do=do: do())  # type: ignore[misc]

    def _pause(self) -> None:
        self._ask(Request("resume" if self._is_paused else "pause"))

    def _snooze(self) -> None:
        self._ask(Request("snooze"))

    def _grab(self, event: "tkinter.Event[tkinter.Canvas]") -> None:
        self._grabbed = event.x, event.y
        self.root.focus_force()  # where the system lets such a window have the keys at all

    def _drag(self, event: "tkinter.Event[tkinter.Canvas]") -> None:
        left = self.root.winfo_x() + event.x - self._grabbed[0]
        top = self.root.winfo_y() + event.y - self._grabbed[1]
        self.root.geometry(f"+{left}+{top}")

    def _covered(self, event: "tkinter.Event[tkinter.Misc]") -> None:
        """Come to the front again; not at once twice, so that two such windows do not fight."""
        if str(event.state) == "VisibilityUnobscured" or not self._may_raise:
            return
        self._may_raise = False
        self.root.lift()
        self.root.after(_RAISE_AT_MOST_MS, self._allow_raising)

    def _allow_raising(self) -> None:
        self._may_raise = True

    def _write(self, left: int, middle: int, text: str, kind: font.Font, colour: str, room: int) -> None:
        while text and kind.measure(text) > room * self._factor:
            text = text[:-2].rstrip() + "…" if len(text) > 2 else ""
        self._canvas.create_text(left, middle, text=text, font=kind, fill=colour, anchor="w")

    def _draw_camera(self, *, on: bool) -> None:
        """The camera's light, as words and a dot: filled while it is on."""
        self._canvas.create_oval(
            _WIDTH - 22, 18, _WIDTH - 12, 28, outline=_RED if on else _DIM, fill=_RED if on else ""
        )
        words = "camera on" if on else "camera off"
        self._canvas.create_text(_WIDTH - 28, 23, text=words, font=self._small, fill=_DIM, anchor="e")

    def _draw_buttons(self) -> None:
        buttons: Sequence[tuple[str, Callable[[], None]]] = (
            ("Resume" if self._is_paused else "Pause", self._pause),
            ("Snooze", self._snooze),
            ("Close", self.root.quit),
        )
        left = 54
        for label, do in buttons:
            width = round(self._small.measure(label) / self._factor) + 18
            tag = f"button-{label}"
            self._canvas.create_rectangle(left, 60, left + width, 80, outline=_DIM, fill="#2a3138", tags=tag)
            self._canvas.create_text(
                left + width // 2, 70, text=label, font=self._small, fill=_TEXT, tags=tag
            )
            self._canvas.tag_bind(tag, "<ButtonRelease-1>", lambda _, do=do: do())  # type: ignore[misc]
            left += width + 8

    def _draw_sign(self, level: str, colour: str) -> None:
        left, top, right, bottom = _SIGN
        middle, centre = (left + right) // 2, (top + bottom) // 2
        canvas = self._canvas
        if level == "good":
            points = [(left, centre), (middle - 3, bottom - 4), (right, top + 3)]
            canvas.create_line(points, fill=colour, width=5)
        elif level == "hint":
            canvas.create_polygon(middle, top, right, bottom, left, bottom, fill=colour)
        elif level == "alert":
            cut = 9
            canvas.create_polygon(
                left + cut, top, right - cut, top, right, top + cut, right, bottom - cut,
                right - cut, bottom, left + cut, bottom, left, bottom - cut, left, top + cut, fill=colour,
            )  # fmt: skip
        elif level == "paused":
            canvas.create_rectangle(left + 5, top + 2, left + 12, bottom - 2, fill=colour, outline="")
            canvas.create_rectangle(right - 12, top + 2, right - 5, bottom - 2, fill=colour, outline="")
        elif level == "problem":
            canvas.create_line(middle, top, middle, bottom - 10, fill=colour, width=6)
            canvas.create_oval(middle - 3, bottom - 6, middle + 3, bottom, fill=colour, outline="")
        else:
            canvas.create_oval(left + 2, top + 2, right - 2, bottom - 2, outline=colour, width=3)


class _Lines:
    """Takes views from standard input, and ends the window with it."""

    def __init__(self, window: _Window) -> None:
        self._window = window
        self._came = b""

    def ready(self, *_: object) -> None:
        """Something can be read."""
        part = sys.stdin.buffer.raw.read(_LONGEST)  # type: ignore[union-attr]
        self.take(part or b"")

    def take(self, part: bytes) -> None:
        """Show the newest line; nothing at all is the end."""
        if not part:
            self._window.root.quit()
            return
        *lines, self._came = (self._came + part).split(b"\n")
        if lines:
            with suppress(ValueError):
                view = json.loads(lines[-1])
                self._window.show(view if isinstance(view, dict) else {})


def _poll(window: _Window, lines: _Lines) -> None:
    """Windows: Tk cannot wait for a pipe there, so a thread does, and is asked a few times a second."""
    import queue
    import threading

    parts: queue.Queue[bytes] = queue.Queue()

    def read() -> None:
        for line in sys.stdin.buffer:
            parts.put(line)
        parts.put(b"")

    threading.Thread(target=read, daemon=True).start()

    def look() -> None:
        while not parts.empty():
            lines.take(parts.get())
        window.root.after(200, look)

    look()


def _tell(line: bytes) -> None:
    with suppress(OSError, ValueError):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def main() -> None:
    """Show the window until the input ends, or the user closes it."""
    try:
        window = _Window(lambda request: _tell(request_line(request)))
    except tkinter.TclError as error:
        _tell(b"problem " + " ".join(str(error).split()).encode() + b"\n")
        return
    lines = _Lines(window)
    if hasattr(window.root.tk, "createfilehandler"):
        window.root.tk.createfilehandler(sys.stdin.fileno(), tkinter.READABLE, lines.ready)
    else:
        _poll(window, lines)
    # Left, and not destroyed by what is clicked: Tk does not survive that while it waits for a pipe.
    window.root.mainloop()
    _tell(b"closed\n")


if __name__ == "__main__":
    main()
