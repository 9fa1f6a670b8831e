"""`simulate`: what is called evidence, and what is not."""

from __future__ import annotations

from math import inf

import pytest

from mesaproof.answers.simulating import simulate
from mesaproof.documents.models.simulation_views import simulation_record

POINT = {"sizes": {"d": 1, "N": 2}, "covariances": {"Λ": [[1]]}, "parameters": {"W_PV_22": 1, "W_KQ_11": [[1]]}}


@pytest.mark.parametrize(("samples", "word"), [(100, "no evidence"), (200_000, "agrees")])
def test_few_data_sets_are_no_evidence(samples: int, word: str) -> None:
    """The noticed shift is infinite for few: it used to be called agreement."""
    found = simulate("zhang2024", POINT, samples=samples)
    assert found.agrees
    assert (found.found.loss.resolution == inf) is (word == "no evidence")
    assert found.word(found.found.loss) == word
    assert repr(found).endswith(word)
    assert simulation_record(found)["comparisons"][0]["evidence"] is (word == "agrees")
