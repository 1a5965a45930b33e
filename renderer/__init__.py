"""Rendered people whose joints are known to the millimetre: ground truth and sample videos.

World axes, used everywhere: metres, x toward the subject's left, y toward the subject's back (the subject
faces -y), z up from the floor. "Left" always means the subject's left.
"""
