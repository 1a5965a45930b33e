"""A film in parts, in each of which the pose model begins anew: one after the other, or several at a time."""
