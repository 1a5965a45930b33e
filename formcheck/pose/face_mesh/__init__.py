"""Finds which way a face looks: MediaPipe's face mesh, read by OpenCV, at the face that the pose shows."""
