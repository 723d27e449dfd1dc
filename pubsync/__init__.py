"""pubsync keeps the Publications, Talks and Teaching of an academic homepage true."""

__version__ = "0.1.0"
