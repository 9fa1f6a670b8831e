"""Which laws are recovered is proved by the rules, for almost every W and for every W; nothing else is."""

from __future__ import annotations

import cmath
import json
import math
import random

import pytest

from proofs.zheng2024.formal.capability import theorem_4_2, theorem_4_2_every_w
from proofs.zheng2024.formal.capability.error_in_the_mean import ERROR, FLOOR, GAP, STEP
from proofs.zheng2024.formal.capability.recovered_for_almost_every_w import ONE_SIZE
from proofs.zheng2024.formal.capability.recovered_for_every_w import AT_IDENTITY, SINGLE
from proofs.zheng2024.formal.capability.theorem_4_2 import TEST
from proofs.zheng2024.formal.capability.theorem_4_2_every_w import SHORTFALL
from proofs.zheng2024.formal.lemmas.line_loss import S2, second
from proofs.zheng2024.formal.on_line.line_formulas import ODD_VANISH, j
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES
from proofs.zheng2024.formal.recovery import long_context
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import Expression, Node, Refused, opened
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE
from symbolic.tactics.steps import quantified
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal


@pytest.fixture(scope="module")
def almost_every() -> Proof:
    return again(theorem_4_2.proof())


@pytest.fixture(scope="module")
def every() -> Proof:
    return again(theorem_4_2_every_w.proof())


@pytest.mark.slow
def test_they_rest_on_the_engine_and_on_textbooks(almost_every: Proof, every: Proof) -> None:
    facts = {"bounded_flow", "vanishing_mean"}, {"bounded_flow", "flow_on_family", "sign_kept", "vanishing_mean"}
    for proof, expected in zip((almost_every, every), facts, strict=True):
        found = replayed(proof)
        assert (found.proved, set(found.facts)) == (True, expected)
        assert trusts(proof.theorem, proof.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "another limit": lambda: theorem_4_2.goal(limit=GAP),
    "any eigenvalues": lambda: theorem_4_2.goal(distinct=TRUE),
    "another mean": lambda: theorem_4_2.goal(floor=STEP),
    "no condition": lambda: theorem_4_2.goal(condition=TRUE),
    "a test without other coordinates": lambda: theorem_4_2.goal(test=S2),
    "twice that": lambda: theorem_4_2.goal(test=2 * TEST),
    "three times the target": lambda: theorem_4_2.goal(too_large=4),
    "angles of any law": lambda: theorem_4_2.goal(atoms=TRUE),
    "a size for every start": lambda: theorem_4_2.goal(size=quantified(of_start(ONE_SIZE), IN_SEQUENCES)),
    "a coordinate without the others": lambda: theorem_4_2.goal(relative=FLOOR / second(j)),
    "only the odd moments": lambda: theorem_4_2.goal(hypotheses=ODD_VANISH),
}
OTHERS_EVERY: dict[str, Statement] = {
    "no other coordinates at W = I": lambda: theorem_4_2_every_w.goal(at_one=ERROR),
    "others where one is alone": lambda: theorem_4_2_every_w.goal(alone_is=AT_IDENTITY),
    "no condition on pairs": lambda: theorem_4_2_every_w.goal(pairs=TRUE),
    "no condition on starts": lambda: theorem_4_2_every_w.goal(single=TRUE),
    "every start": lambda: theorem_4_2_every_w.goal(
        single=quantified(opened(SINGLE.parts[1], (long_context.x,)), IN_SEQUENCES)
    ),
    "twice the shortfall": lambda: theorem_4_2_every_w.goal(shortfall=2 * SHORTFALL),
    "only the odd moments": lambda: theorem_4_2_every_w.goal(hypotheses=ODD_VANISH),
    "almost every W": lambda: theorem_4_2.goal(),
}


def of_start(almost: Node) -> Expression:
    """What is said of almost every start, of one."""
    return opened(almost.parts[1], (long_context.x,))


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(almost_every: Proof, name: str) -> None:
    check_proves_only_its_goal(almost_every, theorem_4_2.goal(), OTHERS[name]())


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS_EVERY)
def test_the_proof_for_every_w_proves_nothing_else(every: Proof, name: str) -> None:
    check_proves_only_its_goal(every, theorem_4_2_every_w.goal(), OTHERS_EVERY[name]())


