"""What claims state, as formulas, and the proofs of it by the rules of the kernel."""

from proofs import declared_settings as declared_settings
