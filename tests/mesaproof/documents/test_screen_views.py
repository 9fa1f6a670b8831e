"""At the prompt an answer prints as the command does that gives it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import mesaproof as mp
from symbolic.decide.hypotheses import Hypotheses
from symbolic.views import Screened
from tests.mesaproof.cli.runs import run

ASKED: list[tuple[Callable[[], Any], tuple[str, ...]]] = [
    (lambda: mp.check("sparse(c)", T=5), ("check", "sparse(c)", "-T", "5")),
    (lambda: mp.gradient("ones", 2, 4), ("gradient", "ones", "-d", "2", "-T", "4")),
    (lambda: mp.flow("gaussian", 2, 4, start=(1, 1)), ("flow", "gaussian", "-d", "2", "-T", "4", "--start", "1,1")),
    (lambda: mp.train("sparse", 1, 3, steps=2), ("train", "sparse", "-d", "1", "-T", "3", "--steps", "2")),
]


@pytest.mark.parametrize(("asked", "command"), ASKED, ids=[command[0] for _, command in ASKED])
def test_python_prints_what_the_command_prints(
    asked: Callable[[], Any], command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    told = [line.rstrip() for line in run(*command).stdout.splitlines()]
    assert repr(asked()).splitlines() == told
    monkeypatch.setenv("COLUMNS", "70")
    assert max(map(len, repr(asked()).splitlines())) <= 70


def test_a_decision_prints_its_outcome() -> None:
    assert "then  the line is invariant" in repr(mp.decide(Hypotheses("none", ()), mp.line_invariant(), d=2))


def test_without_a_view_it_is_an_object_of_its_class() -> None:
    class Unseen(Screened):
        pass

    assert "Unseen object" in repr(Unseen())
