"""The page of a study: what many cases of one scenario say together."""
