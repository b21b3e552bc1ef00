"""What a reader sees: tables, terminal."""
