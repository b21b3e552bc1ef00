"""Papers that were damaged or made to hurt end in findings, soon: ``verify`` reads what anybody hands in."""

from __future__ import annotations

import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from random import Random

import pytest
from paper_cases import dossier, two_payers

from optimizer.errors import Finding
from optimizer.papers import checking
from optimizer.papers.book.written import book
from optimizer.papers.book.written import checked as book_checked
from optimizer.papers.dossier import Dossier
from optimizer.papers.letter.read_docx import UnreadableDocumentError, paragraphs
from optimizer.papers.letter.written import checked as letter_checked
from optimizer.papers.letter.written import letter
from optimizer.papers.page.written import PAGE, whole
from optimizer.papers.page.written import checked as page_checked
from optimizer.papers.printed.compared import apart, differs, formal
from optimizer.papers.printed.pdf_text import UnreadablePdfError, page_count, pages

SOON = 2
"""Seconds of the processor."""


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SOON


@pytest.fixture(scope="module", autouse=True)
def about() -> Dossier:
    return dossier(two_payers())


@pytest.fixture(scope="module", autouse=True)
def papers(about: Dossier) -> Mapping[str, bytes]:
    return {**letter(about), **book(about), PAGE: whole(about)}


def thing(number: int, body: bytes) -> bytes:
    return b"\n%d 0 obj\n%s\nendobj" % (number, body)


def packed(number: int, raw: bytes) -> bytes:
    return thing(number, b"<</Filter/FlateDecode>>stream\n" + zlib.compress(raw) + b"\nendstream")


HEAD = b"%PDF-1.7"
ONE_PAGE = HEAD + thing(1, b"/Type/Catalog /Pages 2 0 R") + thing(2, b"/Resources 3 0 R /Contents 4 0 R")
ONE_PAGE += thing(3, b"x")
LEVELS = b"".join(
    thing(level, b"/Kids [" + b" ".join([b"%d 0 R" % (level + 1)] * 10) + b"]") for level in range(2, 12)
)

PDFS = {
    "nothing": HEAD,
    "a number of 5,000 digits": HEAD + b"\n" + b"9" * 5000 + b" 0 obj\nx\nendobj",
    "objects without end": HEAD + b"\n1 0 obj " * 33_000,
    "a reference of 5,000 digits": HEAD + thing(1, b"/Type/Catalog /Pages " + b"9" * 5000 + b" 0 R"),
    "pages of pages of pages": HEAD
    + thing(1, b"/Type/Catalog /Pages 2 0 R")
    + LEVELS
    + thing(12, b"/Resources 13 0 R /Contents 14 0 R")
    + thing(13, b"x")
    + packed(14, b""),
    "a page that is its own": HEAD + thing(1, b"/Type/Catalog /Pages 2 0 R") + thing(2, b"/Kids [2 0 R]"),
    "pages a thousand deep": HEAD
    + thing(1, b"/Type/Catalog /Pages 2 0 R")
    + b"".join(thing(level, b"/Kids [%d 0 R]" % (level + 1)) for level in range(2, 5_000)),
    "an object twice": ONE_PAGE + packed(4, b"") + thing(3, b"y"),
    "a text without end": ONE_PAGE + packed(4, b"(" + b"\\(" * 200_000),
    "texts without end": ONE_PAGE + packed(4, b"(" * 200_000),
    "a letter beyond a byte": ONE_PAGE + packed(4, b"(\\777) ET"),
    "half a stream": (ONE_PAGE + packed(4, b"ET" * 9_000)).replace(b"\nendstream", b"", 1),
    "a bomb": ONE_PAGE + packed(4, b" " * (66 * 2**20)),
}


@pytest.mark.parametrize("content", PDFS.values(), ids=PDFS)
def test_a_pdf_that_hurts_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadablePdfError):
        pages(content)


@pytest.mark.parametrize(
    "name", ["a reference of 5,000 digits", "pages of pages of pages", "objects without end"]
)
def test_its_pages_are_not_counted(name: str) -> None:
    with pytest.raises(UnreadablePdfError):
        page_count(PDFS[name])


