"""Studies as an official reads them: what they say in sentences, then the tables behind it."""
