"""What a person made by hand: entry files, and lists of papers, talks and courses in pages.

Reading only: what such a file or list shows, which work that is, and a page with markers around a list of it, so that
the first run takes it over. Unknown is better than wrong, and what can't be told stays a person's own text.
"""
