"""What others may know of a running daemon: health and figures over HTTP, signs of life for systemd."""
