"""What touches the desktop: notifications, lock, sleep and idle, the battery, the control socket, windows."""