@pytest.mark.slow
def test_a_certificate_with_another_number_is_refused(almost_every: Proof) -> None:
    content = json.loads(certificate(almost_every))
    for row in content["expressions"]:
        if row[:3] == ["node", "number", {"ratio": "4"}]:
            row[2] = {"ratio": "3"}
    with pytest.raises(Refused):
        read(json.dumps(content))


def missed(angles: list[float], start: list[float], step: float, length: int) -> list[float]:
    """|prediction − target|² in each coordinate, from the model's definition in complex numbers."""
    d = len(start)
    states = [[x * cmath.exp(1j * n * a) for x, a in zip(start, angles, strict=True)] for n in range(length + 2)]
    last = states[length]
    context = [
        [sum(states[m][j] * states[m - 1][k].conjugate() for m in range(1, length + 1)) for k in range(d)]
        for j in range(d)
    ]
    predicted = [step / length * sum(row[k] * last[k] for k in range(d)) for row in context]
    return [abs(one - other) ** 2 for one, other in zip(predicted, states[length + 1], strict=True)]


def test_the_model_misses_what_the_formulas_say() -> None:
    drawn = random.Random(42)
    for d in (1, 2, 3):
        start, step = [drawn.uniform(-2, 2) for _ in range(d)], drawn.uniform(0.1, 1)
        angles = [drawn.uniform(0, 6) for _ in range(d)]
        for x, found in zip(start, missed(angles, start, step, 4000), strict=True):
            assert abs(found - x**2 * (step * x**2 - 1) ** 2) < 0.05
        total = sum(x**2 for x in start)
        for length in (1, 2, 7):
            for x, found in zip(start, missed([0.0] * d, start, step, length), strict=True):
                assert abs(found - x**2 * (step * total - 1) ** 2) < 1e-9
            axis = [start[0], *[0.0] * (d - 1)]
            found = missed(angles, axis, step, length)[0]
            assert abs(found - start[0] ** 2 * (step * start[0] ** 2 - 1) ** 2) < 1e-9


def test_coinciding_eigenvalues_keep_other_coordinates() -> None:
    assert missed([1.0, 1.0], [1.0, 1.0], 1.0, 4000)[0] > 0.9


LAWS = {
    "along the axes": ([[2.0, 0.0], [0.0, -2.0], [0.0, 0.0]], [0.25, 0.25, 0.5]),
    "two sizes along the axes": ([[2.0, 0.0], [0.0, 2.0], [1.0, 0.0], [0.0, 1.0]], [0.25] * 4),
    "all signs": ([[3.0, 3.0], [3.0, -3.0], [-3.0, 3.0], [-3.0, -3.0]], [0.25] * 4),
    "a diagonal seldom": ([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, -1.0]], [0.495, 0.495, 0.005, 0.005]),
    "one coordinate of two sizes": ([[1.0], [-2.0]], [0.5, 0.5]),
    "one coordinate of one size": ([[1.0], [-1.0], [0.0]], [0.3, 0.3, 0.4]),
}
RECOVERED = {"along the axes": (True, True), "one coordinate of one size": (True, True)}
RECOVERED |= {"all signs": (True, False), "a diagonal seldom": (True, False)}


@pytest.mark.parametrize("name", LAWS)
def test_which_laws_are_recovered(name: str) -> None:
    """By enumeration, at distinct eigenvalues and for W = I, beside what moments say."""
    points, weights = LAWS[name]

    def moment(*powers: int) -> float:
        return sum(w * math.prod(map(pow, point, powers)) for w, point in zip(weights, points, strict=True))

    d, step = len(points[0]), moment(4) / moment(6)
    condition = all(abs(moment(4) ** 2 - moment(6) * moment(*[0] * place, 2)) < 1e-9 for place in range(d))
    pairs = d == 1 or moment(2, 2) == 0
    found = []
    for angles in ([0.7, 2.9][:d], [0.0] * d):
        found.append(all(max(missed(angles, point, step, 3000)) < 0.01 for point in points))
    assert (condition, condition and pairs) == (found[0], all(found)) == RECOVERED.get(name, (False, False))
