"""Comments in the parts where Word has them: their words in one, threads and "resolved" in another.

What a draft has of both stays; ours are added.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import cast

from lxml import etree

from pr_review.reading.word.names import ALTERNATIVES, PARAGRAPH_ID, WORD, WORD_2010, w
from pr_review.writing.clean import cleaned, on_one_line
from pr_review.writing.names import (
    COMMENT_ROW,
    COMMENTS_RELATION,
    COMMENTS_TYPE,
    EXTENDED_RELATION,
    EXTENDED_TYPE,
    IGNORABLE,
    SPACE,
    WORD_2012,
    w15,
)
from pr_review.writing.notes import Note, Reply
from pr_review.writing.package import Package

# What Word accepts of an author and of initials.
_MOST_AUTHOR, _MOST_INITIALS = 255, 9
_PARAGRAPH_ID = re.compile(rb"paraId\s*=\s*[\"']([0-9A-Fa-f]{1,8})[\"']")


class Comments:
    """The comments of one document, which grow."""

    def __init__(self, package: Package, marks: Iterator[str]) -> None:
        """`marks` are the ids that stand in the document, those without a comment too."""
        self._package = package
        self._part = package.beside_main("comments")
        self._extended_part = package.beside_main("commentsExtended")
        self._root = _with_namespace(
            package.xml(self._part)
            if self._part
            else etree.Element(w("comments"), {}, {"w": WORD}),
            "w14",
            WORD_2010,
        )
        self._rows = (
            package.xml(self._extended_part)
            if self._extended_part
            else _with_namespace(
                etree.Element(w15("commentsEx"), {}, {"w15": WORD_2012}), "w15", WORD_2012
            )
        )
        taken = {*marks, *(each.get(w("id"), "") for each in self._root)}
        self._ids = (own for number in count() if (own := str(number)) not in taken)
        self._paragraph_ids = _free_paragraph_ids(package)

    def thread(self, note: Note, before: str) -> list[str]:
        """Adds a note, with a text before its own, and its replies; returns the ids of all."""
        own, paragraph = self._comment(note, before + note.text)
        self._row(paragraph, "", resolved=note.resolved)
        ids = [own]
        for reply in note.replies:
            its, its_paragraph = self._comment(reply, reply.text)
            self._row(its_paragraph, paragraph, resolved=note.resolved)
            ids.append(its)
        return ids

    def write(self) -> None:
        """Puts both parts into the package."""
        if self._part:
            self._package.write(self._part, self._root)
        else:
            self._package.add(
                "comments", self._root, relation=COMMENTS_RELATION, content_type=COMMENTS_TYPE
            )
        if self._extended_part:
            self._package.write(self._extended_part, self._rows)
        else:
            self._package.add(
                "commentsExtended",
                self._rows,
                relation=EXTENDED_RELATION,
                content_type=EXTENDED_TYPE,
            )

    def _comment(self, said: Note | Reply, text: str) -> tuple[str, str]:
        """Adds a comment; returns its id and that of its last paragraph."""
        own = next(self._ids)
        author = on_one_line(said.author) or "Unknown"
        initials = on_one_line(said.initials) or "".join(word[0] for word in author.split())
        comment = etree.SubElement(self._root, w("comment"))
        comment.set(w("id"), own)
        comment.set(w("author"), author[:_MOST_AUTHOR])
        comment.set(w("date"), _moment(said.created))
        comment.set(w("initials"), initials[:_MOST_INITIALS])
        paragraph_id = ""
        for number, line in enumerate(cleaned(text).split("\n")):
            paragraph = etree.SubElement(comment, w("p"))
            paragraph_id = next(self._paragraph_ids)
            paragraph.set(PARAGRAPH_ID, paragraph_id)
            if number == 0:
                etree.SubElement(etree.SubElement(paragraph, w("r")), w("annotationRef"))
            _write_line(etree.SubElement(paragraph, w("r")), line)
        return own, paragraph_id

    def _row(self, paragraph: str, parent: str, *, resolved: bool) -> None:
        row = etree.SubElement(self._rows, COMMENT_ROW)
        row.set(w15("paraId"), paragraph)
        if parent:
            row.set(w15("paraIdParent"), parent)
        row.set(w15("done"), "1" if resolved else "0")


def _write_line(run: etree._Element, line: str) -> None:
    for number, words in enumerate(line.split("\t")):
        if number:
            etree.SubElement(run, w("tab"))
        text = etree.SubElement(run, w("t"))
        text.text = words
        text.set(SPACE, "preserve")


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _free_paragraph_ids(package: Package) -> Iterator[str]:
    """Ids that no paragraph of any part has. They must be below 2³¹ and not 0."""
    taken = {
        int(found, 16)
        for name in package.markup
        for found in _PARAGRAPH_ID.findall(package.read(name))
    }
    return (f"{number:08X}" for number in count(1) if number not in taken)


def _with_namespace(root: etree._Element, prefix: str, namespace: str) -> etree._Element:
    """The root with a prefix for the namespace, which readers that do not know it may ignore."""
    declared = root.nsmap
    known = {uri: name for name, uri in declared.items() if name}
    if namespace not in known or ALTERNATIVES not in known:
        wanted = ((namespace, prefix), (ALTERNATIVES, "mc"))
        for uri, name in wanted:
            if uri not in known:
                free = (each for n in count() if (each := f"{name}{n or ''}") not in declared)
                known[uri] = next(free)
                declared[known[uri]] = uri
        # Which a default namespace is among, though the types of lxml do not know.
        grown = etree.Element(root.tag, nsmap=cast("dict[str, str]", declared))
        grown.attrib.update(root.attrib)
        grown.extend(list(root))
        root = grown
    ignorable = root.get(IGNORABLE, "").split()
    if known[namespace] not in ignorable:
        root.set(IGNORABLE, " ".join([*ignorable, known[namespace]]))
    return root
