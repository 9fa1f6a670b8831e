"""Do layers take the same steps where their matrices are not symmetric?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import sympy

from proofs.ahn2023.many_layers.layer_route import CASES, LONG, against_descent, noisy_difference
from proofs.ahn2023.many_layers.layers import difference, preconditioner
from proofs.ahn2023.many_layers.lemma_1 import lemma_1
from proofs.ahn2023.notation import X, a, n, printed, q
from proofs.claim import claim
from proofs.crosschecks import Computed, crosscheck
from proofs.parts import Equality, Settled
from symbolic.algebra.notation import d
from symbolic.algebra.traces import Rows, Trace, trace, value
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

A = preconditioner("A_0", symmetric=False)

APART = trace(a.T @ X @ X.T @ (A.T - A) @ q) * (1 / n)
"""`(1/n) w_*ᵀ XXᵀ (Aᵀ − A) x_q`."""

MATRICES: tuple[Rows, ...] = (((2, 1), (1, 3)), ((0, 1), (0, 0)))


def followed(statement: tuple[Rows, ...]) -> Answer:
    """Whether one layer with each of these matrices takes the step with that matrix, on all data.

    Refuted by data of one sample; of symmetric matrices it is an identity.
    """
    for rows in statement:
        if rows == tuple(zip(*rows, strict=True)):
            if difference(symmetric=True) != 0:
                return Unknown("the layer and the step differ for symmetric matrices")
        elif (found := _data(rows)) is None:
            return Unknown(f"no data among axes tell the layer from the step with {rows}")
        else:
            return found
    return Holds(f"{len(statement)} symmetric matrices, for which the layer and the step are identical")


def _data(rows: Rows) -> Fails | None:
    """A sample, weights and a query among the axes for which the two differ."""
    axes = [tuple((Fraction(i == j),) for i in range(len(rows))) for j in range(len(rows))]
    for sample, task, query in product(axes, repeat=3):
        found = _at(difference(symmetric=False), {"A_0": rows, "X": sample, "a": task, "q": query})
        if found != 0:
            told = (f"{name} = {_told(column)}" for name, column in (("x_1", sample), ("w_*", task), ("x_q", query)))
            where = f"n = 1, A_0 = {[[*map(int, row)] for row in rows]}, {', '.join(told)}"
            point = ((d, sympy.Integer(len(rows))), (n, sympy.Integer(1)))
            return Fails(f"the query's entry differs by {found} from that of the step", where, point=point)
    return None


def _at(expression: sympy.Expr, known: Mapping[str, Rows]) -> sympy.Expr:
    """Its value at one sample."""
    traces = [symbol for symbol in expression.free_symbols if isinstance(symbol, Trace)]
    return expression.xreplace({one: sympy.Rational(value(one.word, known)) for one in traces} | {n: sympy.Integer(1)})


def _told(column: Rows) -> str:
    return f"({', '.join(str(entry) for (entry,) in column)})"


@claim(
    "ahn2023/any-preconditioner",
    source=printed("Lemma 1, with matrices that are not symmetric"),
    parts=(
        Settled("matrices", MATRICES, followed),
        Equality("difference", lambda: difference(symmetric=False), APART),
    ),
    uses=(lemma_1,),
    formal="layers_with_any_matrices",
)
def any_preconditioner() -> Iterator[Chain]:
    """With `P_l = diag(0, 1)`, `Q_l = −diag(A_l, 0)`, `A_l` any matrices, L layers take L steps `w − A_l ∇R(w)` from 0.

    False for matrices that are not symmetric, after one layer already: `any-preconditioner-repaired` tells by how much
    the query's entry differs from `−w_1·x_q`.
    """
    yield from ()


@crosscheck(any_preconditioner, "quadrature", cases=CASES)
def by_numbers(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The transformer on fixed data, beside a step of descent by differences of the risk."""
    from proofs.ahn2023.second_route.fixed_data import array

    found = float(against_descent(d, n, array("q", d, n).T)[0])
    return {"difference": Computed(found, abs(found))}


@crosscheck(any_preconditioner, "sampled", cases=LONG)
def by_sampling(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same for queries with noise, in which it is linear."""
    return {"difference": noisy_difference(d, n, rng)}
