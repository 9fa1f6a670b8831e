"""Altered ingredients of the second route: its gradient, its model, its lists of exponents, its quadrature rules.

The exact side does not contain them, so only a comparison of numbers can notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from mesaproof.selftest.altering import Patch, everywhere
from mesaproof.selftest.mutant import Check, DomainMutant, Kind, Reading
from mesaproof.selftest.toolkit.checks import ListedGradient, NumericGradient, numeric_readings
from mesaproof.selftest.toolkit.moment_formulas import CLASSES
from mesaproof.selftest.toolkit.of_conventions import GENERIC, altered_blocks
from mesaproof.selftest.toolkit.of_moments import NumericMoments
from mesaproof.selftest.toolkit.places import Setting, dense
from numeric_check.laws import rules
from numeric_check.model import node_means as expectation
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.second_route import exponents, forward, one_pass, quadrature

NOT_EXACT = "the altered ingredient belongs to the second route"

DENSITY = dense("laplace(scale=1/2)", 2, 3)
"""A law whose quadrature is a Gauss rule."""

Patches = Callable[[], tuple[Patch, ...]]


def second_route_mutants() -> Iterator[DomainMutant]:
    """Conventions, model, counts and rules of the second route."""
    for change, alter in altered_blocks():
        yield _mutant(
            f"convention/computed/{change}", Kind.CONVENTION, change, NumericGradient(GENERIC), _gradient(alter)
        )
    for change, (name, value) in _of_steps().items():
        patches = partial(_one, forward, name, value)
        yield _mutant(f"convention/model/{change}", Kind.CONVENTION, change, ReferenceGradient(GENERIC), patches)
    for change, harmless, owner, name, value in _of_ranges():
        check: Check = ListedGradient(GENERIC) if owner is exponents else ReferenceGradient(GENERIC)
        yield _mutant(
            f"range/computed/{change}", Kind.RANGE, change, check, partial(_one, owner, name, value), harmless
        )
    for change, harmless, name, value in _of_rules():
        patches = partial(_one, quadrature, name, value)
        yield _mutant(f"range/quadrature/{change}", Kind.RANGE, change, NumericGradient(DENSITY), patches, harmless)
    yield from _of_counts()
    yield from _of_nodes()


def _mutant(id: str, kind: Kind, change: str, check: Check, patches: Patches, harmless: str = "") -> DomainMutant:
    text = f"second route: {change}"
    return DomainMutant(
        id.replace(" ", "-"), kind, text, NOT_EXACT, check, patches, excluded=harmless, equivalent=bool(harmless)
    )


def _one(owner: Any, name: str, value: Any) -> tuple[Patch, ...]:
    return (Patch(owner, name, value),)


def _gradient(alter: Callable[[dict[str, Any], int], dict[str, Any]]) -> Patches:
    computed = one_pass.gradients

    def gradients(parameters: Any, x1: Any, lam: Any, T: int) -> dict[str, Any]:
        return alter(computed(parameters, x1, lam, T), x1.shape[1])

    return lambda: everywhere(computed, gradients)


def _of_steps() -> dict[str, tuple[str, Callable[..., Any]]]:
    """The reference model: its tokens, its adjoints, and one time of it as it enters the gradient."""
    tokens, adjoint, derived = forward._tokens, forward._adjoint, forward._matrix_gradients

    def at_step(**alter: Callable[[Any], Any]) -> tuple[str, Callable[..., Any]]:
        def gradients(step: Any) -> Any:
            return derived(replace(step, **{name: change(getattr(step, name)) for name, change in alter.items()}))

        return "_matrix_gradients", gradients

    def third(part: int, change: Callable[[Any], Any]) -> tuple[str, Callable[..., Any]]:
        """One third of every token (nothing, x_t, x_{t-1}) altered, or the last two exchanged."""

        def altered_tokens(states: Any) -> Any:
            found = tokens(states)
            parts = np.split(found, 3, axis=1)
            parts[part] = change(parts)
            return np.concatenate(parts, axis=1)

        return "_tokens", altered_tokens

    return {
        "tokens without x_{t-1}": third(2, lambda parts: 0 * parts[2]),
        "tokens without x_t": third(1, lambda parts: 0 * parts[1]),
        "x_t twice in a token": third(2, lambda parts: parts[1]),
        "x_{t-1} twice in a token": third(1, lambda parts: parts[2]),
        "x_0 is not zero": third(2, lambda parts: np.concatenate([parts[1][:, :, :1], parts[2][:, :, 1:]], axis=2)),
        "tokens doubled": third(1, lambda parts: 2 * parts[1]),
        "x_{t-1} conjugated": third(2, lambda parts: parts[2].conj()),
        "x_t in the upper third as well": third(0, lambda parts: parts[1]),
        "transposed for adjoint": ("_adjoint", lambda matrices: np.swapaxes(matrices, 1, 2)),
        "adjoint with the other sign": ("_adjoint", lambda matrices: -adjoint(matrices)),
        "weight 1/t for 1/(t-1)": at_step(t=lambda t: t + 1),
        "no weight 1/(t-1)": at_step(t=lambda t: 2),
        "residual conjugated": at_step(residual=np.conj),
        "residual with the other sign": at_step(residual=lambda r: -r),
        "residual dropped": at_step(residual=lambda r: 0 * r),
        "residual doubled": at_step(residual=lambda r: 2 * r),
        "query conjugated": at_step(token=np.conj),
        "prompt without the last token": at_step(prompt=lambda e: e[:, :, :-1]),
        "prompt without the first token": at_step(prompt=lambda e: e[:, :, 1:]),
        "W_PV transposed": at_step(w_pv=np.transpose),
        "W_KQ transposed": at_step(w_kq=np.transpose),
    }


@dataclass(frozen=True)
class ReferenceGradient:
    """The derived gradient against the reference model, integrated over starts and roots of unity node by node."""

    setting: Setting

    def __call__(self) -> tuple[Reading, ...]:
        s, law = self.setting, self.setting.made()
        points, weights = expectation.nodes(law, 6)
        order = quadrature.torus_order(s.T)
        turns = np.array(list(product(np.exp(2j * np.pi * np.arange(order) / order), repeat=s.d)))
        x1, lam = np.repeat(points, len(turns), axis=0), np.tile(turns, (len(points), 1))
        mass = np.repeat(weights, len(turns)) / len(turns)
        blocks = forward.gradients(s.numeric, x1, lam, s.T)
        computed = {name: np.tensordot(mass, block, axes=(0, 0)) for name, block in blocks.items()}
        derived = evaluation.gradient(law, s.T, s.parameters)
        return tuple(numeric_readings(derived, computed))


def _of_ranges() -> Iterator[tuple[str, str, Any, str, Any]]:
    steps, terms, target, keys = forward._steps, exponents.terms, exponents.target, exponents._keys
    yield "simulated t runs to T", "", forward, "_steps", lambda p, x, lam, T: steps(p, x, lam, T + 1)
    yield "simulated t runs to T-2", "", forward, "_steps", lambda p, x, lam, T: steps(p, x, lam, T - 1)
    yield "simulated t starts at 3", "", forward, "_steps", lambda p, x, lam, T: list(steps(p, x, lam, T))[1:]
    yield "listed t runs to T", "", exponents, "_times", lambda T: range(2, T + 1)
    yield "listed t runs to T-2", "", exponents, "_times", lambda T: range(2, T - 1)
    yield "listed t starts at 3", "", exponents, "_times", lambda T: range(3, T)
    yield "listed terms of the time before", "", exponents, "terms", lambda labels, t: terms(labels, t - 1)
    yield "listed terms of the time after", "", exponents, "terms", lambda labels, t: terms(labels, t + 1)
    yield "listed target of the time before", "", exponents, "target", lambda t: target(t - 1)
    yield "listed target of the time after", "", exponents, "target", lambda t: target(t + 1)
    yield "exponents written in too small a base", "", exponents, "_keys", lambda a, b: (a @ _digits(a), b @ _digits(b))
    yield (
        "exponents of both sides negated",
        "equal vectors stay equal, and unequal ones unequal",
        exponents,
        "_keys",
        lambda left, right: keys(-left, -right),
    )


def _digits(vectors: Any) -> Any:
    return 2 ** np.arange(vectors.shape[1], dtype=np.int64)


def _of_rules() -> Iterator[tuple[str, str, str, Any]]:
    longer = "a longer rule integrates the same polynomials exactly"
    for change, order, harmless in (
        ("2(T-2)+1 roots of unity", lambda T, n=1: 2 * n * (T - 2) + 1, ""),
        ("2(T-2) roots of unity", lambda T, n=1: 2 * n * (T - 2), ""),
        ("T-1 roots of unity", lambda T, n=1: T - 1, ""),
        ("one root of unity", lambda T, n=1: 1, ""),
        ("3(T-2)+2 roots of unity", lambda T, n=1: 3 * n * (T - 2) + 2, longer),
        ("4(T-2)+1 roots of unity", lambda T, n=1: 4 * n * (T - 2) + 1, longer),
    ):
        yield change, harmless, "torus_order", order
    for degree, harmless in ((1, ""), (2, ""), (3, ""), (4, ""), (5, ""), (7, longer), (8, longer)):
        yield f"starts of degree {degree} for 6", harmless, "DEGREE", degree


def _of_counts() -> Iterator[DomainMutant]:
    """The listed counts of one coincidence pattern lost or doubled, for patterns of at most two coordinates."""
    for name, labels in (("pair_counts", 6), ("target_counts", 4)):
        counted = getattr(exponents, name)
        for pattern in exponents.patterns(labels):
            if max(pattern) < 2 and pattern in counted(GENERIC.T):
                for change, factor in (("lost", 0), ("doubled", 2)):
                    value = partial(_scaled, counted, pattern, factor)
                    change = f"{name} of {''.join(map(str, pattern))} {change}"
                    yield _mutant(
                        f"count/listed/{change}",
                        Kind.COUNT,
                        change,
                        ListedGradient(GENERIC),
                        partial(everywhere, counted, value),
                    )


def _scaled(counted: Callable[[int], Any], pattern: Any, factor: int, T: int) -> Any:
    return {key: table * (factor if key == pattern else 1) for key, table in counted(T).items()}


def _of_nodes() -> Iterator[DomainMutant]:
    """The quadrature rule of one coordinate with another parametrisation."""
    rule = vars(rules)["coordinate_rule"]
    for name, (_, law) in CLASSES.items():
        for change, alter in NODES.items():
            patches = partial(everywhere, rule, partial(_at_nodes, rule, alter))
            harmless = "" if name == "finite" or change != "with the other sign" else "the law is symmetric"
            change = f"nodes of {law} {change}"
            yield _mutant(f"moment/nodes/{change}", Kind.MOMENT, change, NumericMoments(law), patches, harmless)


NODES: dict[str, Callable[[Any, Any], tuple[Any, Any]]] = {
    "twice as far out": lambda x, w: (2 * x, w),
    "half as far out": lambda x, w: (x / 2, w),
    "with squared size": lambda x, w: (np.sign(x) * x**2, w),
    "in absolute value": lambda x, w: (abs(x), w),
    "moved by one": lambda x, w: (x + 1, w),
    "with equal weights": lambda x, w: (x, np.full(len(w), 1 / len(w))),
    "with weights squared": lambda x, w: (x, w**2 / np.sum(w**2)),
    "with weights that sum to two": lambda x, w: (x, 2 * w),
    "without the last node": lambda x, w: (x[:-1], w[:-1] / np.sum(w[:-1])),
    "with the other sign": lambda x, w: (-x, w),
}


def _at_nodes(rule: Any, alter: Callable[[Any, Any], tuple[Any, Any]], coordinate: Any, degree: int) -> tuple[Any, Any]:
    return alter(*rule(coordinate, degree))
