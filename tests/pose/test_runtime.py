import os
import subprocess
import sys

import pytest

from formcheck.errors import MissingLibraryError
from formcheck.pose.blazepose.runtime import quiet_stderr
from formcheck.system_libraries import explain_missing_libraries

CHATTER = b"W0000 00:00:1795344194.609721    9509 inference_feedback_manager.cc:114] Feedback manager\n"


@pytest.mark.parametrize(
    ("library", "packages"),
    [
        ("libEGL.so.1", "libegl1 libgles2 libgl1"),
        ("libGLESv2.so.2", "libegl1 libgles2 libgl1"),
        ("libGL.so.1", "libegl1 libgles2 libgl1"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
    ],
)
@pytest.mark.parametrize("kind", [ImportError, OSError])
def test_missing_library_is_said_with_the_command_that_installs_it(library, packages, kind) -> None:
    with (
        pytest.raises(
            MissingLibraryError, match=f"{library} is missing.*sudo apt-get install -y {packages}$"
        ),
        explain_missing_libraries(),
    ):
        raise kind(f"{library}: cannot open shared object file: No such file or directory")


def test_other_import_errors_pass_unchanged() -> None:
    with pytest.raises(ImportError, match="No module"), explain_missing_libraries():
        raise ImportError("No module named x")


def test_chatter_is_dropped_and_the_rest_is_kept(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_stderr():
        os.write(2, CHATTER)
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        os.write(2, b"E0000 00:00:1795344194.609721    9509 graph.cc:1] failed\n")
        print("a line of Python's", file=sys.stderr)

    kept = capfd.readouterr().err
    assert "graph.cc:1] failed" in kept
    assert "INFO" not in kept
    assert "feedback" not in kept.lower()


def test_stderr_is_given_back_when_the_block_fails(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="inside"), quiet_stderr():
        os.write(2, b"said before\n")
        raise ValueError("inside")
    os.write(2, b"said after\n")

    assert capfd.readouterr().err == "said before\nsaid after\n"


def test_quiet_stderr_does_without_a_stderr() -> None:
    code = (
        "import os; os.close(2)\n"
        "from formcheck.pose.blazepose.runtime import quiet_stderr\n"
        "with quiet_stderr(): print('ran')"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == "ran\n"
