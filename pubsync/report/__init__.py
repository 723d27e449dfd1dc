"""What a run did: as values, as lines for a terminal, as Markdown for a pull request, and as JSON."""

from pubsync.report.headline import counted, has_news, headline, totals_in_words
from pubsync.report.json_form import report_json
from pubsync.report.lines import problem_lines, report_lines
from pubsync.report.markdown import report_markdown, stopped_markdown
from pubsync.report.values import (
    Aside,
    Described,
    Join,
    MovedDecision,
    RunReport,
    SourceReport,
    WrittenFile,
)
from pubsync.report.waiting import Waiting, waiting

__all__ = [
    "Aside",
    "Described",
    "Join",
    "MovedDecision",
    "RunReport",
    "SourceReport",
    "Waiting",
    "WrittenFile",
    "counted",
    "has_news",
    "headline",
    "problem_lines",
    "report_json",
    "report_lines",
    "report_markdown",
    "stopped_markdown",
    "totals_in_words",
    "waiting",
]
