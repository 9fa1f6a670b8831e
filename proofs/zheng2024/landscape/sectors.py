"""The loss as a sum of squares over characters: which products of blocks meet, and the prediction's energy at all d.

**Charges.** A prediction is a sum over products of a `W_PV` block and a `W_KQ` block. In every monomial of such a
product the exponents of all eigenvalues add up to `t + charge`. Monomials of unequal charge never have equal
characters, so `E‖ŷ‖²` is the sum of the energies of the sectors of equal charge, each of them non-negative; the target
`x_{t+1}` has charge 0, so that the cross term meets one sector only.

**Orbit sums.** On the sector of charge 0 the energy is a sum of terms

    coefficient(T) · Σ b[j,k] b[j,k'] a[l,m] a[l',m'] E[x_k x_l x_m x_k' x_l' x_m'],     b = W_PV_12, a = W_KQ_32,

over distinct coordinates, a term for each way in which the seven labels coincide. The moment's labels are those of the
entries, so a term is known from its entries: two terms are equal when a renaming of coordinates and an exchange of the
two factors b, or of the two factors a, turns one into the other. What is stated of such sums holds for every d.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import count
from types import MappingProxyType

from proofs.zheng2024.line.line import ON_LINE
from proofs.zheng2024.model.attention import TERMS, target_exponent
from proofs.zheng2024.model.coefficients import of_pair
from proofs.zheng2024.model.loss import cross_terms
from symbolic.algebra.notation import T_MIN
from symbolic.algebra.partitions import Blocks, canonical, sizes
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.expectation.moments import Pattern
from symbolic.expectation.summation import Power, TimeSum

Sector = tuple[int, tuple[tuple[str, str], ...]]
"""A charge, and the products of blocks that carry it."""

Key = Blocks
"""The labels `(j, k, k', l, m, l', m')` of a term in the least of its four writings."""

OrbitSum = Mapping[Key, TimeSum]
"""A combination of orbit sums."""


@cache
def sectors() -> tuple[Sector, ...]:
    """The products of blocks by their charge, the target's first.

    >>> sectors()[0]
    (0, (('W_PV_12', 'W_KQ_32'),))
    """
    table: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for term in TERMS:
        table[term.charge].append((term.pv_block, term.kq_block))
    return tuple((charge, tuple(table[charge])) for charge in sorted(table, reverse=True))


def unequal_totals() -> tuple[str, ...]:
    """Families of monomials whose exponents do not add up to `t + charge`; empty, as the charges say."""
    expected = {term: (0, 1, term.charge) for term in TERMS}
    totals = {term: tuple(map(sum, zip(*term.exponents, strict=True))) for term in TERMS}
    return tuple(f"{t.pv_block} {t.kq_block}" for t in TERMS if totals[t] != expected[t])


def target_meets() -> tuple[int, ...]:
    """The charges that the cross term meets, from its coefficients at arbitrary parameters."""
    return tuple(sorted({term.charge for term, _, _ in cross_terms()}))


def key_of(j: int, left: tuple[int, int, int], right: tuple[int, int, int]) -> Key:
    """The term with labels `(k, l, m)` and `(k', l', m')` in row j.

    >>> key_of(0, (0, 1, 1), (0, 0, 0)) == key_of(3, (3, 3, 3), (3, 7, 7))
    True
    """
    (k, l, m), (k2, l2, m2) = left, right
    return min(
        canonical((j, *values, *keys)) for values in ((k, k2), (k2, k)) for keys in ((l, m, l2, m2), (l2, m2, l, m))
    )


def moment_of(key: Key) -> Pattern:
    """The moment of a term; a row j that it does not contain counts with exponent 0 and is not shown."""
    read = key[1:]
    return Pattern(tuple(sorted((read.count(label) for label in set(read)), reverse=True)))


@cache
def energy() -> OrbitSum:
    """`Σ_t E‖ŷ_t‖²` on the sector of the target, every law, T and d."""
    return collected(_energy_terms())


def _energy_terms() -> Iterator[tuple[Key, TimeSum]]:
    for pattern, coefficient in of_pair(ON_LINE, ON_LINE).items():
        left, right = (pattern[0], pattern[1], pattern[2]), (pattern[3], pattern[4], pattern[5])
        for j in range(len(sizes(pattern)) + 1):
            yield key_of(j, left, right), coefficient


def overlap() -> dict[tuple[int, ...], TimeSum]:
    """`Σ_t Re E ŷ_t^* x_{t+1}`: coefficients by the coincidences of `(j, k, l, m)`.

    >>> [(labels, sizes(labels)) for labels in overlap()]
    [((0, 0, 0, 0), (4,)), ((0, 0, 1, 0), (3, 1))]
    """
    return {labels: coefficient for _, labels, coefficient in cross_terms()}


def collected(terms: Iterable[tuple[Key, TimeSum]]) -> OrbitSum:
    """Terms added up; those whose coefficient vanishes are left out."""
    total: dict[Key, TimeSum] = {}
    for key, coefficient in terms:
        total[key] = total.get(key, TimeSum()) + coefficient
    return MappingProxyType({key: coefficient for key, coefficient in total.items() if coefficient})


def without(form: OrbitSum, vanishing: Iterable[Pattern]) -> OrbitSum:
    """The combination for laws of which these moments are zero."""
    zero = set(vanishing)
    return MappingProxyType({key: coefficient for key, coefficient in form.items() if moment_of(key) not in zero})


def is_diagonal(key: Key) -> bool:
    """Whether all four entries of a term lie on the diagonal."""
    j, k, k2, l, m, l2, m2 = key
    return j == k == k2 and l == m and l2 == m2


def never_negative(weight: TimeSum) -> bool:
    """Whether every time's share of a weight is non-negative: then the weight is, for every T >= 3.

    With `s = t − 1` the share is a polynomial in 1/s, plus a number at s = 1. From s = 2 on it is looked at in
    `y = s − 2 >= 0`, over a power of s: no negative coefficient, no negative value.

    >>> from symbolic.expectation.summation import Present
    >>> never_negative(TimeSum.of({Power(0): 1, Power(1): -1})), never_negative(TimeSum.of({Power(1): 1, Power(2): -2}))
    (True, False)
    >>> never_negative(TimeSum.of({Power(1): 1, Power(2): -2, Present(2): 1}))
    True
    """
    return first_share(weight) >= 0 and all(c >= 0 for c in later_shares(weight))


def first_share(weight: TimeSum) -> Fraction:
    """What the time `t = 2` contributes. Raises ValueError where a later time is singled out."""
    if any(not isinstance(basis, Power) and basis.t != 2 for basis, _ in weight.terms):
        raise ValueError(f"{weight} singles out a later time than t = 2")
    return sum((c for _, c in weight.terms), Fraction(0))


def later_shares(weight: TimeSum) -> tuple[Fraction, ...]:
    """Coefficients in `y = t − 3` of the share of `t >= 3`, times `(t − 1)²`."""
    powers = {basis.exponent: c for basis, c in weight.terms if isinstance(basis, Power)}
    zero, one, two = (powers.get(n, Fraction(0)) for n in range(3))
    return 4 * zero + 2 * one + two, 4 * zero + one, zero


def positive_from(weight: TimeSum) -> int:
    """The least T at which a weight that is never negative is positive. Raises ValueError for the weight 0.

    >>> positive_from(TimeSum.of({Power(0): 1, Power(1): -1}))
    4
    """
    if not any(later_shares(weight)) and first_share(weight) == 0:
        raise ValueError("the weight is zero for every T")
    return next(T for T in count(T_MIN) if weight.at(T) > 0)


def settle_sectors(statement: tuple[Sector, ...]) -> Answer:
    """Whether the statement lists the products of blocks by charge, and the target meets the first of them alone."""
    if wrong := unequal_totals():
        return Fails("the exponents of a product do not add up to t + charge", ", ".join(wrong))
    if target_meets() != (target_exponent()[2],):
        return Fails(f"the target meets the charges {target_meets()}", "the cross term")
    if statement != sectors():
        return Fails("the products of blocks have other charges", str(sectors()))
    return Holds(
        f"{len(TERMS)} products in {len(statement)} sectors; the target meets that of {_products(sectors()[0])}"
    )


def _products(sector: Sector) -> str:
    return ", ".join(" ".join(blocks) for blocks in sector[1])
