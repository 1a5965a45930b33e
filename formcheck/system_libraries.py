"""Says what to install where a system library is missing that a Python package needs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from formcheck.errors import MissingLibraryError

# "libEGL.so.1: cannot open shared object file: No such file or directory", as the dynamic linker says it.
_MISSING_LIBRARY = re.compile(r"(?P<library>lib[\w.+-]+?\.so[.\d]*): cannot open shared object file")

_GRAPHICS_PACKAGES = "libegl1 libgles2 libgl1"
_DEBIAN_PACKAGES = (
    ("libEGL.", _GRAPHICS_PACKAGES),
    ("libGLESv2.", _GRAPHICS_PACKAGES),
    ("libGL.", _GRAPHICS_PACKAGES),
    ("libglib-2.0.", "libglib2.0-0"),
    ("libgthread-2.0.", "libglib2.0-0"),
)


@contextmanager
def explain_missing_libraries() -> Iterator[None]:
    """Turn "cannot open shared object file" into an error that says what to install.

    Other errors pass unchanged.

    Raises:
        MissingLibraryError: A system library was not found inside the block.
    """
    try:
        yield
    except (ImportError, OSError) as error:
        missing = _MISSING_LIBRARY.search(str(error))
        if missing is None:
            raise
        raise MissingLibraryError(_what_to_install(missing["library"])) from error


def _what_to_install(library: str) -> str:
    packages = next((names for prefix, names in _DEBIAN_PACKAGES if library.startswith(prefix)), None)
    if packages is None:
        return f"the system library {library} is missing; install the package of your system that holds it"
    return (
        f"the system library {library} is missing; on Debian and Ubuntu install it with: "
        f"sudo apt-get install -y {packages}"
    )
