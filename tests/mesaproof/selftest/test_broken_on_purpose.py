"""Input that once broke something, and what it has to do instead."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mesaproof as mp
from mesaproof.errors import InputError
from mesaproof.plots.check_plots import Drawing, targets
from mesaproof.plots.check_plots import whole_figure as figure
from mesaproof.running.runner import prove
from mesaproof.running.verifying import verify
from proofs.claim import Claim, Source, claim
from proofs.parts import Follows
from proofs.verdict import Outcome
from proofs.zheng2024.answers.scene import Scene, Training
from symbolic.decide.conclusions import Conclusion, Requirement, alike, same_for_every, zero
from symbolic.decide.conditions import Equals
from symbolic.decide.conditions.symmetries import SignFlips
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern

FLIPS = Hypotheses("sign flips", (SignFlips(),))
ODD = Conclusion("odd", (zero(Pattern((3,))),))
SECOND, MIXED = Pattern((2,)), Pattern((2, 4))


def following(part: Follows, hypotheses: Hypotheses = FLIPS) -> Claim:
    @claim("mine/follows", source=Source("a", "b", "c"), parts=(part,), hypotheses=hypotheses)
    def declared() -> tuple[()]:
        """What follows."""
        return ()

    return declared


HALF: Any = 0.5

MALFORMED: tuple[tuple[str, Callable[[], object]], ...] = (
    ("requires nothing", lambda: Conclusion("empty", ())),
    ("each named once", lambda: Requirement("0 = 0", 1, ())),
    ("each named once", lambda: alike(SECOND, SECOND)),
    ("2 free indices, not 1", lambda: alike(SECOND, MIXED)),
    ("1 free indices, not 2", lambda: alike(MIXED, SECOND)),
    ("2 free indices, not 3", lambda: Requirement("frame", 3, ((MIXED, Fraction(1)),))),
    ("one free index, not 2", lambda: same_for_every(MIXED)),
    ("one free index, not 0", lambda: same_for_every(Pattern((), (2,)))),
    ("integer or a Fraction", lambda: Requirement("half", 1, ((SECOND, HALF),))),
    ("integer or a Fraction", lambda: Requirement("half", 1, ((SECOND, Fraction(1)),), HALF)),
)


@pytest.mark.parametrize(("words", "made"), MALFORMED)
def test_a_malformed_conclusion_is_refused_where_it_is_written(words: str, made: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=words):
        made()


@pytest.mark.parametrize("at", [(1,), (0,), (-3,), (True,), (2.5,), (3, 1), [2, 3], 2])
def test_what_follows_is_asked_in_dimensions_from_two_on(at: Any) -> None:
    with pytest.raises(ValueError, match="a tuple of dimensions d >= 2"):
        Follows("odd", ODD, at)


def test_what_follows_is_a_conclusion() -> None:
    requirement: Any = ODD.requirements[0]
    with pytest.raises(ValueError, match="is a Conclusion, not Requirement"):
        Follows("odd", requirement)


@pytest.mark.parametrize("size", range(2, 8))
def test_requirements_have_names_for_any_number_of_coordinates(size: int) -> None:
    pairs = Hypotheses("uncorrelated", (Equals(Pattern((1, 1))),))
    conclusion = Conclusion("first pair", (zero(Pattern((1, 1) + (0,) * (size - 2))),))
    assert prove(following(Follows("pair", conclusion), pairs)).outcome is Outcome.PROVED


def test_a_refutation_in_one_dimension_outweighs_hypotheses_that_are_absurd_in_another() -> None:
    """With two coordinates the sum over a third is empty, so that it cannot be 1."""
    third = Hypotheses("third", (Equals(Pattern((0, 0), (2,)), Fraction(1)),))
    part = Follows("small", Conclusion("small", (zero(SECOND),)), at=(2, 3))
    assert prove(following(part, third)).outcome is Outcome.REFUTED
    assert "contradict each other" in prove(following(Follows("small", part.conclusion, at=(2,)), third)).reason


def test_a_requirement_that_is_empty_in_a_dimension_is_named() -> None:
    triple = Conclusion("triple", (zero(Pattern((2, 2, 1))),))
    empty, full = (prove(following(Follows("triple", triple, at))) for at in ((2,), (3,)))
    assert "empty: E[x_j^2 x_k^2 x_l] = 0 at d = 2" in empty.evidence[0]
    assert "empty" not in full.evidence[0]


MINE = """
from symbolic.decide.conclusions import Conclusion, alike
from symbolic.expectation.moments import Pattern
from proofs.claim import Source, claim
from proofs.parts import Follows

