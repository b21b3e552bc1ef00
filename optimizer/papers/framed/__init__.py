"""The frame of pages about an answer that is no plan: comparisons and studies."""
