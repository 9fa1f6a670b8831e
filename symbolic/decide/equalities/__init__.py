"""Are two expressions in formal moments, sizes and letters equal under hypotheses: forced, or broken by a law."""
