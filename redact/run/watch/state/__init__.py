"""What one daemon remembers, on a disk of its own host, and as what values."""
