"""Zhang, Frei and Bartlett 2024, Trained Transformers Learn Linear Models In-Context, arXiv 2306.09927."""

from proofs.paper import Paper

PAPER = Paper(
    key="zhang2024",
    folder=__name__,
    claims={
        "corollary-4.3": "prediction.corollary_4_3",
        "exponential-prediction": "covariance.exponential_prediction",
        "exponential-prediction-repaired": "covariance.exponential_prediction_repaired",
        "global-minimum": "landscape.global_minimum",
        "gradient-dominance": "reduced.gradient_dominance",
        "initialisation": "reduced.initialisation",
        "initialisation-repaired": "reduced.initialisation_repaired",
        "kurtosis": "other_laws.kurtosis",
        "local-minima": "landscape.local_minima",
        "other-covariates": "other_laws.other_covariates",
        "other-covariates-limit": "other_laws.other_limit",
        "other-weights": "other_laws.other_weights",
        "prediction": "prediction.prediction",
        "reduced-flow": "reduced.reduced_flow",
        "reduced-loss": "reduced.reduced_loss",
        "theorem-4.1": "reduced.theorem_4_1",
        "theorem-4.2": "prediction.theorem_4_2",
        "theorem-4.5": "covariance.theorem_4_5",
    },
    answers={
        "values": "trace_values:values",
        "matrices": "trace_values:matrices",
        "check at": "answers.trained_check:trained_check",
        "asked at": "answers.trained_check:ASKED",
        "figures": "figures.regression_studio:RECIPES",
        "studio": "figures.regression_studio:studio",
    },
    models={"reduced-loss": (("zhang2024", "reduced"),)},
    settings={
        "zhang2024": "setting:ZHANG",
        "zhang2024-any": "other_laws.unusual_draws:ANY",
        "zhang2024-attention": "prediction.prompts:ATTENTION",
        "zhang2024-even": "landscape.all_parameters:EVEN",
        "zhang2024-general": "prediction.prompts:GENERAL",
        "zhang2024-independent": "covariance.random_covariance:INDEPENDENT",
        "zhang2024-noisy": "noisy:NOISY",
        "zhang2024-random": "covariance.random_covariance:RANDOM",
        "zhang2024-task": "prediction.prompts:TASK",
        "zhang2024-weights": "other_laws.unusual_draws:WEIGHTS",
    },
)
