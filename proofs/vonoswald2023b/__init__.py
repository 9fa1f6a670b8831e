"""von Oswald et al. 2023, Uncovering mesa-optimization algorithms in Transformers, arXiv 2309.05858."""

from proofs.paper import NO_TABLE, Paper

PAPER = Paper(
    key="vonoswald2023b",
    folder=__name__,
    claims={
        "mesa-layer": "mesa_layer",
        "one-step": "one_step",
        "richardson": "richardson",
        "step-on-orthogonal-sequences": "step_on_orthogonal",
        "step-on-sequences": "step_on_sequences",
        "woodbury": "woodbury",
    },
    models={
        "step-on-orthogonal-sequences": (("vonoswald2023b-orthogonal", NO_TABLE),),
        "step-on-sequences": (
            ("vonoswald2023b-circle", NO_TABLE),
            ("vonoswald2023b-signs", NO_TABLE),
        ),
    },
    settings={
        "vonoswald2023b-circle": "setting:CIRCLE",
        "vonoswald2023b-orthogonal": "setting:ORTHOGONAL",
        "vonoswald2023b-signs": "setting:SIGNS",
    },
    answers={
        "matrices": "matrices_at_cases:matrices",
        "figures": "figures.mesa_curves:RECIPES",
        "studio": "figures.mesa_curves:studio",
    },
)
