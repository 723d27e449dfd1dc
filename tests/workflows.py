"""The workflows of ``templates/ci``, rendered; ``python -m tests.workflows`` writes them into docs/ci.md."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

ROOT = Path(__file__).resolve().parent.parent
DOC = ROOT / "docs" / "ci.md"
KINDS = ("deploy", "pull-request", "check")
USUAL: dict[str, Any] = {
    "cron": "15 3 * * *",
    "timezone": "",
    "inside": ".",
    "keys": [],
    "publishers": [],
    "asks_pages": True,
    "builds": True,
    "requirement": "pubsync==0.1.0",
    "action": "OWNER/pubsync@COMMIT",
}
_BLOCK = re.compile(r"(<!-- begin: templates/ci/(?P<kind>[a-z-]+)\.yml\.j2 -->\n).*?(<!-- end -->)", re.DOTALL)


def workflow(kind: str, **context: Any) -> str:
    """Return a workflow as ``pubsync schedule --print`` has it, of the usual context but for ``context``."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=False,  # no HTML; each value is quoted for YAML or the shell
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"quoted": lambda text: json.dumps(text, ensure_ascii=False), "sh": shlex.quote}
    return environment.get_template(f"ci/{kind}.yml.j2").render(USUAL | context)


def with_workflows(text: str) -> str:
    """Return docs/ci.md with the workflows as the templates have them."""
    return _BLOCK.sub(lambda found: f"{found[1]}```yaml\n{workflow(found['kind'])}```\n{found[3]}", text)


if __name__ == "__main__":
    DOC.write_text(with_workflows(DOC.read_text(encoding="utf-8")), encoding="utf-8")
