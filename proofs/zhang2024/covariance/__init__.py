"""Training on prompts each of which has a random diagonal covariance."""
