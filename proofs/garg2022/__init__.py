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
    models={
        "covariate-shift": (
            ("garg2022-any-samples", "trained"),
            ("garg2022-coordinates", "trained"),
        ),
        "covariate-shift-repaired": (
            ("garg2022-noisy", "trained"),
            ("garg2022-tasks", "trained"),
        ),
        "different-orthants": (("garg2022-orthants", "trained"),),
        "different-orthants-repaired": (
            ("garg2022-orthants", "trained"),
            ("garg2022-any-samples", "trained"),
        ),
        "error-under-shift": (
            ("garg2022-noisy", "trained"),
            ("garg2022-tasks", "trained"),
        ),
        "matching-query": (
            ("garg2022-matching", "trained"),
            ("garg2022-noisy", "trained"),
        ),
        "noisy-output": (("garg2022-noisy", "trained"),),
        "orthogonal-query": (
            ("garg2022-prompt", "trained"),
            ("garg2022-across", "trained"),
        ),
        "orthogonal-query-repaired": (
            ("garg2022-prompt", "trained"),
            ("garg2022-across", "trained"),
        ),
        "query-shift": (
            ("garg2022-noisy", "trained"),
            ("garg2022-worst", "trained"),
        ),
        "scaled-inputs": (
            ("garg2022-scaled-inputs", "trained"),
            ("garg2022-scaled-target", "trained"),
        ),
        "scaled-inputs-repaired": (
            ("garg2022-scaled-inputs", "trained"),
            ("garg2022-scaled-target", "trained"),
        ),
        "scaled-weights": (("garg2022-scaled-weights", "trained"),),
        "skewed-covariance": (("garg2022-noisy", "trained"),),
        "skewed-covariance-repaired": (("garg2022-noisy", "trained"),),
        "subspace": (("garg2022-subspace", "trained"),),
        "subspace-repaired": (("garg2022-noisy", "trained"),),
    },
    settings={
        "garg2022-across": "shifted_settings:ACROSS",
        "garg2022-any-noise": "shifted_settings:ANY_NOISE",
        "garg2022-any-samples": "shifted_settings:ANY_SAMPLES",
        "garg2022-coordinates": "shifted_settings:COORDINATES",
        "garg2022-matching": "shifted_settings:MATCHING",
        "garg2022-noisy": "shifted_settings:NOISY",
        "garg2022-orthants": "shifted_settings:ORTHANTS",
        "garg2022-prompt": "shifted_settings:PROMPT",
        "garg2022-scaled-inputs": "shifted_settings:SCALED_INPUTS",
        "garg2022-scaled-samples": "shifted_settings:SCALED_SAMPLES",
        "garg2022-scaled-target": "shifted_settings:SCALED_TARGET",
        "garg2022-scaled-task": "shifted_settings:SCALED_TASK",
        "garg2022-scaled-weights": "shifted_settings:SCALED_WEIGHTS",
        "garg2022-skewed": "shifted_settings:SKEWED",
        "garg2022-subspace": "shifted_settings:SUBSPACE",
        "garg2022-tasks": "shifted_settings:TASKS",
        "garg2022-worst": "shifted_settings:WORST",
    },
)
