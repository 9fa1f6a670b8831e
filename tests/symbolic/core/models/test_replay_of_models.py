"""Certificates of the rules of sequences, matrices and models are read as they are written; edited ones are refused."""

from __future__ import annotations

import json

import pytest

from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import Refused
from symbolic.core.replay import answer, goal_text
from symbolic.core.rules.logic import conjoin
from tests.symbolic.core.models import (
    test_attacks_on_means_of_sequences,
    test_attacks_on_tables,
    test_attacks_on_training,
)

HONEST = {
    f"{name}, {n}": use
    for n, group in enumerate((test_attacks_on_means_of_sequences, test_attacks_on_tables, test_attacks_on_training))
    for name, (use, _) in group.HONEST.items()
}


@pytest.mark.parametrize("name", HONEST)
def test_a_theorem_is_read_as_it_is_written(name: str) -> None:
    theorem = HONEST[name]()
    (again,) = read(certificate(Proof(theorem.conclusion, theorem, conjoin())))
    assert again.theorem.sequent == theorem.sequent
    assert goal_text(again.goal) == goal_text(theorem.conclusion)


def flow() -> dict[str, object]:
    theorem = test_attacks_on_training.flow()
    found: dict[str, object] = json.loads(certificate(Proof(theorem.conclusion, theorem, conjoin())))
    return found


EDITS = {
    "a block too many": ('"line|T|x_1:VECTOR_LAW|P,K"', '"line|T|x_1:VECTOR_LAW|P,K,V"'),
    "a block too few": ('"line|T|x_1:VECTOR_LAW|P,K"', '"line|T|x_1:VECTOR_LAW|P"'),
    "data of another kind": ('"line|T|x_1:VECTOR_LAW|P,K"', '"line|T|x_1:LAW|P,K"'),
    "a signature that is none": ('"line|T|x_1:VECTOR_LAW|P,K"', '"line|T|x_1|P,K"'),
    "a sort that is none": ('"VECTOR_LAW"]', '"VECTOR_LAWS"]'),
    "a law of numbers": ('"VECTOR_LAW"]', '"LAW"]'),
    "a model that varies": ('"VECTOR_LAW"]', '"MODEL"]'),
    "a gradient by another block": ('"gradient", 0', '"gradient", 1'),
    "a gradient by no block": ('"gradient", 0', '"gradient", 2'),
    "a loss in the place of regularity": ('"regular"', '"loss"'),
}


@pytest.mark.parametrize(("before", "after"), EDITS.values(), ids=EDITS)
def test_an_edited_certificate_is_refused(before: str, after: str) -> None:
    written = json.dumps(flow())
    assert before in written
    with pytest.raises(Refused):
        read(written.replace(before, after))
    assert "refused" in answer(written.replace(before, after))


def test_another_model_throughout_proves_what_it_says_of_that_one() -> None:
    written = json.dumps(flow())
    (again,) = read(written.replace('"line|', '"plane|'))
    theorem = test_attacks_on_training.flow()
    assert again.theorem.conclusion != theorem.conclusion
    assert goal_text(again.goal) == goal_text(theorem.conclusion).replace("line|", "plane|")
