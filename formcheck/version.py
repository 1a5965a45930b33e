"""The version that is installed."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("formcheck")
except PackageNotFoundError:  # run from a folder that was never installed
    VERSION = "0+unknown"
