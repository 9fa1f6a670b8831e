"""Strategies of everything but the law: d, T, points of the line, parameter blocks, step sizes; all rationals exact."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mesaproof.answers.asking import PAPER, answer
from mesaproof.answers.gradients import Block
from mesaproof.errors import InputError
from mesaproof.reading.sizes import dimension, number, whole
from symbolic.algebra.notation import T_MIN


def dimensions(least: int = 1, most: int = 4) -> SearchStrategy[int]:
    """Dimensions d, smallest first."""
    least = whole(least, "least", 1, "a dimension d >= 1")
    return st.integers(least, whole(most, "most", least))


def lengths(least: int = T_MIN, most: int = 12) -> SearchStrategy[int]:
    """Lengths T of training sequences, smallest first; the loss needs T >= 3."""
    least = max(whole(least, "least"), T_MIN)
    return st.integers(least, whole(most, "most", least))


def fractions(largest: int = 3, denominator: int = 4) -> SearchStrategy[Fraction]:
    """Rationals between `-largest` and `largest` with denominators up to the given one; shrinks to 0."""
    largest, denominator = whole(largest, "largest", 0), whole(denominator, "denominator", 1)
    return st.integers(1, denominator).flatmap(
        lambda below: st.integers(-largest * below, largest * below).map(lambda above: Fraction(above, below))
    )


def line_points(largest: int = 3) -> SearchStrategy[tuple[Fraction, Fraction]]:
    """Points (a, b) of the line `W_KQ_32 = aI, W_PV_12 = bI`."""
    return st.tuples(fractions(largest), fractions(largest))


def starts(largest: int = 3) -> SearchStrategy[tuple[Fraction, Fraction]]:
    """Points of the line from which the reduced flow reaches the product of the theorem: `a + b ≠ 0`."""
    return line_points(largest).map(_off_the_stable_line)


def _off_the_stable_line(point: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    a, b = point
    return (a, b) if a + b else (a + 1, b)


def parameters(d: int, largest: int = 2) -> SearchStrategy[dict[str, Block]]:
    """All blocks of the model, each a rational `d × d` matrix, as `mp.gradient` takes them."""
    if (d := dimension(d)) > (most := answer(PAPER, "largest table")):
        raise InputError(f"d = {d}", f"d <= {most}", "every entry is drawn")
    row = st.tuples(*[fractions(largest, 3)] * d)
    return st.fixed_dictionaries({name: st.tuples(*[row] * d) for name in answer(PAPER, "blocks")})


def step_sizes(smallest: Fraction = Fraction(1, 1000)) -> SearchStrategy[Fraction]:
    """Positive step sizes of gradient descent up to 1: `1/n` times a power of 1/10; they shrink to 1."""
    least = number(smallest, "smallest")
    if not 0 < least <= 1:
        raise InputError(f"smallest = {smallest}", "a step size above 0, at most 1")
    tenths = st.integers(0, 6).map(lambda power: Fraction(1, 10**power))
    return st.builds(lambda n, scale: max(scale / n, least), st.integers(1, 9), tenths)
