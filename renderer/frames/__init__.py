"""Single frames of people in any position, seen by the pose models, with the truth beside them."""
