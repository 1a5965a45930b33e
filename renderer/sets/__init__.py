"""The benchmark set: its people, cameras and scenes."""
