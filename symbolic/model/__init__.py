"""The engine: population losses of any setting, their gradients, and both on families, for symbolic sizes."""
