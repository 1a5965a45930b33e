"""What a terminal can show: how wide, in colour or not, with real symbols or plain letters."""

import locale
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

# Longer lines are hard to read, however wide the window is.
_WIDEST, _NARROWEST = 100, 40
# What stands for a sign where there is none.
_PLAIN = {
    "°": " deg",
    "±": "+-",
    "−": "-",
    "×": "x",
    "✖": "(X)",
    "▲": "/!\\",
    "✔": "ok",
    "…": "...",
}
_TABLE = str.maketrans(_PLAIN)


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown.

    Attributes:
        width: Lines are wrapped at words to this width; None: they are left as long as they are.
        styled: Whether there are colours and bold letters.
        symbols: Whether there are signs beyond plain letters.
    """

    width: int | None = None
    styled: bool = False
    symbols: bool = False

    @classmethod
    def of(cls, stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> "Look":
        """What a stream can show: a file or a pipe gets plain lines, as long as they are.

        Args:
            stream: Where the text goes; None where it was closed before the program began.
            environment: NO_COLOR and TERM=dumb switch the colours off, a locale without UTF-8 the signs.
        """
        if stream is None or not stream.isatty():
            return cls()
        columns = shutil.get_terminal_size().columns
        dumb = environment.get("TERM", "") in ("dumb", "unknown")
        return cls(
            width=max(_NARROWEST, min(columns, _WIDEST)),
            styled=not dumb and not environment.get("NO_COLOR"),
            symbols=not dumb and _is_utf_8(stream, environment),
        )

    def shown(self, text: str) -> str:
        """The text with signs, or with what stands for them.

        Example:
            >>> Look().shown("−27 ± 3°")
            '-27 +- 3 deg'
        """
        return text if self.symbols else text.translate(_TABLE)


def _is_utf_8(stream: TextIO, environment: Mapping[str, str]) -> bool:
    if "utf" not in (stream.encoding or "").lower():
        return False
    if sys.platform == "win32":
        return True
    # Python writes UTF-8 also where the locale knows only ASCII: then the terminal may not.
    named = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := environment.get(name))), "")
    forced = named == "C.UTF-8" and environment.get("LANG", "C") in ("", "C", "POSIX")
    return not forced and "utf" in (named or locale.getlocale()[1] or "").lower()
