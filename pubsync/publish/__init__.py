"""The only room that writes into a site: all of a run's files in one journalled step, or none of them.

How the step goes, in order; a kill at any point leaves what ``recover`` can read:

1. The contents that the plan was made from are compared with what stands.
2. ``_pubsync/.journal/`` is created, which only one run can do. New contents are staged there (``new-N``), the old
   ones kept there (``old-N``), and all of it is brought to the disk.
3. ``journal.json`` is renamed into place. This is the commit point: before it nothing of the site has changed, and
   after it everything needed to finish, or to go back, is on the disk.
4. The staged files are renamed over their targets, each only where its target still holds what it held.
5. The old contents go to the undo folder, outside the repository, and the journal is renamed away and removed.
"""

from pubsync.publish.locking import lock
from pubsync.publish.publishing import Recovery, UndoResult, publish, recover, undo

__all__ = ["Recovery", "UndoResult", "lock", "publish", "recover", "undo"]
