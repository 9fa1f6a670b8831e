"""Zheng et al. 2024, On Mesa-Optimization in Autoregressively Trained Transformers, arXiv 2405.16845."""
