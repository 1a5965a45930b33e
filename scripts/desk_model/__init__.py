"""How the desk model is fitted; run `scripts/fit_desk_model.py`."""
