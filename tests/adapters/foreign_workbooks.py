"""Workbooks of a pack as other programs would save them, good and broken: foreign_workbooks.py PACK OUT.

openpyxl writes what a spreadsheet makes of cells that somebody typed; what it cannot write (inline texts, runs,
prefixes, damage) is written here part by part.
"""
import csv
import datetime
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

PACK, OUT = Path(sys.argv[1]), Path(sys.argv[2])
TABLES = {path.name: list(csv.reader(path.open(encoding="utf-8", newline=""))) for path in sorted(PACK.glob("*.csv"))}
SETTINGS = (PACK / "pack.toml").read_text(encoding="utf-8").splitlines()


def typed(name, header, text):
    """What Excel makes of a text typed into an unformatted cell."""
    if header in ("admitted", "verification"):
        return text == "yes"
    if header == "date":
        return datetime.date.fromisoformat(text)
    if header in ("open", "close"):
        return 1.0 if text == "24:00" else datetime.time.fromisoformat(text)
    return int(text) if text.isdigit() else text or None


def as_typed(epoch=None, change=lambda book: None, to="typed.xlsx"):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    book.remove(book.active)
    lines = book.create_sheet("pack.toml")
    for number, line in enumerate(SETTINGS, 1):
        lines.cell(number, 1, line or None)
    for name, rows in TABLES.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                cell = sheet.cell(number, column, text if number == 1 else typed(name, rows[0][column - 1], text))
                if cell.value == 1.0 and name == "hours.csv":
                    cell.number_format = "[h]:mm"
    change(book)
    book.save(OUT / to)


def changed(name, **cells):
    """One workbook for each change of cells of one sheet."""
    def change(book):
        for place, value in cells.items():
            book[name][place] = value
    return change


def column_letter(column):
    return "ABCDEFGHIJ"[column]


def by_hand(to, cell, prefix="", more=()):
    """Parts as small as the standard allows; cell(text, place) is the XML of a cell."""
    p = prefix + ":" if prefix else ""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    space = f'xmlns{":" + prefix if prefix else ""}="{main}"'
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = {"pack.toml": [[line] for line in SETTINGS], **TABLES}
    with zipfile.ZipFile(OUT / to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", f'<Relationships {relations}><Relationship Id="rId1" '
                         f'Type="{kind}/officeDocument" Target="/xl/workbook.xml"/></Relationships>')
        listed = "".join(f'<{p}sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(sheets, 1))
        archive.writestr("xl/workbook.xml", f'<?xml version="1.0" encoding="UTF-8"?><{p}workbook {space} '
                         f'xmlns:r="{kind}"><{p}sheets>{listed}</{p}sheets></{p}workbook>')
        links = "".join(f'<Relationship Id="rId{i}" Type="{kind}/worksheet" Target="worksheets/sheet{i}.xml"/>'
                        for i in range(1, len(sheets) + 1))
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships {relations}>{links}</Relationships>")
        for i, rows in enumerate(sheets.values(), 1):
            text = "".join(
                f'<{p}row r="{r}">' + "".join(cell(each, f"{column_letter(c)}{r}") for c, each in enumerate(row) if each)
                + f"</{p}row>" for r, row in enumerate(rows, 1))
            archive.writestr(f"xl/worksheets/sheet{i}.xml",
                             f"<{p}worksheet {space}><{p}sheetData>{text}</{p}sheetData></{p}worksheet>")
        for name, content in more:
            archive.writestr(name, content)


def inline(text, place):
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def in_runs(text, place):
    """Coloured letter by letter, with a reading above it."""
    runs = "".join(f'<r><rPr><b/></rPr><t xml:space="preserve">{escape(each)}</t></r>' for each in text)
    return f'<c r="{place}" t="inlineStr"><is>{runs}<rPh sb="0" eb="1"><t>not this</t></rPh></is></c>'


def prefixed(text, place):
    return f'<x:c t="str"><x:v>{escape(text)}</x:v></x:c>' if place.startswith("A") else (
        f'<x:c r="{place}" t="str"><x:v>{escape(text)}</x:v></x:c>')


def rewritten(source, to, part, change):
    with zipfile.ZipFile(OUT / source) as old, zipfile.ZipFile(OUT / to, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            content = old.read(each)
            if each != part:
                new.writestr(each, content)
            elif (content := change(content)) is not None:
                new.writestr(each, content)


def good():
    as_typed()
    as_typed(epoch=CALENDAR_MAC_1904, to="typed_1904.xlsx")
    by_hand("inline.xlsx", inline)
    by_hand("runs.xlsx", in_runs)
    by_hand("prefixed.xlsx", prefixed, prefix="x")


def broken():
    def table(to, name, **cells):
        as_typed(change=changed(name, **cells), to=to)
    table("unknown_column.xlsx", "areas.csv", E1="population")
    table("column_twice.xlsx", "areas.csv", D1="code")
    table("no_column.xlsx", "areas.csv", D1=None, D3=None, D4=None, D5=None)
    table("beside_the_table.xlsx", "areas.csv", F3="a remark")
    table("long_number.xlsx", "areas.csv", A5=2101010000000000123)
    table("half_a_code.xlsx", "areas.csv", A5=2101.5)
    table("became_a_date.xlsx", "departments.csv", F3=datetime.date(2026, 3, 1))
    table("lost_zero.xlsx", "departments.csv", F2="024100", F4=24200)
    table("failed_formula.xlsx", "departments.csv", B3="#REF!")
    table("never_reckoned.xlsx", "departments.csv", B3='=CONCATENATE("a","b")')
    table("date_with_time.xlsx", "calendar.csv", A2=datetime.datetime(2026, 7, 3, 8, 30))
    def general(book):
        book["calendar.csv"]["A2"].value = 46206
        book["calendar.csv"]["A2"].number_format = "General"
    as_typed(change=general, to="number_for_date.xlsx")
    table("unknown_area.xlsx", "departments.csv", E3=2199)
    table("settings_beside.xlsx", "pack.toml", B2="x")
    table("settings_wrong.xlsx", "pack.toml", A4='datum = "moon"')
    as_typed(change=lambda book: book["areas.csv"].merge_cells("D3:D4"), to="merged.xlsx")
    as_typed(change=lambda book: book.remove(book["duties.csv"]), to="no_duties.xlsx")
    as_typed(change=lambda book: changed("extra", A1="x")(book) if book.create_sheet("extra") else None,
             to="strange_sheet.xlsx")
    (OUT / "text.xlsx").write_text("code,level\n", encoding="utf-8")
    (OUT / "old.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    (OUT / "empty.xlsx").write_bytes(b"")
    with zipfile.ZipFile(OUT / "other_zip.xlsx", "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    bomb = b"<worksheet><sheetData>" + b" " * (100 << 20) + b"</sheetData></worksheet>"
    rewritten("inline.xlsx", "bomb.xlsx", "xl/worksheets/sheet2.xml", lambda _: bomb)
    rewritten("inline.xlsx", "no_xml.xlsx", "xl/worksheets/sheet2.xml", lambda text: text[:-30])
    rewritten("inline.xlsx", "no_part.xlsx", "xl/worksheets/sheet2.xml", lambda _: None)
    whole = (OUT / "inline.xlsx").read_bytes()
    (OUT / "cut.xlsx").write_bytes(whole[: len(whole) // 2])


good()
broken()
