"""Settings of the whole suite: how long Hypothesis searches, what is shared between tests, and what starts first."""

from __future__ import annotations

import gc
import os
import pickle
import resource
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.processes import Processes, started
from tests.workers.compiled_ahead import compile_from_the_end
from tests.workers.file_locks import locked
from tests.workers.samples import leave_out

if TYPE_CHECKING:
    from proofs.formal_statements import FormalStatement
    from proofs.verdict import Replay, Verdict

os.environ["MESAPROOF_CACHE"] = "off"
"""No verdict of an earlier run is taken over."""

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Threads of linear algebra that share the cores with other workers wait for one another by spinning."""

SEARCHING = "MESAPROOF_FUZZ" in os.environ
"""Long searches draw new examples each time; the default suite draws the same ones, so that it repeats."""

settings.register_profile(
    "mesaproof", max_examples=60 if SEARCHING else 10, deadline=None, derandomize=not SEARCHING, print_blob=True
)
settings.load_profile("mesaproof")

SPENT = pytest.StashKey[float]()
"""Seconds of processor time of the workers that have ended."""


def pytest_configure(config: pytest.Config) -> None:
    """Where modules are not to be kept compiled beside their sources, the processes of a run share a folder of them."""
    if sys.dont_write_bytecode and "PYTEST_XDIST_WORKER" not in os.environ:
        folder, environment = TemporaryDirectory(), pytest.MonkeyPatch()
        environment.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        environment.setenv("PYTHONPYCACHEPREFIX", folder.name)
        config.add_cleanup(folder.cleanup)
        config.add_cleanup(environment.undo)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Nothing that is imported and collected is garbage, and none is looked for meanwhile.

    Of the workers of a whole run the second one begins at the end, where the first one has compiled nothing yet.
    """
    gc.disable()
    try:
        whole = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS
        if whole and os.environ.get("PYTEST_XDIST_WORKER") == "gw1":
            compile_from_the_end()
        return (yield)
    finally:
        gc.enable()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all workers share."""
    run = tmp_path_factory.getbasetemp()
    return run.parent if os.environ.get("PYTEST_XDIST_WORKER") else run


@pytest.fixture(scope="session")
def verdicts(shared_folder: Path) -> Mapping[str, Verdict]:
    """The exact verdict of every claim, by key: the first worker that asks runs them, the others take them over."""
    from mesaproof.running.verifying import verify

    with locked(shared_folder / "verdicts.lock"), pytest.MonkeyPatch.context() as environment:
        environment.setenv("MESAPROOF_CACHE", str(shared_folder / "verdicts"))
        return with_witnesses(verify(exact_only=True, use_kept=True), shared_folder / "witnesses")


@pytest.fixture(autouse=True, scope="session")
def few_replays(shared_folder: Path) -> Iterator[None]:
    """In this process formulas of the package are replayed for a few claims, and each once in a run of the tests."""
    with pytest.MonkeyPatch.context() as replays:
        replays.setattr("mesaproof.running.runner.with_replay", partial(a_few_replayed, folder=shared_folder))
        yield


REPLAYED = tuple(
    f"zheng2024/{name}" for name in ("theorem-4.1", "theorem-4.1-repaired", "proposition-4.1", "proposition-4.2")
)
"""Claims whose formulas are replayed in every run; all are in tests/proofs/test_formal_claims.py, which is slow."""


def a_few_replayed(verdict: Verdict, folder: Path) -> Verdict:
    """A verdict with its replay, or with what is left of one where the formula is not replayed in this run."""
    from mesaproof.running import formal_runs
    from proofs.claim import Formula
    from proofs.formal_statements import formal_statement
    from proofs.verdict import Replay

    if isinstance(verdict.claim.formal, Formula):
        return formal_runs.with_replay(verdict)
    if verdict.claim.key in REPLAYED:
        file = folder / f"replay-{verdict.claim.formal}"
        with locked(file.with_suffix(".lock")), pytest.MonkeyPatch.context() as once:
            once.setattr(formal_runs, "replay", partial(replayed_once, file=file, by=formal_runs.replay))
            return formal_runs.with_replay(verdict)
    statement = formal_statement(verdict.claim)
    if statement is None:
        return verdict
    return replace(verdict, replay=Replay("not replayed in this run", left_out=statement.left_out))


def replayed_once(statement: FormalStatement, file: Path, by: Callable[[FormalStatement], Replay]) -> Replay:
    """What the replay of a formula found: that of an earlier test, where there was one."""
    if not file.exists():
        file.write_bytes(pickle.dumps(by(statement)))
    found: Replay = pickle.loads(file.read_bytes())
    return found


def with_witnesses(verdicts: Iterable[Verdict], file: Path) -> Mapping[str, Verdict]:
    """The verdicts by key, with the laws that their records leave out: who runs the claims puts them into a file."""
    if not file.exists():
        file.write_bytes(pickle.dumps({verdict.claim.key: verdict.witness_law for verdict in verdicts}))
    laws = pickle.loads(file.read_bytes())
    return {verdict.claim.key: replace(verdict, witness_law=laws[verdict.claim.key]) for verdict in verdicts}


@pytest.fixture
def kept_verdicts(
    verdicts: Mapping[str, Verdict], shared_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Verdicts that another test of this run has computed may be taken over; those of the exact side are all there.

    Tests that ask for it run one after the other, so that what one computes the next one finds.
    """
    monkeypatch.setenv("MESAPROOF_CACHE", str(shared_folder / "verdicts"))
    with locked(shared_folder / "kept.lock"):
        yield


@pytest.fixture(scope="session")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """Programs in Python are run in processes of their own, which have imported the libraries already."""
    with started(tmp_path_factory.mktemp("processes")) as found:
        yield found


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Samples are drawn before slow tests are left out; the heaviest start first, so that none is left for the end."""
    leave_out(items)
    items.sort(key=lambda item: item.get_closest_marker("heavy") is None)


def pytest_collection_finish() -> None:
    """What has been imported and collected stays to the end: it is not searched for garbage again and again.

    What tests make is searched seldom: proofs are millions of objects that hardly ever refer to one another in circles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def processor_seconds() -> float:
    """Of this process and of the children that it has waited for."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the process that started it what it has spent."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["processor_seconds"] = processor_seconds()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker that crashed has told nothing."""
    stash = node.config.stash
    told = getattr(node, "workeroutput", {}).get("processor_seconds", 0.0)
    stash[SPENT] = stash.get(SPENT, 0.0) + told


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line: what the whole run has cost, workers and their children included."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    workers = config.stash.get(SPENT, None)
    total = processor_seconds() if workers is None else own.ru_utime + own.ru_stime + workers
    terminalreporter.write_line(f"{total:.0f} seconds of processor time")
