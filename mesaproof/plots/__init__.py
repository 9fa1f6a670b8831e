"""What `check` and `train` draw, and the figures of a paper, simulated again."""
