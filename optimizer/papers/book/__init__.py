"""The workbook of a plan: every table with live formulas, checks that turn red, and charts."""
