"""The `formcheck` command. Heavy modules are imported inside the commands: --help has to be quick."""

import errno
import os
from collections.abc import Sequence

import click

from formcheck.cli.advice import advice
from formcheck.cli.analyze import analyze
from formcheck.cli.calibrate import calibrate
from formcheck.cli.cameras import cameras
from formcheck.cli.compare import compare
from formcheck.cli.completion import completion
from formcheck.cli.desk import desk
from formcheck.cli.doctor import doctor
from formcheck.cli.evaluate import evaluate
from formcheck.cli.group import CommandsOrFiles
from formcheck.cli.history import history
from formcheck.cli.import_poses import import_poses
from formcheck.cli.live import live
from formcheck.cli.mobility import mobility
from formcheck.cli.models import models
from formcheck.cli.profile import profile
from formcheck.cli.recover import recover
from formcheck.cli.rules import rules
from formcheck.cli.say import abandon_stdout, say, talk
from formcheck.cli.signals import interrupted_by_signals
from formcheck.errors import (
    ConfigError,
    FormcheckError,
    HealthNotesError,
    ModelError,
    ProfileError,
    RuleError,
    UnknownActivityError,
)
from formcheck.version import VERSION

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}  # the second: the user's share of the disk
OK, FAILURE, USAGE, INTERRUPTED = 0, 1, 2, 130


@click.group(
    cls=CommandsOrFiles, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(VERSION, prog_name="formcheck")
def formcheck() -> None:
    """Checks your form: measures posture in a video, judges it, and says how sure it is.

    formcheck FILE... analyses files.

    Not medical advice. Nothing leaves this computer.
    """


formcheck.add_command(advice)
formcheck.add_command(analyze)
formcheck.add_command(calibrate)
formcheck.add_command(cameras)
formcheck.add_command(compare)
formcheck.add_command(completion)
formcheck.add_command(desk)
formcheck.add_command(doctor)
formcheck.add_command(evaluate)
formcheck.add_command(history)
formcheck.add_command(import_poses)
formcheck.add_command(live)
formcheck.add_command(mobility)
formcheck.add_command(models)
formcheck.add_command(profile)
formcheck.add_command(recover)
formcheck.add_command(rules)


_WRONG_WISHES = (
    ConfigError, HealthNotesError, ModelError, ProfileError, RuleError, UnknownActivityError,
)  # fmt: skip


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code; an error is one line on stderr."""
    try:
        with interrupted_by_signals():
            result = formcheck.main(list(arguments), prog_name="formcheck", standalone_mode=False)
        return result if isinstance(result, int) else OK
    except (click.exceptions.Abort, KeyboardInterrupt):
        return _say("interrupted", INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        talk(error.format_message())
        return USAGE
    except click.UsageError as error:
        return _usage(error)
    except click.ClickException as error:
        return _say(error.format_message(), error.exit_code)
    except (
        ConfigError,
        HealthNotesError,
        ModelError,
        ProfileError,
        RuleError,
        UnknownActivityError,
    ) as error:
        return _say(str(error), USAGE)  # what was asked for is wrong, not what was to be analysed
    except FormcheckError as error:
        return _say(str(error), FAILURE)
    except BrokenPipeError:
        # Whoever read our output has left; there is nobody to tell.
        abandon_stdout()
        return FAILURE
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_SPACE:
            # Our own files say their names themselves; what is left is what is printed, or a scratch file.
            abandon_stdout()
            what = error.filename or "what is printed"
            return _say(f"cannot write {what}: {error.strerror}; free some space", FAILURE)
        if isinstance(error, FileNotFoundError) and "temporary directory" in str(error):
            return _say("there is no folder for temporary files; make one, and name it with TMPDIR", FAILURE)
        if os.environ.get("FORMCHECK_DEBUG"):
            raise
        if isinstance(error, OSError) and (error.filename or error.errno == errno.EIO):
            abandon_stdout()
            what = error.filename or "what is printed"
            return _say(f"cannot use {what}: {error.strerror}; check the disk, or the terminal", FAILURE)
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        return _say(f"something unforeseen happened ({what}); set FORMCHECK_DEBUG=1 to see where", FAILURE)


def _usage(error: click.UsageError) -> int:
    command = error.ctx.command_path if error.ctx else "formcheck"
    return _say(f"{error.format_message()} (see {command} --help)", USAGE)


def _say(text: str, code: int) -> int:
    say(text)
    return code
