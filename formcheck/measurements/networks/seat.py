"""Whether somebody sits, from any view: what a small network reads out of the points of trunk and legs.

From the front thighs that point at the camera look short, but so do those of who stands before a camera that
looks down. The inputs are those of the knees: `legs`.
"""

OUTPUTS = ("sits",)
