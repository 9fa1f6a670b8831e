"""The figures of the paper: what they show, simulated."""