@pytest.mark.parametrize("raw", [b"/Artifact " * 200_000, b"/Artifact BMC ET " * 60_000, b"/a 1" * 200_000])
def test_a_pdf_of_one_word_is_read_soon(raw: bytes) -> None:
    assert len(pages(ONE_PAGE + packed(4, raw))) == 1


def test_a_hostile_letter_to_print_is_one_finding(about: Dossier) -> None:
    found = list(letter_checked("nota.pdf", PDFS["objects without end"], about))

    assert [one.code for one in found] == ["papers.differs"]


def rezipped(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in read.namelist():
            out.writestr(name, change(read.read(name)) if re.fullmatch(part, name) else read.read(name))
    return made.getvalue()


def flips(content: bytes, count: int) -> Iterator[bytes]:
    """One byte changed, in the directory and the headers most of all."""
    random = Random(6)
    directory = content.rindex(b"PK\x01\x02", 0, len(content)) - 2_000
    for number in range(count):
        place = random.randrange(directory if number % 2 else 0, len(content))
        yield content[:place] + bytes([random.randrange(256)]) + content[place + 1 :]


def small_docx() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for number in range(60):
            out.writestr(f"word/{number}é.xml", b"<x/>" * number)
        out.writestr("word/document.xml", b"<w><p><t>satu</t></p></w>")
    return made.getvalue()


def test_a_document_with_one_byte_changed_is_read_or_unreadable() -> None:
    unreadable = 0
    for content in flips(small_docx(), 500):
        try:
            paragraphs(content)
        except UnreadableDocumentError:
            unreadable += 1

    assert unreadable > 50


def test_a_name_that_is_no_text_is_unreadable() -> None:
    with pytest.raises(UnreadableDocumentError):
        paragraphs(small_docx().replace("é".encode(), b"\xff\xff"))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_document_packed_otherwise_is_unreadable(method: int) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as out:
        out.writestr("word/document.xml", b"<w/>")

    with pytest.raises(UnreadableDocumentError):
        paragraphs(made.getvalue())


@pytest.mark.parametrize("encoding", ["foo", "hex", "utf-7", "rot13", "undefined", "idna"])
def test_an_encoding_that_is_none_is_a_finding(
    encoding: str, papers: Mapping[str, bytes], about: Dossier
) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?><x/>'.encode()
    docx = rezipped(papers["nota.docx"], "word/document.xml", lambda _: body)
    xlsx = rezipped(papers["alokasi.xlsx"], "xl/workbook.xml", lambda _: body)

    assert codes(letter_checked("nota.docx", docx, about)) == {"papers.differs"}
    assert codes(book_checked("alokasi.xlsx", xlsx, about)) <= {"book.unreadable", "book.no_sheet"}


def codes(findings: Iterator[Finding]) -> set[str]:
    return {one.code for one in findings}


def test_a_long_run_of_digits_and_points_is_read_once() -> None:
    assert formal("123." * 100_000 + "1") == []
    assert formal("123." * 100_000 + "123")[0][:12] == "123.123.123."


def test_rows_of_texts_without_likeness_are_told_apart_soon() -> None:
    random = Random(6)
    few, many = ([str(random.randrange(99)) for _ in range(count)] for count in (2_000, 30_000))
    at = 0
    for left, left_end, right, right_end in apart(few, many):
        assert (at, right) <= (left, right_end)
        at = left_end

    assert 0 < at <= len(few)


def test_an_insertion_into_a_long_row_is_found_where_it_is() -> None:
    row = [str(number) for number in range(4_000)]
    other = [*row[:100], "x", "y", *row[100:2_000], *row[2_005:]]

    assert list(apart(row, other)) == [(100, 100, 100, 102), (2_000, 2_005, 2_002, 2_002)]


def of_pieces(content: bytes) -> bytes:
    """A paragraph of very many pieces."""
    return content.replace(b"<w:body>", b"<w:body><w:p>" + b"<w:t>a</w:t>" * 60_000 + b"</w:p>", 1)


def test_a_paragraph_of_many_pieces_is_read_soon(papers: Mapping[str, bytes]) -> None:
    text = paragraphs(rezipped(papers["nota.docx"], "word/document.xml", of_pieces))[0]

    assert text == "a" * 60_000


def many_sheets(content: bytes) -> bytes:
    """The first sheet named again and again."""
    found = re.search(rb"<sheet [^>]*/>", content)
    assert found is not None
    return content.replace(found[0], found[0] * 5_000, 1)


def with_value(value: bytes) -> Callable[[bytes], bytes]:
    number = re.compile(rb'(<c r="[A-Z]+\d+" s="\d+">(?:<f>[^<]*</f>)?)<v>[\d.]+</v>')
    return lambda sheet: number.sub(lambda found: found[1] + b"<v>" + value + b"</v>", sheet)


def test_a_sheet_named_5000_times_is_not_read_5000_times(papers: Mapping[str, bytes], about: Dossier) -> None:
    content = rezipped(papers["alokasi.xlsx"], "xl/workbook.xml", many_sheets)

    assert codes(book_checked("alokasi.xlsx", content, about)) == {"book.unreadable"}


def test_a_sheet_of_very_many_cells_is_unreadable(papers: Mapping[str, bytes], about: Dossier) -> None:
    def more(sheet: bytes) -> bytes:
        return sheet.replace(b"<sheetData>", b"<sheetData>" + b'<c r="A1"/>' * 300_000, 1)

    content = rezipped(papers["alokasi.xlsx"], "xl/worksheets/sheet1.xml", more)

    assert codes(book_checked("alokasi.xlsx", content, about)) == {"book.unreadable"}


@pytest.mark.parametrize("value", [b"1e300", b"-1e300", b"1e16", b"nan", b"-inf", b"0.5", b"-5"])
def test_a_number_beyond_measure_is_a_finding(
    value: bytes, papers: Mapping[str, bytes], about: Dossier
) -> None:
    content = rezipped(papers["alokasi.xlsx"], "xl/worksheets/sheet1.xml", with_value(value))
    found = list(book_checked("alokasi.xlsx", content, about))

    assert {one.code for one in found} == {"papers.differs"}
    assert all(about.say("papers.differs", **one.facts) for one in found)


def test_names_that_look_like_escapes_pass_as_they_were_written() -> None:
    name = "Desa_x000A__xD800__x005F_ maju"
    made = two_payers(title=name)
    made["regions"]["52.71"]["name"] = name
    about = dossier(made)

    assert list(book_checked("alokasi.xlsx", book(about)["alokasi.xlsx"], about)) == []


HTML = {
    "signs": b"<" * 200_000,
    "comments": b"<!--" * 200_000,
    "tags without end": b"<a " * 200_000,
    "quotes without end": b'<a "' * 200_000,
    "scripts": b"<script>" * 100_000,
    "chains without end": b"<script id=book>" + b"[" * 100_000 + b"</script>",
    "chains of half a letter": b'<script id=book>{"goal.need": "\\ud800"}</script>',
    "paragraphs": b"<p>a b c" * 15_000,
    "a picture again and again": b"<figure data-picture=reach><svg></svg></figure>" * 5_000,
}


@pytest.mark.parametrize("content", HTML.values(), ids=HTML)
def test_a_page_that_hurts_is_findings(content: bytes, about: Dossier) -> None:
    found = list(page_checked(PAGE, content, about))

    assert {one.code for one in found} == {"papers.differs"}
    assert all(str(fact).encode() for one in found for fact in one.facts.values())


def test_the_page_as_written_passes_still(papers: Mapping[str, bytes], about: Dossier) -> None:
    assert list(page_checked(PAGE, papers[PAGE], about)) == []


def test_of_one_paper_some_differences_are_told_and_the_others_counted() -> None:
    every = [differs("nota.docx", str(number), "1", "2") for number in range(checking.MOST_FINDINGS + 7)]

    told = list(checking.first("nota.docx", iter(every)))

    assert told[:-1] == every[: checking.MOST_FINDINGS]
    assert (told[-1].code, dict(told[-1].facts)) == ("papers.more_differ", {"file": "nota.docx", "count": 7})
    assert list(checking.first("nota.docx", iter(every[:20]))) == every[:20]
