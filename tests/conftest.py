"""Settings of the whole suite: how long Hypothesis searches, what is shared between tests, and what starts first."""

from __future__ import annotations

import fcntl
import os
import resource
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from proofs.claim import Verdict

os.environ["MESAPROOF_CACHE"] = "off"
"""No verdict of an earlier run is taken over."""

SEARCHING = "MESAPROOF_FUZZ" in os.environ
"""Long searches draw new examples each time; the default suite draws the same ones, so that it repeats."""

settings.register_profile("mesaproof", max_examples=60, deadline=None, derandomize=not SEARCHING, print_blob=True)
settings.load_profile("mesaproof")

SPENT = pytest.StashKey[float]()
"""Seconds of processor time of the workers that have ended."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """While this is held no other worker holds it; a worker that dies lets go."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
        return {verdict.claim.key: verdict for verdict in verify(exact_only=True, use_kept=True)}


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The heaviest tests start first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("heavy") is None)


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
