#!/usr/bin/env python3
"""Makes the city packs shenyang/ and boston/ from source/.

Law: the same source gives the same bytes, and a pack with a hole or a tie is never written.

usage: make_packs.py [--check]
  --check  write nothing; exit 1 naming the first file that differs from what source/ gives
"""

import csv
import io
import pathlib
import sys
import tempfile

import boston
import coverage
import shenyang

here = pathlib.Path(__file__).resolve().parent
packs = {"shenyang": shenyang, "boston": boston}

columns = {
    "areas.csv": ["code", "level", "name", "parent"],
    "departments.csv": ["code", "name", "function", "level", "area", "phone", "backup"],
    "matters.csv": ["kind", "code", "name", "big_name", "aliases", "admitted", "verification"],
    "duties.csv": ["matter", "area", "when", "kind", "lead", "helpers", "limit_class", "note"],
    "limits.csv": ["class", "condition", "report_in", "handle", "source"],
    "calendar.csv": ["date", "kind", "name"],
    "hours.csv": ["department", "open", "close"],
}

# The limits of domain.md section 2; a city that has its own writes them here in its pack.toml.
defaults_and_rules = """
[defaults.routine]
report_in = "4 work_hour"
handle = "7 natural_day"

[defaults.joint]
report_in = "1 urgent_hour"
handle = "5 work_day"

[defaults.key]
report_in = "24 urgent_hour"
handle = "15 natural_day"

[defaults.emergency]
report_in = "30 urgent_minute"
handle = "2 urgent_hour"

[rules]
desk_clock = "15 urgent_minute"
"""


def csv_text(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        assert len(row) == len(header), row
        writer.writerow(row)
    return out.getvalue()


def setting_line(key, value):
    """value: the text, or the text and why it is so."""
    text, *why = (value,) if isinstance(value, str) else value
    return f'{key} = "{text}"' + "".join(f"  # {reason}" for reason in why)


def pack_toml(settings):
    lines = [setting_line(key, settings[key]) for key in ("name", "language", "time_zone", "datum")]
    lines += ["official = false  # an example, not an official duty list", "", "[calendar]"]
    lines += [f"from = {settings['from']}", f"to = {settings['to']}"]
    text = "\n".join(lines) + "\n" + defaults_and_rules
    for rule in ("due_at_closing", "verification_photo"):
        if rule in settings:
            text += setting_line(rule, settings[rule]) + "\n"
    return text


def write_pack(directory, made, own_columns):
    """own_columns: the headers that differ from those of other packs, or only this one has."""
    directory.mkdir(parents=True, exist_ok=True)
    headers = columns | own_columns
    texts = {name: csv_text(headers[name], made[name]) for name in headers}
    texts["pack.toml"] = pack_toml(made["pack.toml"])
    texts |= {name: text for name, text in made.items() if name.endswith((".md", ".geojson"))}
    for name, text in texts.items():
        (directory / name).write_bytes(text.encode("utf-8"))


def first_difference(checked_in, fresh):
    """The first file, by name, that is not the same in both directories; None if there is none."""
    names = {path.name for directory in (checked_in, fresh) for path in directory.glob("*")}
    for name in sorted(names):
        left, right = checked_in / name, fresh / name
        if not left.is_file() or not right.is_file() or left.read_bytes() != right.read_bytes():
            return name
    return None


def make_and_prove(name, directory):
    """Writes one pack into directory; the faults found in it as sentences, counts on stdout."""
    write_pack(directory, packs[name].make(here / "source"), getattr(packs[name], "columns", {}))
    pack = coverage.Pack(directory)
    print(f"{name}: " + ", ".join(f"{len(pack.tables[t])} {t}" for t in columns))
    faults = pack.faults()
    if not faults:
        faults = coverage.prove(pack)
    if not faults:
        faults = packs[name].prove(pack, here / "source")
    return [f"{name}: {fault}" for fault in faults]


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        fresh = {name: pathlib.Path(scratch) / name for name in packs}
        faults = [fault for name in packs for fault in make_and_prove(name, fresh[name])]
        for fault in faults:
            print(fault, file=sys.stderr)
        if faults:
            return 1
        for name, directory in fresh.items():
            if arguments == ["--check"]:
                different = first_difference(here / name, directory)
                if different:
                    print(f"{name}/{different} differs from what source/ gives", file=sys.stderr)
                    return 1
                continue
            (here / name).mkdir(exist_ok=True)
            for path in sorted(directory.iterdir()):
                (here / name / path.name).write_bytes(path.read_bytes())
    print("the checked-in packs are what source/ gives" if arguments else "both packs are written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
