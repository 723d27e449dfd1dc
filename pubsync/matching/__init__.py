"""Which records are one work."""
