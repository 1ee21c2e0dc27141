#!/usr/bin/env python3
"""Holds the layers: a file includes only headers of its own module and of modules below, and a
library's header only where its door is. Says each breach and exits 1."""
import pathlib
import re
import sys

# Lowest first. `matcher/text` lies below the rest of the matcher.
LAYERS = ["engine/base", "matcher/text", "matcher", "matcher/index", "matcher/attention", "matcher/learn", "matcher/pairing",
          "matcher/timetable/model", "matcher/proof", "matcher/timetable", "matcher/tour", "engine/codec", "engine/lexicon",
          "engine/crypto",
          "engine/profile", "engine/ledger/format", "engine/verify", "engine/cases/format", "engine/fair/format", "engine/store",
          "engine/import", "engine/match", "engine/ledger", "engine/cases", "engine/fair", "engine/report",
          "engine/musubi", "engine/command", "engine/cli"]
# matcher/text speaks of terms and bags as the matcher does.
SHARED = {"matcher/firm.h", "matcher/vocabulary.h"}
DOORS = {"lmdb.h": "engine/store/", "cjson/cJSON.h": "engine/codec/json", "cJSON.h": "engine/codec/json",
         "sodium.h": "engine/crypto/", "utf8proc.h": "matcher/text/", "libstemmer.h": "matcher/text/",
         "iconv.h": "engine/codec/encoding", "zip.h": "engine/codec/xlsx", "expat.h": "engine/codec/xlsx",
         "xlsxwriter.h": "engine/codec/xlsx_write", "qrencode.h": "engine/codec/qr",
         "ccadical.h": "matcher/proof/cadical", "libical/ical.h": "engine/codec/ical"}


def module_of(path):
    return max((m for m in LAYERS if str(path).startswith(m + "/")), key=len, default=None)


def main():
    breaches = []
    for path in sorted([*pathlib.Path("engine").rglob("*.[ch]"), *pathlib.Path("matcher").rglob("*.[ch]")]):
        own = module_of(path)
        if own is None:
            breaches.append(f"{path}: lies in no module that the layers name")
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            include = re.match(r'#include ([<"])(.+)[>"]', line)
            if include is None:
                continue
            name = include.group(2)
            door = DOORS.get(name)
            if door is not None and not str(path).startswith(door):
                breaches.append(f"{path}:{number}: {name} is included only behind {door}")
            if include.group(1) == "<" or name in SHARED:
                continue
            target = module_of(name if name.startswith("matcher/") else "engine/" + name)
            if target is None or LAYERS.index(target) > LAYERS.index(own):
                breaches.append(f"{path}:{number}: {own} may not use {name}")
    print("\n".join(breaches))
    return 1 if breaches else 0


sys.exit(main())
