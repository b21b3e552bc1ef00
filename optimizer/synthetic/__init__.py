"""Scenarios that are made up, as large as asked, to measure with."""
