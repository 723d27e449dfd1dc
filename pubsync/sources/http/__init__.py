"""How every source but Scholar asks the network: bounded in time and size, paced, polite, counted.

Nothing here knows what an answer means; a source asks with ``Http`` and parses the bytes itself. ``requests`` is
loaded only where somebody is asked.

What the Scholar source shares stands in modules of its own: ``deadline`` ends an exchange in time, ``body`` reads an
answer with a bound, ``agent`` says who asks, ``reply`` how long a host wants to be left alone.
"""

from pubsync.sources.http.asking import Http
from pubsync.sources.http.reply import RefusedError, Reply, json_of, text_of

__all__ = ["Http", "RefusedError", "Reply", "json_of", "text_of"]
