"""Altered descriptions: the model written otherwise, or read otherwise; every module then derives another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from mesaproof.selftest.altering import everywhere
from mesaproof.selftest.mutant import DomainMutant, Kind
from mesaproof.selftest.toolkit.alterations import Alteration, Patches
from mesaproof.selftest.toolkit.of_times import bound_alterations, time_alterations
from proofs.zheng2024 import setting
from proofs.zheng2024.setting import ZHENG, K, P, T, d, i, t, token, x
from symbolic.model import index_form
from symbolic.model.terms import Factor, Term
from symbolic.model.terms import Kind as Of
from symbolic.setting import Array, Setting, Time, block, stack, total, zero
from symbolic.setting.affine import Affine
from symbolic.setting.symbols import Arithmetic
from symbolic.setting.weights import Weight

READ = index_form.index_form


def range_function_mutants() -> Iterator[DomainMutant]:
    """Altered ranges of times t, of summation times i, of sums over t, and of the times that a factor reads."""
    for alteration in (*bound_alterations(), *time_alterations(), *_of_descriptions(), *_of_reading()):
        yield alteration.mutant(Kind.RANGE, "range/function")


def described(**changed: Any) -> Setting:
    """The model with its prediction, target or times written otherwise."""
    own: dict[str, Any] = {"prediction": setting.prediction, "target": lambda t: x[t + 1], "over": (t, 2, T - 1)}
    return Setting(ZHENG.key, sizes=ZHENG.sizes, draws=ZHENG.draws, parameters=ZHENG.parameters, **(own | changed))


def attended(
    value: Callable[[Time], Array] = token,
    key: Callable[[Time], Array] = token,
    query: Callable[[Time], Array] = token,
    first: Arithmetic | int = 1,
    last: Callable[[Time], Arithmetic | Time] = lambda t: t,
    keys: Array = K,
    weight: Callable[[Time], Weight] = lambda t: 1 / (t - 1),
) -> Callable[[Time], Array]:
    """The prediction with other tokens for one of its three parts, another range or another weight."""

    def prediction(t: Time) -> Array:
        context = total(value(i) @ key(i).H, i, first, last(t))
        return block(P @ context @ keys @ query(t) * weight(t), 1)

    return prediction


def _of_descriptions() -> Iterator[Alteration]:
    def written(**changed: Any) -> Patches:
        return lambda: everywhere(ZHENG, described(**changed))

    def predicted(**changed: Any) -> Patches:
        return written(prediction=attended(**changed))

    yield Alteration("target x_t", written(target=lambda t: x[t]))
    yield Alteration("target x_{t+2}", written(target=lambda t: x[t + 2]))
    yield Alteration("target x_1", written(target=lambda t: x[1]))
    yield Alteration("loss from t = 3 on", written(over=(t, 3, T - 1)))
    yield Alteration("loss without its factor", written(factor=1))
    yield Alteration("loss halved once more", written(factor=Fraction(1, 4)))
    yield Alteration("weight 1/(t-1) twice", predicted(weight=lambda t: (t - 1) ** -2))
    yield Alteration("context from i = 2 on", predicted(first=2))
    yield Alteration("context up to t-1", predicted(last=lambda t: t - 1))
    yield Alteration("context up to t+1", predicted(last=lambda t: t + 1))
    yield Alteration("W_KQ transposed", predicted(keys=K.H))
    for name in ("value", "key", "query"):
        yield Alteration(f"{name} of the token before", predicted(**{name: lambda s: token(s - 1)}))
        yield Alteration(f"{name} with halves exchanged", predicted(**{name: lambda s: _halves(s - 1, s)}))
        yield Alteration(f"{name} with the newer half twice", predicted(**{name: lambda s: _halves(s, s)}))
        yield Alteration(f"{name} with x_{{s-2}} for x_{{s-1}}", predicted(**{name: lambda s: _halves(s, s - 2)}))


def _halves(newer: Arithmetic, older: Arithmetic) -> Array:
    return stack(zero(d), x[newer], x[older])


def _of_reading() -> Iterator[Alteration]:
    """Each factor of a term read one time too early or too late, or without its conjugation."""

    def later(state: Factor, step: int) -> Factor:
        return replace(state, labels=tuple(at.plus(Affine((), step)) for at in state.labels))

    for number, name in enumerate(("value", "key", "query")):
        yield Alteration(f"{name} read one time later", _of_state(number, lambda state: later(state, 1)))
        yield Alteration(f"{name} read one time earlier", _of_state(number, lambda state: later(state, -1)))
        yield Alteration(
            f"{name} conjugated", _of_state(number, lambda state: replace(state, conjugate=not state.conjugate))
        )


def _of_state(number: int, change: Callable[[Factor], Factor]) -> Patches:
    """One of the three states of a summand of the prediction read otherwise."""

    def altered(term: Term) -> Term:
        places = [n for n, factor in enumerate(term.factors) if factor.kind is Of.STATE]
        if len(places) != 3:
            return term
        factors = list(term.factors)
        factors[places[number]] = change(factors[places[number]])
        return replace(term, factors=tuple(factors))

    return lambda: everywhere(READ, lambda array: tuple(map(altered, READ(array))))
