"""Two sets of one lift beside each other, on one page."""
