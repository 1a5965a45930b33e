"""Damaged and hostile input of every kind that formcheck reads, made at random and tried."""
