"""The default suite and the slow one are all tests between them, and draw the same samples in every run."""

from __future__ import annotations

import pytest

LISTS = """
import pytest

@pytest.mark.sampled(3)
@pytest.mark.parametrize("n", range(10))
def test_many(n):
    pass

@pytest.mark.sampled(3)
@pytest.mark.parametrize("n", range(2))
def test_few(n):
    pass

def test_alone():
    pass
"""
HOOKS = """
import pytest
from tests.workers.samples import leave_out

@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    leave_out(items)
"""


def collected(pytester: pytest.Pytester, *asked: str) -> list[str]:
    shown = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--collect-only", "-q", *asked)
    return [line.partition("::")[2] for line in shown.outlines if "::" in line]


@pytest.fixture
def lists(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeini("[pytest]\nmarkers =\n    slow: more\n    sampled(n): some\n")
    pytester.makeconftest(HOOKS)
    pytester.makepyfile(test_lists=LISTS)
    return pytester


def test_quick_and_slow_tests_are_all_of_them(lists: pytest.Pytester) -> None:
    quick, slow = collected(lists, "-m", "not slow"), collected(lists, "-m", "slow")
    assert sum(name.startswith("test_many") for name in quick) == 3
    assert {"test_few[0]", "test_few[1]", "test_alone"} < set(quick)
    assert sorted(quick + slow) == sorted(collected(lists))
    assert sorted(quick) == sorted(collected(lists, "-m", "not slow"))


def test_who_names_one_gets_it(lists: pytest.Pytester) -> None:
    for name in (f"test_many[{n}]" for n in range(10)):
        assert collected(lists, "-m", "not slow", f"test_lists.py::{name}") == [name]
