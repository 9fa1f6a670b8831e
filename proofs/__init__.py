"""The statements: one file a theorem, one folder a paper."""
