"""What truly was: landmarks, angles, ratios, faults, and the truth file."""
