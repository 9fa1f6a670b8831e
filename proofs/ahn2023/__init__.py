"""Ahn, Cheng, Daneshmand and Sra 2023, Transformers learn to implement preconditioned gradient descent, 2306.00297."""

from proofs.paper import ALL, NO_TABLE, Paper

PAPER = Paper(
    key="ahn2023",
    folder=__name__,
    claims={
        "any-preconditioner-repaired": "many_layers.any_preconditioner_repaired",
        "any-preconditioner": "many_layers.any_preconditioner",
        "critical-points": "many_layers.critical_points",
        "lemma-1": "many_layers.lemma_1",
        "moving-covariates": "many_layers.moving_covariates",
        "relu": "one_layer.relu",
        "theorem-1": "one_layer.theorem_1",
        "two-layers": "many_layers.two_layers",
        "uniqueness-repaired": "one_layer.uniqueness_repaired",
        "uniqueness": "one_layer.uniqueness",
    },
    answers={"matrices": "matrices_at_cases:matrices"},
    models={
        "theorem-1": (("ahn2023", "sparse"),),
        "uniqueness": (("ahn2023", "sparse"),),
        "uniqueness-repaired": (("ahn2023", "sparse"),),
        "two-layers": (("ahn2023-two", ALL),),
        "critical-points": (("ahn2023-two", ALL),),
        "moving-covariates": (("ahn2023-moving", NO_TABLE),),
    },
    settings={
        "ahn2023": "setting:AHN",
        "ahn2023-even": "one_layer.every_parameter:EVEN",
        "ahn2023-coin": "setting:COIN",
        "ahn2023-coin-even": "one_layer.every_parameter:COIN_EVEN",
        "ahn2023-two": "many_layers.two_layer_model:TWO",
        "ahn2023-moving": "many_layers.two_layer_model:MOVING",
        "ahn2023-error": "many_layers.any_depth:ERROR",
        "ahn2023-power-2": "many_layers.powers_of_covariance:SQUARE",
        "ahn2023-power-3": "many_layers.powers_of_covariance:CUBE",
        "ahn2023-power-4": "many_layers.powers_of_covariance:FOURTH",
        "ahn2023-power-5": "many_layers.powers_of_covariance:FIFTH",
    },
)