@claim("mine/x", source=Source("a", "b", "c"), parts=(Follows("x", {conclusion}, at={at}),))
def mine():
    \"\"\"Mine.\"\"\"
    return ()
"""


@pytest.mark.parametrize(
    ("conclusion", "at", "words"),
    [
        ("Conclusion('empty', ())", "()", "requires nothing"),
        ("Conclusion('x', (alike(Pattern((2,)), Pattern((2, 4))),))", "()", "2 free indices, not 1"),
        ("Conclusion('x', (alike(Pattern((2,)), Pattern((4,))),))", "(1,)", "dimensions d >= 2"),
    ],
)
def test_a_claim_file_with_an_odd_part_is_one_sentence(tmp_path: Path, conclusion: str, at: str, words: str) -> None:
    (tmp_path / "mine.py").write_text(MINE.format(conclusion=conclusion, at=at))
    with pytest.raises(InputError, match=words) as refused:
        verify([str(tmp_path / "mine.py")], exact_only=True)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "law",
    ["truncated(gaussian, 0, 1)", "truncated(gaussian, 30, inf)", "truncated(lognormal(0, 1), 1, 2)"],
)
def test_moments_that_hold_a_ratio_together_have_enclosures(law: str) -> None:
    """Neighbouring precisions overlap, and a float evaluation of the exact moment lies in the coarse one."""
    coarse, fine = (mp.enclosure(law, 3, 1, bits=bits) for bits in (30, 400))
    assert coarse.low <= fine.low <= fine.high <= coarse.high
    assert fine.bits is not None
    assert fine.bits >= 400
    assert Fraction(str(coarse.moment.evalf(40))) in coarse


@pytest.mark.parametrize(
    ("exponents", "d"),
    [
        *((one, 2) for one in (2.0, None, float("nan"), True, (2, 1.0), (1, -1), 10**6)),
        *((2, d) for d in (2.5, "3", True, 0, 10**9, 10**12)),
    ],
)
def test_an_enclosure_of_nonsense_is_refused(exponents: Any, d: Any) -> None:
    with pytest.raises(InputError):
        mp.enclosure("gaussian", exponents, d)


def test_exponents_may_come_from_an_array() -> None:
    assert mp.enclosure("exponential", np.array([2, 1]), 2).low == mp.enclosure("exponential", (2, 1), 2).low == 2
    assert mp.enclosure("exponential", np.int64(3), 2).low == 6


@pytest.mark.parametrize("path", ["", "  ", "a\0b.png", "\0"])
def test_a_picture_needs_a_path(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="expected a file in"):
        targets(path)


@pytest.fixture
def blank() -> Drawing:
    from matplotlib.figure import Figure

    return Drawing(Figure(), {"nothing": np.zeros(1)})


def test_an_interrupted_drawing_leaves_nothing_behind(
    blank: Drawing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez_compressed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        figure.written(blank, targets(tmp_path))
    assert not list(tmp_path.iterdir())


def test_a_folder_in_the_place_of_a_file_stops_before_any_file_is_there(blank: Drawing, tmp_path: Path) -> None:
    (tmp_path / "law.npz").mkdir()
    with pytest.raises(InputError, match="is not a file of mesaproof's"):
        figure.written(blank, targets(tmp_path / "law.png"))
    assert [file.name for file in tmp_path.iterdir()] == ["law.npz"]


@pytest.mark.slow
def test_training_that_leaves_the_line_ends_at_the_same_loss_in_every_unit() -> None:
    """The limit in the unit 1, integrated by another route, is that in any other."""
    limit = mp.check("shift(gaussian, 1)", 2, 3).off_line
    assert limit is not None
    assert _trained("scale(shift(gaussian, 1), 1e5)").relative_loss == pytest.approx(limit.relative_mse, rel=1e-5)


@pytest.mark.slow
def test_training_that_overflows_is_not_called_settled_and_does_not_warn() -> None:
    """Warnings are errors here."""
    assert not any(path.settled for path in _trained("lognormal(mu=0, sigma=3)").paths)


def _trained(law: str) -> Training:
    return Training.of(Scene.of(mp.check(law, 2, 3)))
