"""The linear program: what is decided, what must hold, what is wanted."""
