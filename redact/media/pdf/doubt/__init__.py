"""A written PDF looked at again, by other means than those that wrote it."""
