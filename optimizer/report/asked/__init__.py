"""One page for each question of the meeting."""
