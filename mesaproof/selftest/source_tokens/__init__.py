"""Single tokens of the kernel's, the decision procedure's and the algebra's own source, altered, and its fast tests."""
