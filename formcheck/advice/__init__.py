"""What to do about it: sentences with their sources, chosen by the history and by notes on health."""
