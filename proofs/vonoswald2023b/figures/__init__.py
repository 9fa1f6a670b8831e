"""The figure of the paper: what it shows, simulated."""
