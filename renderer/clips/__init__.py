"""From a scene file to a video, its truth file and its pose recording."""
