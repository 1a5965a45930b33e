"""Every error that formcheck raises on purpose.

    FormcheckError
    ├── SourceError              a video, camera or recording cannot be opened or read
    │   ├── NotAVideoError       the file is there, but holds no pictures
    │   └── RecordingError       a pose recording is broken or of another version
    ├── ModelError               a pose model is unknown, missing, truncated or altered
    ├── MissingLibraryError      a system library that the pose model needs is missing
    ├── RuleError                a rule or activity file is wrong; names file, key and remedy
    ├── UnknownActivityError     no such activity
    ├── CalibrationError         no neutral can be taken; says why and what to do
    ├── ProfileError             a stored calibration is missing, broken or of another version
    ├── LabelError               a truth or label file is wrong; names file and field
    ├── PairError                two films do not show the same set, or not one that can be compared
    ├── DisplayError             there is no display to open a window on
    ├── ClusterError             no scheduler answers at the address, or it is of another version
    ├── ConfigError              the config file of the desk monitor is wrong; names file, key and remedy
    ├── ControlError             the desk monitor cannot be asked
    │   ├── NotRunningError      no desk monitor runs
    │   └── AlreadyRunningError  a desk monitor runs already
    └── OutputError              a result cannot be written
        ├── HistoryError         the history cannot be read or written
        └── FolderTakenError     another run is writing there right now

Each message is one line that a user can act on. The library raises; only the command line prints.
"""

_LONGEST, _BEGINNING, _END = 1500, 1000, 400


class FormcheckError(Exception):
    """Base of all errors that formcheck raises on purpose.

    A message may quote a file; of one that is longer than anybody reads, the middle is left out.
    """

    def __str__(self) -> str:
        """The message."""
        text = super().__str__()
        return text if len(text) <= _LONGEST else f"{text[:_BEGINNING]} ... {text[-_END:]}"


class SourceError(FormcheckError):
    """A video, camera or recording cannot be opened or read."""


class NotAVideoError(SourceError):
    """The file is there, but holds no pictures."""


class RecordingError(SourceError):
    """A pose recording is broken, of another version, or not a recording at all."""


class ModelError(FormcheckError):
    """A pose model is unknown, missing, truncated or altered."""


class MissingLibraryError(FormcheckError):
    """A system library that the pose model needs is not installed."""


class RuleError(FormcheckError):
    """A rule or activity file is wrong; the message names file, key and remedy."""


class UnknownActivityError(FormcheckError):
    """There is no activity of that name."""


class CalibrationError(FormcheckError):
    """No neutral can be taken from what was shown; the message says why and what to do."""


class HealthNotesError(FormcheckError):
    """Notes on health cannot be read, or are not known; the message says why."""


class ProfileError(FormcheckError):
    """A stored calibration is missing, unreadable, broken or of another version."""


class LabelError(FormcheckError):
    """A truth or label file, or a set of them, is wrong; the message names file and field."""


class PairError(FormcheckError):
    """Two films do not show the same set, or not one that can be compared; the message says why."""


class DisplayError(FormcheckError):
    """There is no display, or it does not answer: no window can be opened."""


class OutputError(FormcheckError):
    """A result cannot be written where it was asked for."""


class HistoryError(OutputError):
    """The history cannot be opened, read or written, or what is to be imported into it is none."""


class FolderTakenError(OutputError):
    """Another run is writing into the folder right now."""


class ClusterError(FormcheckError):
    """No scheduler answers, it is of another version, or it is gone; the message says what to do."""


class ConfigError(FormcheckError):
    """The config file of the desk monitor is wrong; the message names file, key and remedy."""


class ControlError(FormcheckError):
    """The desk monitor cannot be asked, or what it answers cannot be understood."""


class NotRunningError(ControlError):
    """No desk monitor runs in this session."""

    def __init__(self, message: str = "no desk monitor runs; start one with formcheck desk") -> None:
        super().__init__(message)


class AlreadyRunningError(ControlError):
    """A desk monitor runs in this session already."""

    def __init__(self, message: str = "a desk monitor runs already; see formcheck desk status") -> None:
        super().__init__(message)
