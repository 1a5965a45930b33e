"""What people do: lifts, postures, walks, and what can be wrong with them."""
