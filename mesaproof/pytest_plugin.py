"""pytest: a marker and a fixture that check laws and claims in a person's own test suite.

    @pytest.mark.mesaproof(law="laplace", d=3, T=10, require=("line-invariant",))
    def test_my_prior(): ...   # or a method or a class, of unittest too, or a module: pytestmark = …

    def test_by_hand(mesaproof):
        mesaproof.law("laplace", d=3, T=10)
        mesaproof.claim("zheng2024/theorem-4.1-limit")

The probability that a whole run fails although every result is correct is at most `mesaproof_false_alarm` (an ini
option, 1e-9): every test that uses the toolkit has the same share, and the k-th use in a test has `6/(π²k²)` of it.
Each worker of pytest-xdist collects the same tests, so all workers together keep the one budget. The plugin is loaded
in every run of pytest where this package is installed: nothing is imported before it is used.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from math import pi
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from proofs.verdict import Verdict
    from proofs.zheng2024.answers.law_report import LawReport

MARK = FIXTURE = "mesaproof"
TOLD = "mesaproof"
"""Name of the user property in which a test reports what it checked."""

TAKES = {"law": ("d", "T", "require", "seed"), "claim": ("seed",)}
"""What the marker takes beside a law, and beside a claim."""

SHARE: pytest.StashKey[float] = pytest.StashKey()


@dataclass
class Checks:
    """What one test may spend, and what it has checked so far."""

    budget: float
    done: list[str] = field(default_factory=list)

    def law(
        self, law: Any, d: int | None = None, T: int | None = None, *, require: Iterable[str] = (), seed: int = 0
    ) -> LawReport:
        """`mesaproof.testing.assert_law` with the next part of the budget."""
        from mesaproof.testing import assert_law

        return assert_law(law, d, T, require=require, seed=seed, false_alarm=self._next(f"law {law}"))

    def claim(self, claim: str | Path, *, seed: int = 0) -> tuple[Verdict, ...]:
        """`mesaproof.testing.assert_claim` with the next part of the budget."""
        from mesaproof.testing import assert_claim

        return assert_claim(claim, seed=seed, false_alarm=self._next(f"claim {claim}"))

    def _next(self, what: str) -> float:
        self.done.append(what)
        return self.budget * 6 / (pi * len(self.done)) ** 2


def pytest_addoption(parser: pytest.Parser) -> None:
    """The ini option `mesaproof_false_alarm`."""
    parser.addini("mesaproof_false_alarm", "false-alarm probability of a whole run (mesaproof)", default="1e-9")


def pytest_configure(config: pytest.Config) -> None:
    """The marker, and the budget."""
    config.addinivalue_line(
        "markers",
        "mesaproof(law=None, d=None, T=None, require=(), claim=None, seed=0): "
        "check a law or a claim before the test runs",
    )
    given = str(config.getini("mesaproof_false_alarm"))
    try:
        budget = float(given)
    except ValueError:
        budget = 0.0
    if not 0 < budget < 1:
        raise pytest.UsageError(f"mesaproof_false_alarm = {given!r}: expected a probability strictly between 0 and 1")
    config.stash[SHARE] = budget


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Split the budget over the tests that use the toolkit."""
    users = sum(1 for item in items if _uses(item))
    config.stash[SHARE] = config.stash[SHARE] / max(users, 1)


def _uses(item: pytest.Item) -> bool:
    return item.get_closest_marker(MARK) is not None or FIXTURE in getattr(item, "fixturenames", ())


@pytest.fixture(name=FIXTURE)
def _checks(request: pytest.FixtureRequest) -> Checks:
    """Check laws and claims under the run's false-alarm budget: `mesaproof.law(…)`, `mesaproof.claim(…)`."""
    if not _uses(request.node):
        pytest.fail(
            "the fixture mesaproof is asked for while the test runs, when the budget is already split: "
            "name it in the signature of the test, or of a fixture of the test",
            pytrace=False,
        )
    return _of(request.node)


OF: pytest.StashKey[Checks] = pytest.StashKey()


def _of(item: pytest.Item) -> Checks:
    if OF not in item.stash:
        item.stash[OF] = Checks(item.config.stash[SHARE])
    return item.stash[OF]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """Check what the markers of a test name, before its body runs: a function, a method of `unittest`, any item."""
    for mark in item.iter_markers(MARK):
        _check(_of(item), mark)


def _check(checks: Checks, mark: pytest.Mark) -> None:
    given = dict(mark.kwargs)
    if mark.args or not any(key in given and set(given) <= {key, *TAKES[key]} for key in TAKES):
        expected = "law= (with d=, T=, require=) or claim=, and seed="
        pytest.fail(f"@pytest.mark.mesaproof takes {expected}; given {_shown(mark)}", pytrace=False)
    if isinstance(given.get("require"), Iterator):
        expected = "a list or a tuple: the first test uses a generator up"
        pytest.fail(f"require= of @pytest.mark.mesaproof is {expected}; given {_shown(mark)}", pytrace=False)
    from mesaproof.errors import InputError

    failure = ""
    try:
        if "claim" in given:
            checks.claim(given["claim"], seed=given.get("seed", 0))
        else:
            checks.law(**given)
    except (AssertionError, InputError) as error:
        failure = str(error)
    if failure:
        pytest.fail(failure, pytrace=False)


def _shown(mark: pytest.Mark) -> str:
    named = (f"{name}={value!r}" for name, value in mark.kwargs.items())
    return ", ".join([*map(repr, mark.args), *named]) or "nothing"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put what a test checked into its report, where the process that prints the summary finds it."""
    report = yield
    if call.when == "call" and OF in item.stash:
        report.user_properties.append((TOLD, item.stash[OF].done))
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """One line on what was checked, if anything was."""
    reports = [r for kind in ("passed", "failed") for r in terminalreporter.stats.get(kind, ()) if r.when == "call"]
    told = [(what, r.failed) for r in reports for name, done in r.user_properties if name == TOLD for what in done]
    if told:
        laws, failed = sum(what.startswith("law") for what, _ in told), sum(bad for _, bad in told)
        terminalreporter.section("mesaproof")
        terminalreporter.line(
            f"{laws} checks of laws, {len(told) - laws} of claims, {failed} in tests that failed; "
            f"false alarms of the whole run at most {config.getini('mesaproof_false_alarm')}"
        )
