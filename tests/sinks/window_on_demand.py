"""The live window in a process of its own: does what the lines of its input say, and answers each.

A window needs the main thread of a process, and what is left of it would end with the display.
"""

import sys

import numpy as np

from formcheck.errors import DisplayError
from formcheck.sinks.screen import window as window_module
from formcheck.sinks.screen.window import Window

# Looked at every time, so that an answer does not depend on when it is asked for.
window_module._LOOK_S = 0.0
PICTURE = np.full((720, 1280, 3), 90, np.uint8)


def obey(window: Window, order: str) -> str:
    match order:
        case "show":
            window.show(PICTURE)
        case "full screen":
            window.toggle_full_screen()
        case "pressed":
            return " ".join(window.pressed())
        case "size":
            return "{} x {}".format(*window.size_px)
        case "close":
            window.close()
    return "done"


if __name__ == "__main__":
    try:
        shown = Window()
    except DisplayError as error:
        sys.exit(str(error))
    print("open", flush=True)
    for line in sys.stdin:
        print(obey(shown, line.strip()), flush=True)
