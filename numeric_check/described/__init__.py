"""A model that is only described, run on numbers: predictions, losses, gradients, samples and training.

The description (`symbolic.setting`) is interpreted node by node; nothing here derives anything or asks whoever does.
`loss` and `gradient` are means over all combinations of the points of rules, without sampling; `exact_loss` and
`exact_gradient` the same as fractions; `on_family` has the blocks at a point of a family,
`family_subspace` the family among all points; `sampled` and `simulated` use
random data sets; `population_source` and `sample_source` are what `numeric_check.model.training` descends;
`demand_agreement` compares with a model written by hand.
"""

from numeric_check.described.descended import population_source, sample_source
from numeric_check.described.family_points import on_family
from numeric_check.described.family_subspace import FamilySubspace, HeldOn, family_subspace
from numeric_check.described.handwritten import Agreement, Disagrees, Handwritten, demand_agreement
from numeric_check.described.joint_points import TooManyPoints
from numeric_check.described.population_losses import combinations, exact_gradient, exact_loss, gradient, loss
from numeric_check.described.sampled_losses import Simulated, sampled, simulated

__all__ = [
    "Agreement",
    "Disagrees",
    "FamilySubspace",
    "Handwritten",
    "HeldOn",
    "Simulated",
    "TooManyPoints",
    "combinations",
    "demand_agreement",
    "exact_gradient",
    "exact_loss",
    "family_subspace",
    "gradient",
    "loss",
    "on_family",
    "population_source",
    "sample_source",
    "sampled",
    "simulated",
]
