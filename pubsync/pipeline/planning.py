"""What is to be shown to the files of the site: every output, and every marked page."""

from __future__ import annotations

from pubsync.pipeline.entry_planning import plan_entry_files, plan_former
from pubsync.pipeline.planner import Planner, SitePlan
from pubsync.pipeline.region_planning import plan_page, plan_regions
from pubsync.pipeline.showing import Shown
from pubsync.pipeline.writers import file_writer
from pubsync.settings import Output
from pubsync.sites.interface import Material


def plan_site(planner: Planner, shown: Shown) -> SitePlan:
    """Plan all outputs and every marked page of the site."""
    result = SitePlan()
    by_output = {one.output.id: one for one in planner.entry_outputs}
    for output in planner.settings.outputs:
        theirs = shown.of(output.person)
        if output.id in by_output:
            plan_entry_files(planner, theirs, by_output[output.id], result)
        elif output.kind == "page":
            plan_page(planner, theirs, output, result)
        elif not planner.parts or "publications" in planner.parts:
            for wanted in file_writer(output).files(_material(planner, theirs, output)):
                planner.add(result, wanted)
    plan_former(planner, result)
    made = {output.file for output in planner.settings.outputs if output.file}
    for path in planner.standing.tree.marked_pages():
        if path not in made and path not in result.bases:
            plan_regions(planner, shown, path, result)
    for path, base in planner.standing.bases.items():
        result.bases.setdefault(path, base)
    for path in result.deleted:
        result.bases.pop(path, None)
    return result


def _material(planner: Planner, shown: Shown, output: Output) -> Material:
    press = planner.press
    member = next((one for one in press.members if one.id == output.person), press.members[0])
    scholar = next((name for name in sorted(member.sources) if name.startswith("scholar:")), "")
    entry = next((one for one in planner.settings.all_sources if one.unique_name == scholar), None)
    entry = entry or next((one for one in planner.settings.sources if one.kind == "scholar"), None)
    return Material(
        works=shown.all_works(planner.settings),
        talks=shown.section_of_talks(),
        courses=shown.section_of_courses(),
        counts=shown.counts,
        owner=member.person,
        scholar_id=entry.scholar_options().id if entry else "",
        language=output.language,
        printing=lambda target: press.printing(output.language, target, whose=output.person),
        tree=planner.standing.tree,
        bases=planner.standing.bases,
    )
