"""What the claims state as formulas, and how the kernel settles them."""

from proofs import declared_settings as declared_settings
