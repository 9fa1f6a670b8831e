"""The rules of the kernel, and the checkers that they call."""
