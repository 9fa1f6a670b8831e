"""A mutant on trial: the nearest tests, in a process that has imported the libraries and nothing of ours."""

from __future__ import annotations

import os
import resource
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from mesaproof.selftest.source_tokens.nearest_tests import nearest_tests_of
from mesaproof.selftest.source_tokens.planted import is_planted, plant
from mesaproof.selftest.source_tokens.tokens import TokenMutant

SECONDS = 50
"""After so much processor time no further test begins."""

MOST_SECONDS = 120
"""A test that is still not done after so much processor time never will be."""

NEAREST = 3
"""Files of tests that are collected before the others."""

QUICK = "not slow and not heavy"


NOT_SEEN = 99
"""Exit code of a trial in which the tests saw the unaltered module."""


class Outcome(StrEnum):
    """What the tests said of an altered module."""

    FAILED = "failed"
    HUNG = "hung"
    PASSED = "passed"


@dataclass(frozen=True)
class Trial:
    """One mutant and what became of it."""

    id: str
    outcome: Outcome
    seconds: float


def tried(mutant: TokenMutant | None, module: str, folder: Path) -> Trial:
    """Run the nearest tests on a mutant, or on the unaltered module as a control.

    Raises RuntimeError where this process has imported the module, or the tests saw it unaltered.
    """
    if module in sys.modules:
        raise RuntimeError(f"{module} is imported already, unaltered")
    started = time.perf_counter()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os._exit(_in_child(mutant, module, folder))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == NOT_SEEN:
        raise RuntimeError(f"{module} was imported, but not as it was altered")
    outcome = Outcome.HUNG if code < 0 else Outcome.PASSED if code == 0 else Outcome.FAILED
    return Trial(mutant.id if mutant else f"control/{module}", outcome, time.perf_counter() - started)


def _in_child(mutant: TokenMutant | None, module: str, folder: Path) -> int:
    try:
        os.nice(5)
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        os.chdir(folder)
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        if mutant is not None:
            plant(mutant)
        files = nearest_tests_of(module, folder)
        heard = _Heard()
        code = _tested(files[:NEAREST], heard) or _tested(files[NEAREST:], heard)
        return code if mutant is None or is_planted(mutant) else NOT_SEEN
    except BaseException:
        return 1


def _tested(paths: list[str], heard: _Heard) -> int:
    """0 where every test passed that began in time."""
    import pytest

    plain = ["--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist"]  # rewriting would read the unaltered file
    options = ["-q", "-x", *plain, "-m", QUICK]
    if heard.over or not paths:
        return 0
    code = int(pytest.main([*options, *paths], plugins=[heard]))
    nothing = code == pytest.ExitCode.NO_TESTS_COLLECTED
    ended_early = heard.over and code == pytest.ExitCode.INTERRUPTED
    return 1 if heard.failed else 0 if ended_early or nothing else code


class _Heard:
    """Whether a test failed; and begins no further one when the time is over."""

    def __init__(self) -> None:
        self.end = time.process_time() + SECONDS
        self.failed = False
        self.over = False

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.failed = self.failed or report.failed

    def pytest_collectreport(self, report: Any) -> None:
        self.failed = self.failed or report.failed

    def pytest_runtest_protocol(self, item: Any, nextitem: Any) -> None:
        self.over = time.process_time() > self.end
        if self.over:
            item.session.shouldstop = "the time is over"
