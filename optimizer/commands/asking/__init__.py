"""One command for each question of the meeting."""
