"""Sander et al. 2024, How do Transformers Perform In-Context Autoregressive Learning?, arXiv 2402.05787."""

from proofs.paper import ALL, NO_TABLE, Paper

PAPER = Paper(
    key="sander2024",
    folder=__name__,
    claims={
        "any-start": "augmented.any_start",
        "diagonal-blocks": "augmented.diagonal_blocks",
        "first-token": "augmented.first_token",
        "first-token-repaired": "augmented.first_token_repaired",
        "gradient-step": "augmented.gradient_step",
        "gradient-step-repaired": "augmented.gradient_step_repaired",
        "normalisation": "augmented.normalisation",
        "program-loss": "plain_tokens.program_loss",
        "proposition-2": "augmented.proposition_2",
        "proposition-2-repaired": "augmented.proposition_2_repaired",
        "reduced-loss": "augmented.loss_of_six_scalars",
        "step-size": "augmented.step_and_floor",
        "unitary-loss": "plain_tokens.unitary_loss",
        "unitary-minimum": "plain_tokens.unitary_minimum",
    },
    answers={"values": "numbers_at_cases:values"},
    rests_on=("torus-orthogonality",),
    models={
        "any-start": (("sander2024-paired", "line"),),
        "step-size": (("sander2024-paired", "line"),),
        "proposition-2": (("sander2024-paired", "six"),),
        "proposition-2-repaired": (("sander2024-paired", "six"),),
        "reduced-loss": (("sander2024-paired", "six"),),
        "diagonal-blocks": (("sander2024-paired", "six"),),
        "gradient-step": (("sander2024-paired", "six"), ("sander2024-diagonal-step", NO_TABLE)),
        "gradient-step-repaired": (("sander2024-paired", "six"), ("sander2024-step", NO_TABLE)),
        "first-token": (("sander2024", "line"),),
        "first-token-repaired": (("sander2024", "line"),),
        "normalisation": (
            ("sander2024", NO_TABLE),
            ("sander2024-normalised", "line"),
        ),
        "program-loss": (("sander2024-unitary", ALL),),
        "unitary-loss": (("sander2024-unitary", ALL),),
        "unitary-minimum": (("sander2024-unitary", ALL),),
    },
    settings={
        "sander2024": "setting:SANDER",
        "sander2024-normalised": "normalised:SANDER_NORMALISED",
        "sander2024-one-time": "normalised:ONE_TIME",
        "sander2024-paired": "paired:PAIRED",
        "sander2024-step": "descent_settings:WHOLE_STEP",
        "sander2024-diagonal-step": "descent_settings:DIAGONAL_STEP",
        "sander2024-unitary": "unitary:UNITARY",
    },
)
