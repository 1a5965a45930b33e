"""Small networks that turn the points of a pose into angles, from whatever view, each with its own error."""
