"""Claims altered in their own data: statements, conditions, requirements of the line."""
