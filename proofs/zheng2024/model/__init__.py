"""The model of the paper: its loss, its gradient, its symmetries, for symbolic T and d."""
