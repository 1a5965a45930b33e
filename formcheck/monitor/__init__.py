"""Watches somebody at a desk all day: when to look, what to tell and when, what to write."""
