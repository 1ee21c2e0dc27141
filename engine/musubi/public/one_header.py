#!/usr/bin/env python3
"""Writes the public header with the headers it includes from this project put in their place, so
that what is installed is one file."""
import re
import sys


def inlined(path, root, seen):
    for line in open(path, encoding="utf-8"):
        include = re.match(r'#include "(.+)"', line)
        if include is None:
            yield line
        elif include.group(1) not in seen:
            seen.add(include.group(1))
            yield from inlined(f"{root}/{include.group(1)}", root, seen)


def main():
    source, root, target = sys.argv[1:]
    with open(target, "w", encoding="utf-8") as out:
        out.writelines(inlined(source, root, set()))


main()
