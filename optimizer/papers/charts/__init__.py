"""Pictures of a plan, described once and drawn for every paper."""
