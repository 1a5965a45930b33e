"""formcheck: measures posture from a camera, judges it by declared rules, and says how sure it is."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("formcheck")
except PackageNotFoundError:  # run from a folder that was never installed
    __version__ = "0+unknown"
