"""What an entry says, field by field."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pubsync.formats.bibtex import Reading, read
from pubsync.formats.bibtex.fields import Fields
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import Record
from pubsync.records.text import Translation


def _read(text: str) -> Reading:
    return read(text, source="bibtex:papers.bib", where="papers.bib")


def _record(fields: str, entry_type: str = "article") -> Record:
    reading = _read(f"@{entry_type}{{key,\n title = {{A Title}},\n {fields}\n}}\n")
    assert len(reading.records) == 1
    return reading.records[0]


def _notices(text: str) -> list[str]:
    return [f"{where}: {what}" for what, where in _read(text).notices]


def test_a_plain_entry_becomes_a_record() -> None:
    record = _read(
        r"""@inproceedings{qi2020,
          title     = {{ProphetNet}: Predicting Future N-gram.},
          author    = {Qi, Weizhen and Yan, Yu and {\'E}mile Zola},
          booktitle = {Findings of {EMNLP}},
          year = 2020, month = nov, pages = {2401--2410},
          publisher = {ACL}, address = {Online}, editor = {Cohn, Trevor},
          doi = {https://doi.org/10.18653/V1/2020.findings\_emnlp.217},
        }"""
    ).records[0]
    assert record == Record(
        source="bibtex:papers.bib",
        id="qi2020",
        type="paper-conference",
        title="ProphetNet: Predicting Future N-gram",
        author=(Name("Qi", "Weizhen"), Name("Yan", "Yu"), Name("Zola", "Émile")),
        editor=(Name("Cohn", "Trevor"),),
        issued=PartialDate(2020, 11),
        container_title="Findings of EMNLP",
        publisher="ACL",
        publisher_place="Online",
        page="2401-2410",
        identifiers=(Identifier("doi", "10.18653/v1/2020.findings_emnlp.217"),),
    )


class TestTypes:
    @pytest.mark.parametrize(
        ("entry_type", "expected"),
        [
            ("article", "article-journal"),
            ("conference", "paper-conference"),
            ("incollection", "chapter"),
            ("inbook", "chapter"),
            ("collection", "book"),
            ("thesis", "thesis"),
            ("report", "report"),
            ("online", "webpage"),
            ("unpublished", "manuscript"),
            ("patent", "patent"),
            ("dataset", "dataset"),
            ("software", "software"),
            ("misc", ""),
            ("nosuchtype", ""),
        ],
    )
    def test_entry_types(self, entry_type: str, expected: str) -> None:
        assert _record("", entry_type).type == expected

    @pytest.mark.parametrize(
        ("entry_type", "fields", "genre"),
        [
            ("phdthesis", "school={U}", "PhD thesis"),
            ("thesis", "type={mathesis}, institution={U}", "Master's thesis"),
            ("thesis", "type={Bachelor's Thesis}, school={U}", "Bachelor's Thesis"),
            ("techreport", "institution={U}, number={TR-1}", "Technical report"),
        ],
    )
    def test_theses_and_reports(self, entry_type: str, fields: str, genre: str) -> None:
        record = _record(fields, entry_type)
        assert (record.genre, record.publisher) == (genre, "U")

    @pytest.mark.parametrize(
        ("entry_type", "fields"),
        [
            ("article", "journal={arXiv preprint arXiv:2001.04063}"),
            ("article", "journal={arXiv}, eprint={2001.04063v2}, archiveprefix={arXiv}"),
            ("article", "journal={CoRR}, volume={abs/2001.04063}"),
            ("misc", "eprint={2001.04063}, eprinttype={arxiv}"),
            ("misc", "publisher={arXiv}, doi={10.48550/ARXIV.2001.04063}"),
            ("misc", r"howpublished={\url{https://arxiv.org/abs/2001.04063}}"),
            ("online", "url={https://arxiv.org/pdf/2001.04063v3}"),
            ("unpublished", "note={arXiv:2001.04063}"),
            ("article", "arxiv={2001.04063}"),
        ],
    )
    def test_what_only_arxiv_has_is_a_preprint(self, entry_type: str, fields: str) -> None:
        record = _record(fields, entry_type)
        assert (record.type, record.container_title) == ("article", "arXiv")
        assert record.identifiers == (Identifier("arxiv", "2001.04063"),)
        assert (record.volume, record.publisher) == ("", "")

    @pytest.mark.parametrize("journal", ["bioRxiv", "medRxiv preprint", "SSRN Electronic Journal", "Research Square"])
    def test_so_is_what_another_server_has(self, journal: str) -> None:
        assert _record(f"journal={{{journal}}}").type == "article"

    @pytest.mark.parametrize("journal", ["Nature", "Corrosion Science", "Archives of X"])
    def test_a_published_paper_with_an_arxiv_id_is_published(self, journal: str) -> None:
        record = _record(f"journal={{{journal}}}, eprint={{2001.04063}}, archiveprefix={{arXiv}}")
        assert (record.type, record.identifier("arxiv")) == ("article-journal", "2001.04063")

    @pytest.mark.parametrize(
        ("fields", "status", "note"),
        [
            ("note={under review}", "submitted", ""),
            ("note={Under review at ACL}", "submitted", ""),
            ("note={to appear}", "in press", ""),
            ("note={Accepted to ICML 2024.}", "accepted", ""),
            ("pubstate={inpress}", "in press", ""),
            ("pubstate={submitted}", "submitted", ""),
            ("year={in press}", "in press", ""),
            ("note={Accepted as an oral presentation}", "", "Accepted as an oral presentation"),
            ("note={Early Accept, top 11%}", "", "Early Accept, top 11%"),
            ("note={Best paper}", "", "Best paper"),
        ],
    )
    def test_the_status(self, fields: str, status: str, note: str) -> None:
        record = _record(f"journal={{J}}, {fields}")
        assert (record.status, record.note, record.extra) == (status, note, ())

    def test_a_journal_that_a_paper_waits_for_is_no_journal_yet(self) -> None:
        record = _record("journal={Submitted to Nature}", "unpublished")
        assert (record.status, record.container_title) == ("submitted", "")
        record = _record("journal={To appear in Nature}")
        assert (record.status, record.container_title) == ("in press", "Nature")


class TestDates:
    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ("year=2020", "2020"),
            ("year={2020}, month={5}", "2020-05"),
            ("year={2020}, month=may, day={3}", "2020-05-03"),
            ('year={2020}, month="3~" # may', "2020-05-03"),
            ("year={2020}, month={May--June}", "2020-05"),
            ("year={2020}, month={spring}", "2020"),
            ("date={2020-05-03}", "2020-05-03"),
            ("date={2020-05-03/2020-05-07}, year={1999}", "2020-05-03"),
            ("eventdate={2021-09-13/2021-09-17}", "2021-09-13"),
            ("urldate={2024-11-15}", "None"),
            ("year={n.d.}", "None"),
        ],
    )
    def test_dates(self, fields: str, expected: str) -> None:
        assert str(_record(fields).issued) == expected


class TestVenues:
    def test_biblatex_names(self) -> None:
        record = _record("journaltitle={J}, journalsubtitle={S}, volume={1}, number={2}, eid={e3}, location={Bonn}")
        assert (record.container_title, record.volume, record.issue, record.page) == ("J: S", "1", "2", "e3")
        assert record.publisher_place == "Bonn"

    def test_a_conference_has_two_places(self) -> None:
        record = _record("booktitle={P}, address={New York}, location={Lisbon}", "inproceedings")
        assert (record.publisher_place, record.event_place) == ("New York", "Lisbon")
        record = _record("booktitle={P}, eventtitle={E}, venue={Odense}", "inproceedings")
        assert (record.event_title, record.event_place) == ("E", "Odense")

    def test_a_series_in_the_proceedings_place_gives_way_to_their_name(self) -> None:
        record = _record("booktitle={Lecture Notes in Computer Science}, journal={Symposium X}", "inproceedings")
        assert (record.container_title, record.collection_title) == ("Symposium X", "Lecture Notes in Computer Science")

    @pytest.mark.parametrize("filler", ["n/a", "", "-", "TBD", "{}", "NA", "none"])
    def test_what_only_fills_a_place_is_nothing(self, filler: str) -> None:
        record = _record(f"volume={{{filler}}}, number={{{filler}}}, pages={{{filler}}}")
        assert (record.volume, record.issue, record.page) == ("", "", "")

    def test_astronomy_writes_journals_as_commands(self) -> None:
        assert _record(r"journal={\mnras}").container_title == "Monthly Notices of the Royal Astronomical Society"

    @pytest.mark.parametrize("pages", ["1--10", "1-10", "1 – 10", "1---10"])
    def test_pages_have_one_hyphen(self, pages: str) -> None:
        assert _record(f"pages={{{pages}}}").page == "1-10"


class TestNames:
    @staticmethod
    def _names(value: str, more: str = "") -> tuple[Name, ...]:
        return _record(f"author={{{value}}}, {more}").author

    def test_names_are_told_apart_before_they_are_decoded(self) -> None:
        assert self._names(r"{Foo and Bar, Inc.} and Fuch{\ss}, Dominik and {\'E}. Z{\o}la and Mu\~noz, Jos\'e") == (
            Name(literal="Foo and Bar, Inc."),
            Name("Fuchß", "Dominik"),
            Name("Zøla", "É."),
            Name("Muñoz", "José"),
        )

    @pytest.mark.parametrize("end", ["others", "et al.", "..."])
    def test_a_cut_list_is_no_person(self, end: str) -> None:
        record = _record(f"author={{Qi, Weizhen and {end}}}")
        assert (record.author, record.author_complete) == ((Name("Qi", "Weizhen"),), False)
        assert _record("author={Qi, Weizhen}").author_complete

    def test_et_al_behind_a_name_cuts_the_list_too(self) -> None:
        record = _record("author={Qi, Weizhen et al.}")
        assert (record.author, record.author_complete) == ((Name("Qi", "Weizhen"),), False)

    @pytest.mark.parametrize(
        "list_", ["Weizhen Qi, Yu Yan, Nan Duan", "Weizhen Qi, Yu Yan and Nan Duan", "W. Qi; Y. Yan; N. Duan"]
    )
    def test_other_separators_are_understood(self, list_: str) -> None:
        assert [name.family for name in self._names(list_)] == ["Qi", "Yan", "Duan"]

    def test_commas_between_names_are_reported_and_compound_names_stay(self) -> None:
        assert "names should be parted" in _notices("@misc{a,title={A},author={Weizhen Qi, Yu Yan, Nan Duan}}")[0]
        assert self._names("Doe Smith, John Robert and Qi, W.") == (Name("Doe Smith", "John Robert"), Name("Qi", "W."))

    @pytest.mark.parametrize("mark", ["*", "$^*$", "$^{*}$", r"\textsuperscript{1,*}", "∗", "†", r"$^\dagger$"])
    def test_a_shared_mark_is_equal_contribution(self, mark: str) -> None:
        names = self._names(f"Qi{mark}, Weizhen and Yan{mark}, Yu and Duan, Nan")
        assert names == (
            Name("Qi", "Weizhen", roles=("equal",)),
            Name("Yan", "Yu", roles=("equal",)),
            Name("Duan", "Nan"),
        )

    @pytest.mark.parametrize("mark", ["✉", "†", r"$^{\dagger}$", r"{\dag}"])
    def test_a_mark_of_one_author_alone_is_the_corresponding_author(self, mark: str) -> None:
        assert self._names(f"Weizhen Qi and Nan Duan{mark}")[1] == Name("Duan", "Nan", roles=("corresponding",))

    def test_a_second_mark_beside_that_of_the_first_author_is_correspondence(self) -> None:
        roles = [name.roles for name in self._names("Lin*, Y and Huang*, Z and Bai†, L and Ren*†, H")]
        assert roles == [("equal",), ("equal",), ("corresponding",), ("corresponding", "equal")]

    def test_annotations_come_before_marks(self) -> None:
        names = self._names("Qi*, Weizhen and Yan*, Yu", "author+an = {1=equal; 2=corresponding, equal}")
        assert [name.roles for name in names] == [("equal",), ("corresponding", "equal")]

    @pytest.mark.parametrize(
        ("annotations", "roles"),
        [
            ("author+an = {1=corresponding; 2=equal}", ["corresponding", "equal", ""]),
            ("author+an = {1=equal, 2=equal, 3=highlight}", ["equal", "equal", ""]),
            ("author+an = {2=equal contribution, highlight, Corresponding-Author;}", ["", "corresponding equal", ""]),
            ("AUTHOR+AN:role = {3=corresponding}", ["", "", "corresponding"]),
            (
                'author+an:orcid = {1="0000-0001"}, author+an:role = {1=cofirst}, author+an = {3=corr}',
                ["equal", "", "corresponding"],
            ),
            ('author+an = {1="corresponding"; 2="a;b"; 3=equal}', ["corresponding", "", "equal"]),
            ('author+an = {1="*"; 2="*"; 3="$\\dagger$"}', ["equal", "equal", "corresponding"]),
            ('author+an = {1:family=corresponding; 2:given="equal"}', ["", "", ""]),
            ("author+an = {1:=corresponding}", ["corresponding", "", ""]),
            ("author+an = {=corresponding}", ["", "", ""]),
            ("author+an = {0=equal; 9=equal; 99999999=equal; x=equal}", ["", "", ""]),
            ("author+an = {2=通讯作者}", ["", "corresponding", ""]),
            ("editor+an = {1=corresponding}", ["", "", ""]),
        ],
    )
    def test_annotations_of_biblatex_are_roles(self, annotations: str, roles: list[str]) -> None:
        record = _record(f"author={{A, B and C, D and E, F}}, {annotations}")
        assert [" ".join(name.roles) for name in record.author] == roles
        assert record.extra == ()

    def test_annotations_that_name_no_role_leave_the_marks(self) -> None:
        names = self._names("Qi*, Weizhen and Yan*, Yu", "author+an = {1=highlight}")
        assert [name.roles for name in names] == [("equal",), ("equal",)]

    def test_an_annotation_that_never_closes_ends(self) -> None:
        assert self._names("Qi, W. and Yan, Y.", 'author+an = {1="equal; 2=corresponding}')[1].roles == (
            "corresponding",
        )

    def test_a_caret_that_is_an_accent_is_no_mark(self) -> None:
        assert self._names(r"Pfeiffer, J{\'e}r{\^o}me and B{\"o}hm, A") == (
            Name("Pfeiffer", "Jérôme"),
            Name("Böhm", "A."),
        )

    def test_lost_backslashes_of_umlauts_are_mended(self) -> None:
        assert self._names('Aky"urek, Ekin and T{"u}r, D') == (Name("Akyürek", "Ekin"), Name("Tür", "D."))

    def test_biblatex_may_name_the_parts(self) -> None:
        assert self._names("family=Berg, given=Jan, prefix=van den and Qi, W.") == (
            Name("Berg", "Jan", "van den"),
            Name("Qi", "W."),
        )


class TestLinks:
    def test_links_by_kind(self) -> None:
        record = _record(
            r"url={\url{https://x.org/a\_b/~c}}, pdf={https://x.org/p.pdf}, code={https://github.com/x/y},"
            "website={www.x.org}, slides={https://x.org/s}, video={https://x.org/v%20w}, poster={https://x.org/o}, dataset={https://x.org/d}"
        )
        assert set(record.links) == {
            Link("url", "https://x.org/a_b/~c"),
            Link("pdf", "https://x.org/p.pdf"),
            Link("code", "https://github.com/x/y"),
            Link("project", "https://www.x.org"),
            Link("slides", "https://x.org/s"),
            Link("video", "https://x.org/v%20w"),
            Link("poster", "https://x.org/o"),
            Link("data", "https://x.org/d"),
        }

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://x.org"]
    )
    def test_other_schemes_are_dropped(self, address: str) -> None:
        record = _record(f"url={{{address}}}, pdf={{{address}}}")
        assert (record.links, record.extra) == ((), ())

    def test_an_address_is_safe_in_a_page(self) -> None:
        assert _record("""url={https://x.org/'onload='x}""").link("url") == "https://x.org/%27onload=%27x"

    def test_paths_of_the_site_are_kept_apart(self) -> None:
        record = _record("pdf={a--b_c.pdf}, slides={talks/a.pdf}")
        assert (record.links, record.extra) == ((), (("pdf", "a--b_c.pdf"), ("slides", "talks/a.pdf")))

    def test_howpublished_and_note_may_hold_the_address(self) -> None:
        record = _record(r"howpublished={\url{https://x.org/a}}", "misc")
        assert (record.links, record.extra) == ((Link("url", "https://x.org/a"),), ())

    def test_identifiers(self) -> None:
        record = _record(
            "doi={10.1000/A_b}, eprint={2001.04063}, eprinttype={arxiv}, pmid={123}, url={https://doi.org/10.1000/other},"
            "biburl={https://dblp.org/rec/conf/acl/QiYGLDCZ020.bib}, journal={J}"
        )
        assert record.identifiers == (
            Identifier("doi", "10.1000/a_b"),
            Identifier("arxiv", "2001.04063"),
            Identifier("pmid", "123"),
            Identifier("dblp", "conf/acl/QiYGLDCZ020"),
        )

    def test_the_isbn_of_a_book_is_its_own_and_that_of_a_paper_is_not(self) -> None:
        fields = "isbn={978-0-306-40615-7}"
        assert _record(fields, "book").identifiers == (Identifier("isbn", "9780306406157"),)
        paper = _record(fields, "inproceedings")
        assert (paper.identifiers, paper.extra) == ((), (("isbn", "978-0-306-40615-7"),))


class TestTexts:
    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("{A  {BERT}\n model}.", "A BERT model"),
            ("In the U.S.", "In the U.S."),
            ("And so on...", "And so on..."),
            ("Why?", "Why?"),
            ("预训练。", "预训练"),
            ("R&amp;D at 50%", "R&D at 50%"),
        ],
    )
    def test_titles(self, title: str, expected: str) -> None:
        assert _read(f"@misc{{a, title={{{title}}}}}").records[0].title == expected

    def test_a_subtitle_follows_its_title(self) -> None:
        assert _record("subtitle={And More.}").title == "A Title: And More"

    def test_translations(self) -> None:
        record = _record(
            "title_zh={中文。}, title:de={Deutsch}, titleen={E}, journal={J}, journal_zh={学报}, langid={ngerman}"
        )
        assert record.language == "de"
        assert record.translations == (
            Translation("container_title", "zh", "学报"),
            Translation("title", "de", "Deutsch"),
            Translation("title", "zh", "中文"),
            Translation("title", "en", "E"),
        )

    def test_a_title_in_another_language_alone_is_the_title(self) -> None:
        (record,) = _read("@misc{a, title_zh={中文}}").records
        assert (record.title, record.language) == ("中文", "zh")

    def test_custom_fields_are_kept_and_what_programs_keep_for_themselves_is_not(self) -> None:
        record = _record(
            "abbr={ACL}, selected={true}, preview={a_b.gif}, award={Best {P}aper}, timestamp={x}, file={:a.pdf:PDF},"
            "bdsk-file-1={x}, date-added={y}, annote={private}, keywords={nlp, pre-training; nlp}"
        )
        assert record.extra == (("abbr", "ACL"), ("award", "Best Paper"), ("preview", "a_b.gif"), ("selected", "true"))
        assert record.keywords == ("nlp", "pre-training")

    def test_what_al_folio_reads_is_kept(self) -> None:
        record = _record(
            "selected={true}, abbr={ACL}, bibtex_show={true}, preview={a_b.gif}, award={Best Paper at *ACL*},"
            "award_name={Best Paper}, google_scholar_id={u5HHmVD_uO8C}, additional_info={. *More*}, altmetric={248277},"
            "annotation={* Equal<br>† Mail}, dimensions={true}, inspirehep_id={999}, hal={hal-01234567v2},"
            "pmid={123456},"
            "arxiv={2001.04063}, pdf={p_1.pdf}, slides={s.pdf}, poster={po.pdf}, supp={supp.pdf}, html={page.html},"
            "code={https://github.com/x/y}, website={https://x.org/w}, blog={https://x.org/b}, video={https://x.org/v}"
        )
        assert dict(record.extra) == {
            "selected": "true",
            "abbr": "ACL",
            "bibtex_show": "true",
            "preview": "a_b.gif",
            "award": "Best Paper at *ACL*",
            "award_name": "Best Paper",
            "google_scholar_id": "u5HHmVD_uO8C",
            "additional_info": ". *More*",
            "altmetric": "248277",
            "annotation": "* Equal † Mail",
            "dimensions": "true",
            "inspirehep_id": "999",
            "pdf": "p_1.pdf",
            "slides": "s.pdf",
            "poster": "po.pdf",
            "supp": "supp.pdf",
            "html": "page.html",
        }
        assert set(record.identifiers) == {
            Identifier("arxiv", "2001.04063"),
            Identifier("pmid", "123456"),
            Identifier("hal", "hal-01234567"),
        }
        assert {link.kind for link in record.links} == {"code", "project", "blog", "video"}

    def test_al_folio_s_addresses_are_links(self) -> None:
        names = ("pdf", "slides", "poster", "supp", "html", "video")
        record = _record(", ".join(f"{name}={{https://x.org/{name}}}" for name in names))
        assert {link.kind: link.url for link in record.links} == {
            "url": "https://x.org/html",
            "pdf": "https://x.org/pdf",
            "slides": "https://x.org/slides",
            "poster": "https://x.org/poster",
            "supplement": "https://x.org/supp",
            "video": "https://x.org/video",
        }


class TestTalks:
    def test_a_misc_that_was_spoken_is_a_talk(self) -> None:
        reading = _read(
            "@misc{t, title={On X}, howpublished={Invited talk at Tsinghua}, year=2021, url={https://x.org}}"
        )
        assert reading.records == ()
        (talk,) = reading.talks
        assert (talk.id, talk.title, talk.type, talk.venue) == ("t", "On X", "Invited talk", "Tsinghua")
        assert (talk.start, talk.links) == (PartialDate(2021), (Link("url", "https://x.org"),))

    def test_a_keyword_marks_a_talk(self) -> None:
        text = (
            "@misc{t, title={X}, keywords={nlp, Talk}, date={2020-05-03/2020-05-05}, eventtitle={ACL}, location={Rome}}"
        )
        (talk,) = _read(text).talks
        assert (talk.start, talk.end) == (PartialDate(2020, 5, 3), PartialDate(2020, 5, 5))
        assert (talk.venue, talk.location) == ("ACL", "Rome")

    @pytest.mark.parametrize("fields", ["keywords={small talk}", "howpublished={Post}", "howpublished={Talked about}"])
    def test_other_entries_are_no_talks(self, fields: str) -> None:
        assert _record(fields, "misc").title == "A Title"


def test_scholars_gaps_in_numbers_go_and_nobody_elses() -> None:
    gapped = "@article{%s, title={Sources of PM2. 5 in GPT-3. 5. 2020 results}, year={2021}}"
    titles = [_read(gapped % key).records[0].title for key in ("zhao2021sources", "Zhao:2021")]
    assert titles == ["Sources of PM2.5 in GPT-3.5. 2020 results", "Sources of PM2. 5 in GPT-3. 5. 2020 results"]


@given(
    st.lists(
        st.sampled_from(["Jane Doe", "Alexander Sand", "Wei Li", "Andrea  Ånd", "others", "Bo\nNand"]), min_size=1
    ),
    st.lists(st.sampled_from([" and ", " AND ", "\n  and\t", " and and "]), min_size=1, max_size=3),
)
@settings(deadline=None)
def test_a_group_at_the_end_of_a_list_changes_nothing_before_it(names: list[str], separators: list[str]) -> None:
    written = "".join(f"{name}{separators[place % len(separators)]}" for place, name in enumerate(names))
    with_group = _record(f"author = {{{written}{{The Group}}}}").author
    assert with_group == (*_record(f"author = {{{written}}}").author, Name(literal="The Group"))


@given(st.text("todnaAb/.,-? {}\\$~é\u200b", max_size=12))
@example("n/a")
@example("TODO")
@settings(deadline=None)
def test_a_field_says_something_as_latex_where_it_does_as_text(raw: str) -> None:
    fields = Fields({"author": raw})
    assert bool(fields.raw("author")) == bool(fields.peek("author"))
