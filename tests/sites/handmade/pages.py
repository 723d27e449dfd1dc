"""Pages as people write them, and the works, talks and courses that their sources know."""

from __future__ import annotations

from typing import Any

from pubsync.records.course import Course
from pubsync.records.dates import PartialDate
from pubsync.records.identifiers import Identifier, Link
from pubsync.records.names import Name
from pubsync.records.record import RecordId
from pubsync.records.talk import Talk
from pubsync.records.text import Translation
from pubsync.records.work import Work

QIAO, LEE, WU = Name("Qiao", "Lin"), Name("Lee", "Ann"), Name("Wu", "Bo")


def work(key: str, title: str, year: int, venue: str, **fields: Any) -> Work:
    identifiers = [Identifier(scheme, fields.pop(scheme)) for scheme in ("doi", "arxiv") if scheme in fields]
    filled: dict[str, Any] = {"author": (QIAO, LEE, WU), "type": "article-journal", "identifiers": tuple(identifiers)}
    return Work(
        key=key,
        title=title,
        issued=PartialDate(year),
        container_title=venue,
        records=(RecordId("bibtex:a.bib", key),),
        **(filled | fields),
    )


TIDE = work("tide", "Reading tides from satellite noise", 2024, "Ocean Letters", doi="10.1234/tide")
MOSS = work(
    "moss",
    "MossNet: a field guide learned from photographs",
    2023,
    "EcoVision",
    type="paper-conference",
    author=(QIAO, LEE),
    arxiv="2304.01234",
)
LICHEN = work("lichen", "Counting lichens, one wall at a time", 2023, "EcoVision", type="paper-conference")
THESIS = work("thesis", "Counting lichens, one wall at a time", 2024, "", type="thesis", author=(QIAO,))
GLACIER = work("glacier", "Glaciers that answer back: A survey", 2021, "Annals of Ice")
GLACIER_ONE = work("one", "Glaciers that answer back", 2019, "IceConf", type="paper-conference")
CITY = work(
    "city",
    "城市地衣的自动识别方法",
    2022,
    "计算机学报",
    author=(Name(literal="乔琳"), Name(literal="吴波")),
)
WORKS = (TIDE, MOSS, LICHEN, THESIS, GLACIER, GLACIER_ONE, CITY)
KEYNOTE = Talk(
    key="keynote",
    title="What moss remembers",
    start=PartialDate(2023, 6, 2),
    venue="Botany Days",
    records=(RecordId("talks:talks.yaml", "k"),),
    links=(Link("slides", "https://qiao.example.org/k.pdf"),),
)
KEYNOTE_AGAIN = Talk(key="again", title="What moss remembers", start=PartialDate(2021, 3, 1), venue="Fern Forum")
ECOLOGY = Course(key="ecology", title="Introduction to field ecology", terms=("2023-fall",), venue="Lund")
TRANSLATED = work(
    "river",
    "Rivers under glass",
    2020,
    "Ocean Letters",
    translations=(Translation("title", "zh", "玻璃之下的河流及其回声"),),
)

