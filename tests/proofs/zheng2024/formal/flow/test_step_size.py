"""What step sizes descent on the line takes is proved by the rules; the proof proves no other statement."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from fractions import Fraction

import pytest

from numeric_check.described import exact_loss
from proofs.zheng2024.formal.descent.descent_step import h
from proofs.zheng2024.formal.flow.step_size import K, goal, proof
from proofs.zheng2024.formal.on_line.curved_beside import CURVED_ACROSS
from proofs.zheng2024.formal.on_line.line_formulas import ODD_VANISH
from proofs.zheng2024.setting import ZHENG
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import Refused
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE, at_most, less
from symbolic.laws.atoms import Atoms
from symbolic.setting import Values
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal


@pytest.fixture(scope="module")
def proved() -> Proof:
    return again(proof())


@pytest.mark.slow
def test_it_rests_on_the_engine_and_four_facts(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, set(found.facts)) == (
        True,
        {"bounded_flow", "flow_on_family", "monotone_limit", "sign_kept"},
    )
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "the multiplier of the flow": lambda: goal(factor=-K),
    "half a multiplier": lambda: goal(factor=1 - h * K / 2),
    "attracted at 2/k too": lambda: goal(slow=at_most(h * K, 2)),
    "attracted up to 3/k": lambda: goal(slow=less(h * K, 3)),
    "repelled at 2/k too": lambda: goal(fast=at_most(2, h * K)),
    "repelled from 1/k on": lambda: goal(fast=less(1, h * K)),
    "none attracts from half of 1/c1 on": lambda: goal(flattest=Fraction(1, 2)),
    "any step from far": lambda: goal(small=TRUE),
    "the antidiagonal too": lambda: goal(starts=TRUE),
    "curved as much beside the line": lambda: goal(beside=CURVED_ACROSS),
    "the scalars move as the entries": lambda: goal(times=1),
    "only the odd moments": lambda: goal(hypotheses=ODD_VANISH),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    check_proves_only_its_goal(proved, goal(), OTHERS[name]())


@pytest.mark.slow
def test_a_certificate_with_another_number_is_refused(proved: Proof) -> None:
    text = certificate(proved)
    content = json.loads(text)
    numbers = [k for k, row in enumerate(content["expressions"]) if row[:3] == ["node", "number", {"ratio": "1/2"}]]
    assert numbers
    for place in numbers:
        content["expressions"][place][2] = {"ratio": "1/3"}
    with pytest.raises(Refused):
        read(json.dumps(content))


def run(h: float, x: float, y: float, count: int = 400) -> list[tuple[float, float]]:
    """Descent at `c1 = c2 = 1` along minus the gradient of `(1 − ab)²/2`."""
    points = [(x, y)]
    for _ in range(count):
        force = 1 - x * y
        x, y = x + h * y * force, y + h * x * force
        points.append((x, y))
    return points


@pytest.mark.parametrize("x", [1.0, 2.0, 0.25])
def test_descent_ends_next_to_a_point_below_twice_the_inverse_of_k_and_leaves_it_above(x: float) -> None:
    y = 1 / x
    k = x**2 + y**2
    near = run(1.9 / k, x + 1e-4, y + 1e-4)
    assert abs(near[-1][0] * near[-1][1] - 1) < 1e-9
    assert max(abs(a - x) + abs(b - y) for a, b in near) < 0.01
    assert max(abs(a - x) + abs(b - y) for a, b in run(2.1 / k, x + 1e-6, y + 1e-6)) > 0.01


@pytest.mark.parametrize(("x", "y"), [(0.1, 0.3), (3.0, 0.5), (2.0, -1.0), (-0.3, 0.2), (-1.5, -1.5)])
def test_small_steps_keep_the_sign_and_end_at_a_flatter_point_of_the_branch(x: float, y: float) -> None:
    spread = x**2 - y**2
    k = (4 + spread**2) ** 0.5
    points = run(1 / max(k, x**2 + y**2), x, y, 2000)
    forces = [1 - a * b for a, b in points]
    assert all(force * forces[0] > 0 or abs(force) < 1e-12 for force in forces)
    spreads = [abs(a**2 - b**2) for a, b in points]
    assert all(later <= before + 1e-12 for before, later in itertools.pairwise(spreads))
    a, b = points[-1]
    assert abs(a * b - 1) < 1e-9
    assert (a + b) * (x + y) > 0
    assert a**2 + b**2 <= k + 1e-9
    assert (a**2 + b**2 < k - 1e-6) == (abs(spread) > 1e-9)


def test_losses_of_the_second_route_are_curved_as_stated() -> None:
    points = [(s * x, t * y) for x, y in ((1, 2), (2, 1)) for s in (1, -1) for t in (1, -1)]
    law = Atoms.of(points, [Fraction(1, len(points))] * len(points))
    c1, c2 = 2 * Fraction(17, 2), 2 * Fraction(65, 2) + Fraction(3, 2) * 10
    a, b = c1 / c2, Fraction(1)

    def loss(**multiples: Fraction) -> Fraction:
        eye = {block: ((x, Fraction(0)), (Fraction(0), x)) for block, x in multiples.items()}
        return exact_loss(ZHENG, Values({"d": 2, "T": 4}, laws={"x_1": law}, parameters=eye))

    def even_part(along: Callable[[Fraction], Fraction]) -> Fraction:
        """The coefficient of u² in a polynomial of degree 4."""
        one, two = (along(Fraction(n)) + along(Fraction(-n)) - 2 * along(Fraction(0)) for n in (1, 2))
        return (16 * one - two) / 24

    k, length = c2 * (a**2 + b**2), 2 * (a**2 + b**2)
    assert even_part(lambda u: loss(W_KQ_32=a + u * b, W_PV_12=b + u * a)) == k / 2 * length
    beside = even_part(lambda u: loss(W_KQ_32=a, W_PV_12=b, W_PV_13=u * a, W_KQ_22=u * b))
    assert beside > k / 2 * length
