"""A workbook to fill in, and the scenario that it becomes."""
