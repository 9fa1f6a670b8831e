"""Training on prompts of many samples, whose nodes are out of reach one by one."""

from __future__ import annotations

import numpy as np
import pytest

from mesaproof.reading.law_spec import law_at
from proofs.zhang2024.prediction.prediction_route import SIGMA_0
from proofs.zhang2024.reduced.reduced_route import NARROW, WIDE, regression, trained
from proofs.zhang2024.second_route.family_population import LongPopulation, Population
from proofs.zhang2024.trace_values import covariance


@pytest.mark.parametrize("N", [1, 2, 3])
def test_one_sample_and_infinitely_many_give_prompts_of_every_length(N: int) -> None:
    source = regression(law_at(NARROW, 2), N)
    point = {"W_PV_22": np.array([[0.75]]), "W_KQ_11": np.array([[1.0, -0.5], [0.25, 2.0]])}
    long, short = LongPopulation(source), Population(source)
    np.testing.assert_allclose(long.loss(point), short.loss(point), rtol=1e-12)
    for block, entries in short.gradient(point).items():
        np.testing.assert_allclose(long.gradient(point)[block], entries, rtol=1e-12)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("law", "d", "N"), [(NARROW, 2, 2), (NARROW, 2, 4), (WIDE, 3, 20)])
def test_training_ends_at_the_parameters_of_the_theorem(law: str, d: int, N: int) -> None:
    found, spread = trained(law_at(law, d), N, SIGMA_0)[1], np.array(covariance(law_at(law, d)), dtype=np.float64)
    inverse = np.linalg.inv((1 + 1 / N) * spread + np.trace(spread) / N * np.eye(d))
    root = np.sum(inverse**2) ** 0.25
    np.testing.assert_allclose(found["W_PV_22"], [[root]], rtol=1e-9)
    np.testing.assert_allclose(found["W_KQ_11"], inverse / root, rtol=1e-9)
