"""The figures of the paper for the trained linear attention: what they show, simulated."""
