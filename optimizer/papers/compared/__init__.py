"""The page of a comparison: plans side by side, and what each change brings."""
