"""One file a command, loaded when the command is used: each defines a Click object `command`."""
