#!/usr/bin/env python3
"""Headers that stand alone: some drawn by a seed, or all of them.

Each is compiled as the only line of a file, with the flags of its neighbours. For a build that compiles
libraries eight files at a time, where no source proves its own header.
usage: headers_alone.py SOURCE_DIR BUILD_DIR    GW_HEADERS: how many (6); GW_SEED: the same draws again
"""

import json
import os
import pathlib
import random
import shlex
import subprocess
import sys
import time

DRAWN = 6
FOLDERS = {  # and a target that may use all that their headers use
    "common": "gw_adapters",
    "server": "gridwhistled",
    "server/core": "gw_core",
    "server/engine": "gw_engine",
    "server/adapters": "gw_adapters",
    "workers": "gw_tools",
}


def flags_of(build):
    """By target: how a file of it is compiled, but for its name."""
    found = {}
    for each in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(each["command"])
        words = words[1:] if words[0].endswith("ccache") else words
        target = next(word for word in words if ".dir/" in word).split(".dir/")[0].rsplit("/", 1)[1]
        at = words.index("-o")
        found.setdefault(target, words[:at] + words[at + 4 :])  # -o OBJECT -c SOURCE
    return found


def main():
    source, build = (pathlib.Path(each).resolve() for each in sys.argv[1:3])
    seed = int(os.environ.get("GW_SEED", time.time_ns() % 1_000_000))
    found = [each for folder in FOLDERS for each in (source / folder).glob("*.hpp")]
    headers = sorted(each.relative_to(source) for each in found)
    count = min(int(os.environ.get("GW_HEADERS", DRAWN)), len(headers))
    print(f"{count} of {len(headers)} headers, seed {seed}", flush=True)
    flags = flags_of(build)
    failed = 0
    for header in random.Random(seed).sample(headers, count):
        alone = subprocess.run(
            [*flags[FOLDERS[str(header.parent)]], "-fsyntax-only", "-x", "c++", "-"],
            input=f'#include "{header}"\n', text=True, cwd=build, capture_output=True, check=False)
        if alone.returncode != 0:
            failed += 1
            print(f"{header} does not stand alone:\n{alone.stderr}", flush=True)
    sys.exit(failed > 0)


main()
