"""Everything in the picture but the person: camera, light, room, furniture, props, sensor, video."""
