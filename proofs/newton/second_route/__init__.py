"""The iteration on rational matrices, from its definition."""
