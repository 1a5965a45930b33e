"""Kills and failing disks: what is left behind must be whole, and of one run."""
