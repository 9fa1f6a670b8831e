"""What surrounds a command: streams and their encodings, widths, crashes, the installation."""
