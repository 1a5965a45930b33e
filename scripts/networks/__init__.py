"""What `scripts/fit_networks.py` is made of: samples of frames and clips, and the training."""
