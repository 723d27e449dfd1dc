"""Homepages as people have them, in the words of their templates, cut to what tells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pubsync.detect import FoundSite, look_at
from pubsync.sites.tree import SiteTree

BIB = """@inproceedings{qi2021bang,
  title = {BANG: Bridging Autoregressive and Non-autoregressive Generation},
  author = {Qi, Weizhen and Gong, Yeyun},
  booktitle = {ICML},
  year = {2021}
}
@article{qi2019tea, title={On tea and its many cups}, author={Qi, Weizhen}, journal={Journal of Tea}, year={2019}}
"""
OTHERS_BIB = "".join(
    f"@article{{r{number}, title={{A work of others {number}}}, author={{Roe, Mary}}, year={{2001}}}}\n"
    for number in range(6)
)
ACADEMICPAGES: Mapping[str, str] = {
    "_config.yml": """\
locale                   : "en-US"
title                    : "Weizhen Qi's Homepage"
name                     : &name "Weizhen Qi"
url                      : https://weizhenq.github.io
repository               : "weizhenq/weizhenq.github.io"
author:
  avatar           : "profile.png"
  name             : "Weizhen Qi 齐炜祯"
  bio              : "Researcher"
  arxiv            : # URL
  googlescholar    : "https://scholar.google.com/citations?user=rme-IWIAAAAJ&hl=en"
  orcid            : "https://orcid.org/0000-0002-1825-0097"
  semantic         : "https://www.semanticscholar.org/author/Weizhen-Qi/15629561"
  github           : "weizhenq"
publication_category:
  manuscripts:
    title: 'Journal Articles'
  conferences:
    title: 'Conference Papers'
future: true
include:
  - _pages
collections:
  teaching: {output: true, permalink: /:collection/:path/}
  publications: {output: true, permalink: /:collection/:path/}
  talks: {output: true, permalink: /:collection/:path/}
plugins: [jekyll-redirect-from]
exclude: [pubsync.yaml]
""",
    "_pages/about.md": """\
