"""The statements: one file a theorem, one folder a paper."""

__part_of__ = "mesaproof 0.2.0"
