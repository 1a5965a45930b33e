"""Who is drawn: the body mesh and its shape, the skeleton that poses it, and what it wears."""
