"""The loss on the line where W is uniform on a group, at given sizes, and what keeps a flow there.

`W_KQ_32 = a I` and `W_PV_12 = b I` predict `ab/n Σ_k ⟨x_{t-k}, x_t⟩ x_{t+1-k}`, k from 1 to the number `n = t - 1` of
pairs. With the unit vector u of the start and `c_k = ⟨u, W^k u⟩` the loss is
`½ Σ_n (ab)² E‖x‖⁶ q_n − 2ab E‖x‖⁴ p_n + E‖x‖²`, `p_n = 1/n Σ_k E|c_k|²`, `q_n = 1/n² Σ_{k,l} E c_k conj(c_l) c_{l-k}`.
"""

from __future__ import annotations

from functools import cache

import sympy

from proofs.variants.line_loss import Blocks, a, b, of_terms
from proofs.variants.moment_sums import K2, K4, K6, K22, K42, K222
from proofs.variants.setting import HAAR_ORTHOGONAL, HAAR_UNITARY
from proofs.variants.turned_line import SYMMETRIC
from symbolic.algebra.notation import d
from symbolic.decide.decision import Proof, decide
from symbolic.decide.family_invariance import stays_on
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.decide.refute import Refutation
from symbolic.expectation.haar import Group, overlap_moment_of_large, settled_from
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.model.entry_means import Entries
from symbolic.model.tangency import Tangency
from symbolic.setting import Setting
from symbolic.setting.affine import Affine

SETTINGS: dict[Group, Setting] = {"orthogonal": HAAR_ORTHOGONAL, "unitary": HAAR_UNITARY}

R2, R4, R6 = (sympy.Add(*terms) for terms in ((K2,), (K4, K22), (K6, 3 * K42, K222)))
"""`E‖x‖²`, `E‖x‖⁴`, `E‖x‖⁶` of the start, as sums over different coordinates."""

Size = tuple[int, int]
"""d and T."""


@cache
def on_line(group: Group, size: int, T: int) -> OnFamily:
    """What is derived at these sizes."""
    setting = SETTINGS[group]
    return Derived(setting, {"d": size, "T": T}).on(setting.families["line"])


def in_dimension(expression: sympy.Expr, size: int) -> sympy.Expr:
    """A statement where there are so many coordinates: sums over more different ones are empty."""
    empty = {k: 0 for powers, k in {1: K22, 2: K222}.items() if size <= powers}
    empty |= {K42: 0} if size == 1 else {}
    return sympy.expand(expression.xreplace(empty).subs(d, size))


def loss_at(group: Group, size: int, T: int) -> sympy.Expr:
    """The derived loss on the line."""
    return of_terms(on_line(group, size, T).terms)


def slope_at(group: Group, size: int, T: int, block: str = "W_KQ_23") -> sympy.Expr:
    """The mean of the diagonal of the gradient by a block."""
    found = Entries(on_line(group, size, T).derivative(block), (Affine((), size), Affine((), size)), {})
    return in_dimension(of_terms(found.mean_on_diagonal()), size)


def of_pairs(p: sympy.Expr, q: sympy.Expr, pairs: int) -> sympy.Expr:
    """The loss from the sums of `p_n` and of `q_n`, over so many n."""
    return ((a * b) ** 2 * R6 * q - 2 * a * b * R4 * p + pairs * R2) / 2


def large_loss(T: int) -> sympy.Expr:
    """The loss where W is orthogonal, for all d from `large_from(T)` on: `c_k` is real, and `c_{-k} = c_k`."""
    p, q = sympy.Integer(0), sympy.Integer(0)
    for n in range(1, T - 1):
        seen = range(1, n + 1)
        p += sympy.Add(*(overlap_moment_of_large("orthogonal", (k, k)) for k in seen)) / n
        q += sympy.Add(*(overlap_moment_of_large("orthogonal", (k, m, m - k)) for k in seen for m in seen)) / n**2
    return of_pairs(sympy.factor(p), sympy.factor(q), T - 2)


def large_from(T: int) -> int:
    """The first dimension for which it is the loss: no mean of traces that is met depends on d from there on."""
    return settled_from("orthogonal", (T - 2, T - 2))


def invariant_at(group: Group, size: int, T: int, blocks: Blocks) -> Answer:
    """Whether the line is invariant at these sizes for every start with the symmetries of `turned_line`.

    The requirements on moments are necessary and sufficient; a law that has the symmetries and misses one refutes. The
    gradient on the line is zero but by these blocks, whatever the law.
    """
    on = on_line(group, size, T)
    conclusion = stays_on(Tangency(on), "line")
    decision = None if conclusion is None else decide(SYMMETRIC, conclusion)
    if isinstance(decision, Refutation):
        said = f"d = {size}, T = {T}: {decision.requirement.name} is violated by {decision.violation}"
        return Fails(said, decision.law.description, decision.law)
    if decision is not None and not isinstance(decision, Proof):
        return Unknown(f"d = {size}, T = {T}: not decided")
    if (found := tuple(sorted(on.gradient))) != tuple(sorted(blocks)):
        return Fails(f"the gradient on the line is not zero by {', '.join(found)}", "a point with a, b ≠ 0")
    return Holds(f"the line is invariant at d = {size}, T = {T}: every moment that the gradient needs follows")
