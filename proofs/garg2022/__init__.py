"""Garg, Tsipras, Liang and Valiant 2022, What Can Transformers Learn In-Context?, arXiv 2208.01066.

Their prompts beyond the training distribution, decided for the trained linear attention of Zhang, Frei and Bartlett.
"""

from proofs.paper import Paper

PAPER = Paper(
    key="garg2022",
    folder=__name__,
    claims={
        "covariate-shift": "general.covariate_shift",
        "covariate-shift-repaired": "general.covariate_shift_repaired",
        "different-orthants": "covariates.different_orthants",
        "different-orthants-repaired": "covariates.different_orthants_repaired",
        "error-under-shift": "general.error_under_shift",
        "matching-query": "queries.matching_query",
        "noisy-output": "tasks.noisy_output",
        "orthogonal-query": "queries.orthogonal_query",
        "orthogonal-query-repaired": "queries.orthogonal_query_repaired",
        "query-shift": "queries.query_shift",
        "scaled-inputs": "covariates.scaled_inputs",
        "scaled-inputs-repaired": "covariates.scaled_inputs_repaired",
        "scaled-weights": "tasks.scaled_weights",
        "skewed-covariance": "covariates.skewed_covariance",
        "skewed-covariance-repaired": "covariates.skewed_covariance_repaired",
        "subspace": "covariates.in_subspace",
        "subspace-repaired": "covariates.in_subspace_repaired",
    },
    answers={
        "values": "shape_values:values",
        "matrices": "shape_values:matrices",
        "figures": "figures.shifts_studio:RECIPES",
        "studio": "figures.shifts_studio:studio",
    },
)
