"""Many computers: the tasks go to workers of a Dask scheduler that the user has named, and to nobody else."""

import asyncio
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from typing import Any, TypeVar

from formcheck.errors import ClusterError, MissingLibraryError
from formcheck.version import VERSION

# Within this time a connection is there, and within that one it is known that both sides can work together.
_CONNECT_S, _ANSWER_S = 2.5, 5.0
# What has to be the same on both sides: the messages' format, and what is sent in them.
_SAME = ("distributed",)
_PER_WORKER = 2
_ADDRESS = re.compile(r"(?:[a-z]+://)?[^/\s]+:[0-9]{1,5}/?", re.IGNORECASE)
T = TypeVar("T")


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
    if _ADDRESS.fullmatch(address) is None:
        raise ClusterError(f"{address} is no address of a scheduler, such as tcp://127.0.0.1:8786")
    with ExitStack() as opened:
        opened.enter_context(_quiet())
        theirs = _in_time(lambda: asyncio.run(_asked(address)), address)
        _check_scheduler(theirs, address)
        client = _in_time(lambda: _connected(distributed, address), address)
        opened.callback(_close, client)
        _in_time(lambda: _check_workers(client), address)
        count = max(1, sum(client.nthreads().values()))
        yield client.get_executor(pure=False), _PER_WORKER * count


def _in_time(work: Callable[[], T], address: str) -> T:
    """What the work gives; somebody who takes the connection and says nothing is waited for no longer.

    Raises:
        ClusterError: If it takes too long, or fails.
    """
    answer: Future[T] = Future()

    def ask() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised by who waits
            answer.set_exception(error)

    threading.Thread(target=ask, name="cluster", daemon=True).start()
    try:
        return answer.result(_ANSWER_S)
    except ClusterError:
        raise
    except TimeoutError as error:
        raise _no_answer(address, error) from None
    except Exception as error:
        raise _no_answer(address, error) from error


async def _asked(address: str) -> dict[str, Any]:
    """The versions of a scheduler's packages, asked for before anything is begun with it."""
    core, security = import_module("distributed.core"), import_module("distributed.security")
    arguments = security.Security().get_connection_args("client")

    async def ask() -> Any:
        async with core.rpc(address, timeout=_CONNECT_S, connection_args=arguments) as scheduler:
            return await scheduler.versions()

    told = await asyncio.wait_for(ask(), _CONNECT_S)
    packages: dict[str, Any] = told["packages"]
    return packages


def _connected(distributed: Any, address: str) -> Any:
    """A client."""
    dask = import_module("dask")
    settings = {"distributed.comm.timeouts.connect": f"{_CONNECT_S:g}s", "distributed.comm.retry.count": 0}
    with dask.config.set(settings):
        return distributed.Client(address, timeout=_CONNECT_S, set_as_default=False, name="formcheck")


def _no_answer(address: str, error: BaseException) -> ClusterError:
    why = " ".join(str(error).split()) or type(error).__name__
    return ClusterError(
        f"no scheduler answers at {address} ({why[:200]}); start one of the same version with: "
        "dask scheduler, and check the address"
    )


def _check_scheduler(theirs: dict[str, Any], address: str) -> None:
    """The messages have to mean the same on both sides.

    Raises:
        ClusterError: If the scheduler is of another version.
    """
    versions = import_module("distributed.versions")
    ours = versions.get_versions()["packages"]
    for name in _SAME:
        if theirs.get(name) != ours[name]:
            raise ClusterError(
                f"the scheduler at {address} has {name} {theirs.get(name)}, this computer has {ours[name]}; "
                "install the same version on both"
            )


def _check_workers(client: Any) -> None:
    """The same work has to give the same results everywhere.

    Raises:
        ClusterError: If a worker is of another version.
    """
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
        client.close(timeout=_CONNECT_S)


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
