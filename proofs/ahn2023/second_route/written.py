"""The transformer of `forward` as it is compared with a description of the model."""

from __future__ import annotations

from proofs.ahn2023.second_route import forward
from proofs.zhang2024.second_route.written import of_regression

WRITTEN = of_regression(forward.predictions, forward.losses, forward.population_loss, "n", "Σ")
