"""The condition that a family of mixed moments vanishes, with exponents of every size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product

from symbolic.decide.conditions.condition import Condition, Constraint, Finding
from symbolic.decide.conditions.mixed_moments import MixedMoments, vanish_under
from symbolic.expectation.moments import Pattern
from symbolic.laws import Law


@dataclass(frozen=True)
class MixedMomentsVanish(Condition):
    """`E[x_{i1}^{r1} x_{i2}^{r2} … x_{in}^{rn}] = 0` for distinct indices, `1 <= n <= most`, all exponents `r >= 1`.

    The first exponent is one, or, with `odd`, any odd number. Source: Zheng et al. 2024, Assumption 4.1, first
    sentence, arXiv 2405.16845; the first reading is the printed one.
    """

    most: int = 4
    odd: bool = False

    @property
    def text(self) -> str:
        first, which = ("x_i1^r1", ", r1 odd") if self.odd else ("x_i1", "")
        return f"E[{first} x_i2^r2 … x_in^rn] = 0 for all distinct i1..in, n <= {self.most}, all r >= 1{which}"

    @property
    def latex(self) -> str:
        first, which = ("x_{i_1}^{r_1}", r",\ r_1 \text{ odd}") if self.odd else ("x_{i_1}", "")
        return (
            rf"\mathbb{{E}}\left[{first} x_{{i_2}}^{{r_2}} \cdots x_{{i_n}}^{{r_n}}\right] = 0 "
            rf"\text{{ for all distinct }} i_1, \dots, i_n,\ n \le {self.most},\ r_2, \dots, r_n \ge 1{which}"
        )

    @cached_property
    def moments(self) -> MixedMoments:
        """The moments that vanish."""
        return MixedMoments(self.most, self.odd)

    def of(self, law: Law) -> Finding:
        return vanish_under(law, self.moments)

    def holds_of_multiples(self) -> bool:
        return True

    def covers(self, pattern: Pattern) -> bool:
        return self.moments.include(pattern)

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        """On a grid, exponents up to the number of its non-zero values imply all others (Vandermonde).

        Odd exponents alone see the difference of a law and its mirror image, on as many values as there are sizes: the
        odd ones below twice that number.
        """
        count = sum(1 for height in heights if height)
        if self.odd:
            count = max(count, 2 * len({abs(height) for height in heights if height}) - 1)
        for size in range(1, min(self.most, d) + 1):
            for chosen in combinations(range(d), size):
                for powers in product(range(1, count + 1), repeat=size):
                    if self.covers(Pattern(powers)):
                        placed = dict(zip(chosen, powers, strict=True))
                        yield Constraint({tuple(placed.get(j, 0) for j in range(d)): Fraction(1)})
