"""What the claims state as formulas, and how the kernel settles them."""
