"""Being written: see OWNERS.txt for by whom."""
