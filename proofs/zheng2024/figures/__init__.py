"""The runs that the figures of the paper show, and what their ends are compared with; nothing here draws."""
