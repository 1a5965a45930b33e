"""Gives the tasks of a batch to workers, a few at a time, and takes what comes back."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait

from formcheck.analysis.run import never
from formcheck.batch.task import Done, Plan, Task, failed
from formcheck.batch.workers import Workers

# How often a task is given out whose worker died of it, or beside it.
_MOST_TRIES = 3
_LOOK_EVERY_S = 0.1


def run_batch(
    tasks: Sequence[Task],
    plan: Plan,
    workers: Workers,
    *,
    meanwhile: Callable[[], None] = lambda: None,
    begun: Callable[[Task], None] = lambda task: None,
    stopped: Callable[[], bool] = never,
) -> Iterator[Done]:
    """What becomes of each task, in the order in which they are done.

    Memory is bounded by the number of workers: a task is given out when one before it is done.

    Args:
        tasks: The tasks.
        plan: What is the same for all.
        workers: Who does them.
        meanwhile: Called some times a second.
        begun: Called with each task that is given out.
        stopped: Once true, no further task is given out, and those that are being done end early where they
            can be reached.
    """
    waiting, tries = list(reversed(tasks)), dict.fromkeys((task.number for task in tasks), 0)
    running: dict[Future[Done], Task] = {}
    has_stopped = False
    while True:
        while waiting and len(running) < workers.at_once and not stopped():
            task = waiting.pop()
            begun(task)
            try:
                running[workers.submit(task, plan)] = task
            except BrokenExecutor as error:
                yield failed(task, _dead(task, error))
            if workers.at_once == 1:
                break  # it may be done already
        if not running:
            if not waiting or stopped():
                return
            continue
        done, _ = wait(running, timeout=_LOOK_EVERY_S, return_when=FIRST_COMPLETED)
        meanwhile()
        if stopped() and not has_stopped:
            has_stopped = True
            workers.stop()
        for future in done:
            task = running.pop(future)
            if future.cancelled() and has_stopped:
                continue
            tries[task.number] += 1
            told = _told(task, future, can_try_again=tries[task.number] < _MOST_TRIES)
            if told is None:
                waiting.append(task)
            else:
                yield told


def _told(task: Task, future: "Future[Done]", *, can_try_again: bool) -> Done | None:
    """What a task gave; None where it is to be given out again."""
    try:
        return future.result()
    except BrokenExecutor as error:
        return None if can_try_again else failed(task, _dead(task, error))
    except (CancelledError, Exception) as error:  # noqa: BLE001 - of an executor that is not ours
        return failed(task, _dead(task, error))


def _dead(task: Task, error: BaseException) -> str:
    if type(error).__name__ in ("BrokenProcessPool", "KilledWorker"):
        return f"{task.at}: its worker was killed {_MOST_TRIES} times; it may want more memory than there is"
    if isinstance(error, CancelledError) or type(error).__name__ in ("FutureCancelledError", "LostRun"):
        return f"{task.at}: the workers were stopped before it was done"
    return f"{task.at}: could not be given to a worker: {type(error).__name__}: {error}"
