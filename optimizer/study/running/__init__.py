"""The running of a study: its cases solved once each, on one core or many, and kept as they end."""

from optimizer.study.running.engines import ENGINES, EngineName
from optimizer.study.running.solving import Solving, Step, solve_cases

__all__ = ["ENGINES", "EngineName", "Solving", "Step", "solve_cases"]
