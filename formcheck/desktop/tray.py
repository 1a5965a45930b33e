"""The tray icon, in a process of its own: asks the monitor every few seconds, and for what its menu names.

PySide6 is an extra: its tray icon works on all three systems, and it is far too large to be asked of
everybody.
"""

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from formcheck.desktop.control import Reply, Request
from formcheck.desktop.control_client import ask
from formcheck.desktop.tray_view import WHILE_PAUSED, WHILE_WATCHING, TrayView, tray_view
from formcheck.errors import ControlError, DisplayError, NotRunningError

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QPainter
    from PySide6.QtWidgets import QApplication

_EVERY_MS, _PATIENCE_S, _ICON_PX = 3000, 1.0, 64
_TITLE = "formcheck desk"
_NO_EXTRA = 'the tray icon needs the extra "tray": pip install "formcheck[tray]"'
# What its plugin for X needs beside itself; it says so of the first one alone.
_QT_NEEDS = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1"
_NO_TRAY = "this desktop shows no tray icons; on GNOME an extension does: AppIndicator"


class Tray:
    """The icon and its menu.

    Args:
        app: The application that they belong to.
    """

    def __init__(self, app: "QApplication") -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QMenu, QSystemTrayIcon

        self._app = app
        self.view: TrayView | None = None
        self.icon = QSystemTrayIcon()
        self.menu = QMenu()
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(lambda _: self.look())
        self._timer = QTimer()
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)
        self.look()
        self.icon.show()

    def look(self) -> None:
        """Ask, and show what is so."""
        self._show(tray_view(_status()))

    def _show(self, view: TrayView) -> None:
        if view == self.view:
            return
        changed = self.view is None or (view.runs, view.paused) != (self.view.runs, self.view.paused)
        self.view = view
        self.icon.setIcon(_drawn(view))
        self.icon.setToolTip(f"{_TITLE}: {view.words}")
        if changed:
            self._fill_menu(view)
        else:
            self.menu.actions()[0].setText(view.words)

    def _fill_menu(self, view: TrayView) -> None:
        self.menu.clear()
        self.menu.addAction(view.words).setEnabled(False)
        self.menu.addSeparator()
        asks = {} if not view.runs else WHILE_PAUSED if view.paused else WHILE_WATCHING
        for title, request in asks.items():
            action = self.menu.addAction(title)
            action.triggered.connect(lambda _=False, request=request: self._do(request))
        self.menu.addSeparator()
        self.menu.addAction("Hide this icon").triggered.connect(self._app.quit)

    def _do(self, request: Request) -> None:
        try:
            ask(request, _PATIENCE_S)
        except ControlError as error:
            self.icon.showMessage(_TITLE, str(error))
        self.look()


def run_tray() -> int:
    """Show the icon until it is hidden; gives the exit code.

    Raises:
        DisplayError: If PySide6 or a tray is missing; says what to do.
    """
    try:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QSystemTrayIcon
    except ImportError:
        raise DisplayError(_NO_EXTRA) from None
    if not _has_display():
        raise DisplayError("there is no display for a tray icon (DISPLAY and WAYLAND_DISPLAY are not set)")
    _try_out()
    app = QApplication([_TITLE])
    app.setQuitOnLastWindowClosed(False)
    if not QSystemTrayIcon.isSystemTrayAvailable():
        raise DisplayError(_NO_TRAY)
    tray = Tray(app)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.quit())
    breath = QTimer()  # Python hears a signal only when it has something to do
    breath.timeout.connect(lambda: None)
    breath.start(500)
    code = app.exec()
    tray.icon.hide()
    return code


def _has_display() -> bool:
    """Where there is none, Qt ends the whole process."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _try_out() -> None:
    """Open Qt in a process of its own first: where it cannot, it ends the whole process, in many lines.

    Raises:
        DisplayError: If it cannot.
    """
    try_out = "from PySide6.QtWidgets import QApplication; QApplication([])"
    done = subprocess.run(
        [sys.executable, "-P", "-c", try_out], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        errors="replace", check=False,
    )  # fmt: skip
    if done.returncode != 0:
        remedy = f"on Debian or Ubuntu: sudo apt-get install {_QT_NEEDS}" if sys.platform == "linux" else ""
        raise DisplayError(f"no tray icon: Qt cannot open the display; {remedy or 'is one there?'}")


def _status() -> Reply | None:
    try:
        return ask(Request("status"), _PATIENCE_S)
    except NotRunningError:
        return None
    except ControlError as error:
        return Reply(False, str(error), {})


def _drawn(view: TrayView) -> "QIcon":
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

    picture = QPixmap(_ICON_PX, _ICON_PX)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(view.colour)
    painter.setPen(QPen(colour, 9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(colour)
    _draw_shape(painter, view)
    painter.end()
    return QIcon(picture)


def _draw_shape(painter: "QPainter", view: TrayView) -> None:
    from PySide6.QtCore import QPoint, Qt

    def points(*numbers: int) -> list[QPoint]:
        return [QPoint(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]

    match view.shape:
        case "check":
            painter.drawPolyline(points(10, 34, 26, 50, 54, 14))
        case "triangle":
            painter.drawPolygon(points(32, 10, 55, 52, 9, 52))
        case "bars":
            painter.drawLine(22, 12, 22, 52)
            painter.drawLine(42, 12, 42, 52)
        case "cross":
            painter.drawLine(14, 14, 50, 50)
            painter.drawLine(50, 14, 14, 50)
        case _:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(12, 12, 40, 40)