---
permalink: /
title: "About me"
---
I work with [Mary Roe](https://scholar.google.com/citations?user=AAAAAAAAAAAJ) on tea.

Publications
------
- **Weizhen Qi**, Yeyun Gong. *BANG: Bridging Autoregressive and Non-autoregressive Generation*. ICML 2021.
- **Weizhen Qi**. *On tea and its many cups*. Journal of Tea, 2019.
- **Weizhen Qi**. *On cups and their handles*. Journal of Tea, 2018.
""",
    "_publications/2019-01-01-on-tea.md": (
        '---\ntitle: "On tea and its many cups"\ncollection: publications\ncategory: manuscripts\n'
        "permalink: /publication/on-tea\ndate: 2019-01-01\nvenue: Journal of Tea\n---\n"
    ),
    "_publications/2009-10-01-paper-title-number-1.md": (
        '---\ntitle: "Paper Title Number 1"\ncollection: publications\ncategory: manuscripts\n'
        "permalink: /publication/2009-10-01-paper-title-number-1\nexcerpt: 'This paper is about the number 1.'\n"
        "date: 2009-10-01\nvenue: 'Journal 1'\n---\nThis paper is about the number 1.\n"
    ),
    "_talks/2012-03-01-talk-1.md": (
        '---\ntitle: "Talk 1 on Relevant Topic in Your Field"\ncollection: talks\ntype: "Talk"\n'
        'permalink: /talks/2012-03-01-talk-1\nvenue: "UC San Francisco, Department of Testing"\ndate: 2012-03-01\n---\n'
        "This is a description of your talk.\n"
    ),
    "markdown_generator/talks.tsv": (
        "title\ttype\turl_slug\tvenue\tdate\tlocation\ttalk_url\tdescription\n"
        "Talk 1 on Relevant Topic in Your Field\tTalk\ttalk-1\tUC San Francisco, Department of Testing\t2012-03-01\t"
        "San Francisco, California\t\tThis is a description of your talk.\n"
    ),
    "files/publications.bib": BIB,
    "files/references.bib": OTHERS_BIB,
}
AL_FOLIO: Mapping[str, str] = {
    "_config.yml": """\
title: blank
first_name: Weizhen
middle_name:
last_name: Qi
lang: en
scholar:
  last_name: [Qi]
  source: /_bibliography/
  bibliography: papers.bib
plugins: [jekyll/scholar, jekyll-redirect-from]
collections: {news: {output: true}}
include: ["_pages"]
exclude: [pubsync.yaml]
""",
    "_data/socials.yml": (
        "# scholar_userid: qc6CJjYAAAAJ\nscholar_userid: rme-IWIAAAAJ # your Google Scholar ID\n"
        "orcid_id: 0000-0000-0000-0000\ndblp_url: https://dblp.org/pid/259/3030.html\ngithub_username: weizhenq\n"
    ),
    "_bibliography/papers.bib": f"---\n---\n\n{BIB}",
    "_layouts/bib.liquid": "{{ entry }}",
    "_pages/about.md": "---\nlayout: about\npermalink: /\ntitle: about\n---\nWrite your biography here.\n",
}
ACAD_HOMEPAGE: Mapping[str, str] = {
    "_config.yml": """\
title                    : "Weizhen Qi's Homepage"
repository               : "weizhenq/weizhenq.github.io"
google_scholar_stats_use_cdn : true
author:
  name             : "齐炜祯 (Weizhen Qi)"
  googlescholar    : "https://scholar.google.com/citations?user=rme-IWIAAAAJ"
include: [_pages]
exclude: [pubsync.yaml]
""",
    "_pages/about.md": """\
---
permalink: /
title: ""
---
# 📝 Publications
<div class='paper-box'><div class='paper-box-text' markdown="1">

[BANG: Bridging Autoregressive and Non-autoregressive Generation](https://arxiv.org/abs/2012.15525)

**Weizhen Qi**, Yeyun Gong, ICML 2021 <span class='show_paper_citations' data='rme-IWIAAAAJ:UeHWp8X0CEIC'></span>
</div></div>
""",
    "google_scholar_crawler/main.py": "print()\n",
    "_includes/fetch_google_scholar_stats.html": "<script></script>\n",
}
LAB_WEBSITE: Mapping[str, str] = {
    "_config.yaml": (
        "title: The Tea Lab\nproofer: false\nlinks:\n  email: tea@example.edu\n  orcid: 0000-0001-8713-9213\n"
        "  google-scholar: ETJoidYAAAAJ\n  github: your-lab\ncollections:\n  members: {output: true}\n"
        "exclude: [pubsync.yaml]\n"
    ),
    "_cite/cite.py": "print()\n",
    "_data/sources.yaml": "- id: doi:10.1371/journal.pcbi.1007128\n",
    "_members/na-li.md": (
        "---\nname: Na Li\nrole: pi\naliases:\n  - N. Li\n  - 李娜\nlinks:\n  orcid: 0000-0002-1825-0097\n---\nTea.\n"
    ),
    "_members/wei-wang.md": "---\nname: Wei Wang\nrole: phd\nlinks:\n  google-scholar: rme-IWIAAAAJ\n---\nPots.\n",
    "_members/gone.md": "---\nname: Ann Gone\nrole: phd\ngroup: alum\n---\nLeft.\n",
    "_members/jane-smith.md": (
        "---\nname: Jane Smith\nrole: pi\n---\nLorem ipsum dolor sit amet, consectetur adipiscing elit.\n"
    ),
}
HUGO_BLOX_OLDER: Mapping[str, str] = {
    "config/_default/hugo.yaml": "title: Weizhen Qi\ndefaultContentLanguage: en\ndisableAliases: true\n",
    "config/_default/module.yaml": (
        "imports:\n  - path: github.com/HugoBlox/hugo-blox-builder/modules/blox-plugin-netlify\n"
        "  - path: github.com/HugoBlox/hugo-blox-builder/modules/blox-tailwind\n"
    ),
    "go.mod": "module github.com/HugoBlox/hugo-blox-builder/starters/academic-cv\n",
    "content/_index.md": "---\ntitle: ''\ntype: landing\n---\n",
    "content/authors/admin/_index.md": """\
---
title: Weizhen Qi 齐炜祯
superuser: true
social:
  - icon: graduation-cap
    link: https://scholar.google.com/citations?user=rme-IWIAAAAJ&hl=en
  - icon: orcid
    link: https://orcid.org/0000-0002-1825-0097
# - icon: google-scholar
#   link: https://scholar.google.co.uk/citations?user=sIwtMXoAAAAJ
---
""",
    "content/publication/bang/index.md": (
        "---\ntitle: 'BANG: Bridging Autoregressive and Non-autoregressive Generation'\nauthors: [admin]\n"
        "date: '2021-07-01'\npublication_types: ['paper-conference']\npublication: '*ICML*'\n---\n"
    ),
    "content/publication/bang/cite.bib": BIB.partition("@article")[0],
    "content/publication/tea/index.md": "---\ntitle: On tea and its many cups\ndate: '2019-01-01'\n---\n",
    "content/publication/tea/cite.bib": "@article" + BIB.partition("@article")[2],
    "netlify.toml": "[build]\n  command = 'hugo'\n",
}
HUGO_BLOX_NEWER: Mapping[str, str] = {
    "config/_default/hugo.yaml": "title: Weizhen Qi\n",
    "config/_default/languages.yaml": (
        "en:\n  languageCode: en-us\n  contentDir: content/en\nzh:\n  languageCode: zh-Hans\n  contentDir: content/zh\n"
    ),
    "config/_default/module.yaml": "imports:\n  - path: github.com/HugoBlox/kit/modules/blox\n",
    "content/en/_index.md": "---\ntitle: ''\n---\n",
    "content/zh/_index.md": "---\ntitle: ''\n---\n",
    "content/en/publications/bang/index.md": "---\ntitle: BANG\n---\n",
    "data/authors/me.yaml": (
        "name:\n  display: Weizhen Qi\n  given: Weizhen\n  family: Qi\nlinks:\n"
        "  - icon: academicons/google-scholar\n    url: https://scholar.google.com/citations?user=rme-IWIAAAAJ\n"
    ),
}
HTML: Mapping[str, str] = {
    "index.html": """\
<!DOCTYPE html>
<html lang="en">
<head><title>Weizhen Qi - Example University</title></head>
<body>
<h1>Weizhen Qi</h1>
<p><a href="https://scholar.google.com/citations?hl=en&amp;user=rme-IWIAAAAJ"><img src="s.png" alt=""></a>
<a href='https://dblp.org/pid/259/3030.html'>DBLP</a>
with <a href="https://scholar.google.com/citations?user=AAAAAAAAAAAJ">Mary Roe</a></p>
<!-- <a href="https://scholar.google.com/citations?user=BBBBBBBBBBBJ">Google Scholar</a> -->
<h2>Publications</h2>
<ul>
<li><b>BANG: Bridging Autoregressive and Non-autoregressive Generation</b>, Weizhen Qi, Yeyun Gong, ICML 2021</li>
<li><b>On tea and its many cups</b>, Weizhen Qi, Journal of Tea, 2019</li>
</ul>
</body></html>
""",
    "publications.html": "<html><body><h1>Papers</h1></body></html>\n",
    "zh.html": '<html lang="zh-CN"><body>齐炜祯的个人主页</body></html>\n',
    "papers/qi.bib": BIB,
}
SITES: Mapping[str, Mapping[str, str]] = {
    "academicpages": ACADEMICPAGES,
    "al-folio": AL_FOLIO,
    "acad-homepage": ACAD_HOMEPAGE,
    "lab-website": LAB_WEBSITE,
    "hugo-blox, older": HUGO_BLOX_OLDER,
    "hugo-blox, newer": HUGO_BLOX_NEWER,
    "html": HTML,
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a site's files."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def looked_at(folder: Path, files: Mapping[str, str], kind: str = "") -> FoundSite:
    """Write a site's files and look at them."""
    return look_at(SiteTree(write(folder, files)), kind=kind)
