"""Many computers: the tasks go to workers of a Dask scheduler that the user has named, and to nobody else."""

import logging
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from typing import Any

from formcheck.errors import ClusterError, MissingLibraryError
from formcheck.version import VERSION

# Within this time it is known whether a scheduler answers.
_ANSWER_S = 4.0
# What has to be the same on both sides: the messages' format, and what is sent in them.
_SAME = ("distributed",)
_PER_WORKER = 2


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of a scheduler, and how many tasks keep its workers busy.

    Args:
        address: Such as tcp://127.0.0.1:8786.

    Raises:
        MissingLibraryError: If `distributed` is not installed.
        ClusterError: If no scheduler answers there, or it or a worker is of another version.
    """
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise MissingLibraryError(
            "--cluster needs the package distributed; install it with: pip install 'formcheck[cluster]'"
        ) from None
    with ExitStack() as opened:
        opened.enter_context(_quiet())
        client = _connected(distributed, address)
        opened.callback(_close, client)
        try:
            _check_versions(client, address)
            count = max(1, sum(client.nthreads().values()))
        except ClusterError:
            raise
        except Exception as error:
            raise _no_answer(address, error) from error
        yield client.get_executor(pure=False), _PER_WORKER * count


def _connected(distributed: Any, address: str) -> Any:
    """A client; asked to wait for no longer than somebody does."""
    dask = import_module("dask")
    settings = {"distributed.comm.timeouts.connect": f"{_ANSWER_S:g}s", "distributed.comm.retry.count": 0}
    with dask.config.set(settings):
        try:
            return distributed.Client(address, timeout=_ANSWER_S, set_as_default=False, name="formcheck")
        except Exception as error:
            raise _no_answer(address, error) from error


def _no_answer(address: str, error: BaseException) -> ClusterError:
    why = " ".join(str(error).split()) or type(error).__name__
    return ClusterError(
        f"no scheduler answers at {address} ({why[:200]}); start one of the same version with: "
        "dask scheduler, and check the address"
    )


def _check_versions(client: Any, address: str) -> None:
    """The same work has to give the same results everywhere.

    Raises:
        ClusterError: If a side is of another version.
    """
    told = client.get_versions(check=False)
    ours = told["client"]["packages"]
    for name in _SAME:
        theirs = (told["scheduler"] or {}).get("packages", {}).get(name)
        if theirs != ours[name]:
            raise ClusterError(
                f"the scheduler at {address} has {name} {theirs}, this computer has {ours[name]}; "
                f"install the same version on both"
            )
    for worker, version in client.run(_version, on_error="return").items():
        if version != (VERSION, sys.version_info[:2]):
            raise ClusterError(
                f"the worker at {worker} has formcheck {_shown(version)}, this computer has "
                f"{_shown((VERSION, sys.version_info[:2]))}; install the same version on both"
            )


def _version() -> tuple[str, tuple[int, int]]:
    """What a worker has."""
    return VERSION, sys.version_info[:2]


def _shown(version: Any) -> str:
    if isinstance(version, tuple) and len(version) == 2:
        return f"{version[0]} with Python {'.'.join(map(str, version[1]))}"
    return "not installed, or of a version without batches"


def _close(client: Any) -> None:
    """A scheduler that is gone is no error any more."""
    with suppress(Exception):
        client.close(timeout=_ANSWER_S)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's own log off the screen: what matters becomes an error of ours."""
    log = logging.getLogger("distributed")
    before, log.disabled = (log.disabled, log.propagate, log.level), False
    log.propagate = False
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.disabled, log.propagate, level = before
        log.setLevel(level)
