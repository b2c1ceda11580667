"""Press releases as Word documents, written as people write them."""

import io
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.shared import RGBColor


@dataclass(frozen=True)
class Heading:
    """A heading within the text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Quotation:
    """Somebody's words."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows, of which the first has the headings."""

    rows: tuple[tuple[str, ...], ...]


Part = str | Heading | Bullets | Quotation | Table


def a_document(title: str, *parts: Part, header: str = "", author: str = "") -> bytes:
    """A Word document; `**bold**` in a paragraph is set in bold."""
    document = docx.Document()
    document.core_properties.author = author
    document.sections[0].header.paragraphs[0].text = header
    document.add_heading(title, 0)
    for part in parts:
        _write(document, part)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _write(document: Document, part: Part) -> None:
    match part:
        case Heading(text):
            document.add_heading(text, 2)
        case Bullets(items):
            for item in items:
                document.add_paragraph(item, style="List Bullet")
        case Quotation(text):
            run = document.add_paragraph(style="Intense Quote").add_run(text)
            run.font.color.rgb = RGBColor(0x3D, 0x40, 0x5B)
        case Table(rows):
            table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        case str(text):
            paragraph = document.add_paragraph()
            for number, piece in enumerate(text.split("**")):
                paragraph.add_run(piece).bold = number % 2 == 1
