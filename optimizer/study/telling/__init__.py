"""What a study's cases say together: bands, what matters most, where the answer changes, what is sure."""
