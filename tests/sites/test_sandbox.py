from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from pubsync.records.work import Work
from pubsync.sites.contexts import Printing, PublicationContext
from pubsync.sites.sandbox import Sandbox

OURS = Path(__file__).parents[2] / "templates"
PRINTING = Printing(language="en", labels={}, escape=str, is_own=lambda _: False, cite=lambda _: "")
WORK = PublicationContext(Work(key="k", records=()), PRINTING)
SANDBOX, JINJA = Sandbox([OURS]), ImmutableSandboxedEnvironment()


@pytest.mark.parametrize(
    "template",
    [
        "{{ work.__class__ }}",
        "{{ work.key.__class__.__mro__ }}",
        "{{ work.printing.text.__globals__ }}",
        "{{ 'x'.__class__ }}",
        "{{ '{0.__class__}'.format(work) }}",
        "{{ work.authors.append(1) }}",
        "{{ labels.clear() }}",
    ],
)
def test_no_template_gets_at_the_interpreter_or_changes_anything(template: str) -> None:
    with pytest.raises(SecurityError):
        SANDBOX.from_string(template).render(work=WORK, labels={"a": "b"})


@settings(max_examples=50)
@given(st.sampled_from([WORK, "text", Markup("text"), [], {}, Work]), st.data())
def test_what_may_be_read_is_what_jinja_allows(subject: object, choice: st.DataObject) -> None:
    name = choice.draw(st.sampled_from(sorted({*dir(subject), "_", "_own", "missing"})))
    assert SANDBOX.is_safe_attribute(subject, name, None) == JINJA.is_safe_attribute(subject, name, None)


@pytest.mark.parametrize("text", ["a\n\n b", Markup("a\n <i>b</i> "), "<b>"])
def test_a_text_comes_out_on_one_line_and_escaped_once(text: str) -> None:
    shown = SANDBOX.from_string("{{ text | one_line }}").render(text=text)
    assert shown == {"a\n\n b": "a b", "<b>": "&lt;b&gt;"}.get(text, "a <i>b</i>")
