"""Many cases of one scenario: what is varied, how they are solved, what they say together."""
