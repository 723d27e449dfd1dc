"""What is to be shown to the files of the site: every output, and every marked page."""

from __future__ import annotations

from collections.abc import Mapping

from pubsync.pipeline.entry_planning import plan_entry_files, plan_former
from pubsync.pipeline.planner import Planner, SitePlan
from pubsync.pipeline.press import Press
from pubsync.pipeline.showing import Shown
from pubsync.pipeline.writers import file_writer
from pubsync.records.base import FileBase
from pubsync.settings import Output
from pubsync.sites.cv_json import CvJson
from pubsync.sites.interface import FileWriter, Material
from pubsync.sites.tree import SiteTree

_NOWHERE = (
    "nothing shows your works yet: put <!-- pubsync:begin publications --> and <!-- pubsync:end --> into a page, "
    "or name something under outputs: in pubsync.yaml"
)


def plan_site(planner: Planner, shown: Shown) -> SitePlan:
    """Plan all outputs and every marked page of the site."""
    result = SitePlan()
    by_output = {one.output.id: one for one in planner.entry_outputs}
    for output in planner.settings.outputs:
        theirs = shown.of(output.person)
        if output.id in by_output:
            plan_entry_files(planner, theirs, by_output[output.id], result)
        if output.kind == "page":
            from pubsync.pipeline.region_planning import plan_page  # noqa: PLC0415 - start-up time

            plan_page(planner, theirs, output, result)
        elif writer := _file_writer(planner, output, theirs):
            for wanted in writer.files(
                material(planner.press, planner.standing.tree, planner.standing.bases, theirs, output)
            ):
                planner.add(result, wanted)
    plan_former(planner, result)
    _plan_marked(planner, shown, result)
    for path, base in planner.standing.bases.items():
        result.bases.setdefault(path, base)
    for path in result.deleted:
        result.bases.pop(path, None)
    return result


def _plan_marked(planner: Planner, shown: Shown, result: SitePlan) -> None:
    """Plan the regions of every page that no output makes."""
    made = {output.file for output in planner.settings.outputs if output.file}
    marked = tuple(planner.standing.tree.marked_pages())
    if not planner.settings.outputs and not marked:
        result.remarks.append(_NOWHERE)
    for path in marked:
        if path not in made and path not in result.bases:
            from pubsync.pipeline.region_planning import plan_regions  # noqa: PLC0415 - start-up time

            plan_regions(planner, shown, path, result)


def _file_writer(planner: Planner, output: Output, shown: Shown) -> FileWriter | None:
    """The writer of whole files of an output; none where only some sections are to be brought up to date."""
    if planner.parts:
        return None
    if output.kind == "academicpages":
        return CvJson()
    if output.kind == "hugo-blox":
        return None
    return file_writer(output, planner.settings, shown.partial)


def material(press: Press, tree: SiteTree, bases: Mapping[str, FileBase], shown: Shown, output: Output) -> Material:
    """Return what a writer draws on for one output."""
    member = next((one for one in press.members if one.id == output.person), press.members[0])
    own = [entry for entry in press.settings.all_sources if entry.kind == "scholar"]
    own.sort(key=lambda entry: entry.unique_name not in member.sources)
    return Material(
        works=shown.all_works(press.settings),
        talks=shown.section_of_talks(),
        courses=shown.section_of_courses(),
        counts=shown.counts,
        owner=member.person,
        scholar_id=own[0].scholar_options().id if own else "",
        language=output.language,
        printing=lambda target: press.printing(output.language, target, whose=output.person),
        tree=tree,
        bases=bases,
    )
