"""What only the person's own lists and entry files name, drafted as files that a sync reads."""

from pubsync.pipeline.by_hand.drafting import (
    HandDraft,
    draft,
    draft_lines,
    draft_of,
    hint_lines,
    next_lines,
    text_lines,
    write_draft,
)

__all__ = ["HandDraft", "draft", "draft_lines", "draft_of", "hint_lines", "next_lines", "text_lines", "write_draft"]
