"""Papers on linear self-attention trained on prompts of linear regression: Zhang, Frei and Bartlett 2024."""
