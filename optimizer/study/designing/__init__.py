"""The study file: what is varied, checked before anything is solved, as a list of cases."""