ABOUT = """---
permalink: /
title: "Lin Qiao"
---

I study moss. Here is my [CV](/files/cv.pdf), and
`[a trick](https://example.org)` in code.

## News
- *2024.05*: 🎉 Our paper **Reading tides from satellite noise** is accepted by Ocean Letters!
- *2023.09*: 🎉 **MossNet: a field guide learned from photographs** has been accepted to EcoVision 2023.
- *2023.01*: I joined the lab.

## 📝 Publications
(\\* equal contribution, ✉ corresponding author)

### 2024
- **Lin Qiao**\\*, Ann Lee\\*, Bo Wu✉. [Reading tides from satellite noise](https://doi.org/10.1234/tide).
  *Ocean Letters*, 2024. [[PDF](https://qiao.example.org/tide.pdf)] [[Code](https://github.com/linqiao/tide)]
- Lin Qiao. *A note that no source knows*. Manuscript, 2024.

### 2023
- **MossNet: a field guide learned from photographs**
  **Lin Qiao**, Ann Lee
  EcoVision 2023, **Best Paper Award** (Oral)
  [Paper](https://arxiv.org/abs/2304.01234) | [Slides](https://qiao.example.org/moss-slides.pdf)
- Counting lichens, one wall at a time. Lin Qiao, Ann Lee, Bo Wu. EcoVision, 2023.
  <!-- camera ready -->

### 2021
- L. Qiao, A. Lee, B. Wu: Glaciers that answer back: A survey. Annals of Ice, 2021.

## 论文
- 乔琳，吴波✉。**城市地衣的自动识别方法** (Automatic recognition of urban lichens). 计算机学报, 2022.
- 乔琳。一篇没有来源的论文题目在这里. 植物学报, 2019.

## 💬 Talks
- 2023.06, *What moss remembers*, keynote at Botany Days. [video](https://youtu.be/abc)

```markdown
- **Reading tides from satellite noise**, quoted as code
```
"""

ACAD = """---
permalink: /
---

# 🔥 News
- *2024.02*: &nbsp;🎉🎉 Two papers are accepted.

# 📝 Publications

<div class='paper-box'><div class='paper-box-image'><div class="badge">EcoVision 2023</div><img src='m.png'></div>
<div class='paper-box-text' markdown="1">

[MossNet: a field guide learned from photographs](https://arxiv.org/abs/2304.01234)

**Lin Qiao**, Ann Lee

[**Project**](https://moss.example.org/) <strong><span class='show_paper_citations' data='AAAA:1'></span></strong>
- We learn a field guide from photographs that hikers took.
</div>
</div>

<div class='paper-box'><div class='paper-box-image'><div class="badge">CVPR</div><img src='images/500x300.png'></div>
<div class='paper-box-text' markdown="1">

[Deep Residual Learning for Image Recognition](https://example.org/he.pdf)

**Kaiming He**, Xiangyu Zhang

- Lorem ipsum dolor sit amet, consectetur adipiscing elit.
</div>
</div>

- ``Ocean Letters`` [Reading tides from satellite noise](https://doi.org/10.1234/tide), **Lin Qiao**, 2024

# 🎖 Honors and Awards
- *2021.10* A prize for reading tides.
"""

HTML = """<!DOCTYPE html>
<html><head><title>Lin Qiao</title></head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/pubs.html">Publications</a></li></ul></nav>
<h1>Lin Qiao</h1>
<h2>Publications</h2>
<ol>
  <li>
    Lin Qiao, Ann Lee, Bo Wu.
    <b>Reading tides from satellite noise</b>.
    <i>Ocean Letters</i>, 2024.
  </li>
  <li>Lin Qiao, Ann Lee. <b>MossNet: a field guide learned from photographs</b>. <i>EcoVision</i>, 2023.</li>
  <li>Lin Qiao. <b>Something that is not known anywhere</b>. 2022.</li>
  <li>Lin Qiao, Ann Lee, Bo Wu. <b>Glaciers that answer back: A survey</b>. <i>Annals of Ice</i>, 2021.</li>
</ol>
<h2>Teaching</h2>
<ul>
  <li>Introduction to field ecology, Lund, Fall 2023</li>
</ul>
<script>document.write("<li>Reading tides from satellite noise</li>")</script>
</body></html>
"""

IEEE = """---
title: Publications
---

[1] L. Qiao, A. Lee, and B. Wu, "Reading tides from satellite noise," *Ocean Lett.*, vol. 12, no. 3, pp. 1-9, 2024,
doi: 10.1234/tide.

[2] L. Qiao and A. Lee, "MossNet: a field guide learned from photographs," in *Proc. EcoVision*, 2023.

[3] L. Qiao, "Counting lichens, one wall at a time," Ph.D. dissertation, Univ. of Lund, 2024.

[4] L. Qiao, A. Lee, and B. Wu, "Counting lichens, one wall at a time," in *Proc. EcoVision*, 2023.
"""
