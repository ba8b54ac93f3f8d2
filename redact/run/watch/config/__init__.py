"""What the daemon was told, and whether that can be done: one TOML file, and the folders that it names."""
