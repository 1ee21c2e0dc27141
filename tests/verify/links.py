#!/usr/bin/env python3
"""Looks at what musubi-verify is made of: nothing of the store, and no database.

    links.py MUSUBI_VERIFY"""
import re
import shutil
import subprocess
import sys

SKIPPED = 77
NOT_ITS_OWN = re.compile(r"\b(mdb_\w+|mus_(store|import|case|cases|musubi|command|report)_\w+)$")


def main():
    program = sys.argv[1]
    if shutil.which("nm") is None or shutil.which("ldd") is None:
        return SKIPPED
    symbols = subprocess.run(["nm", program], capture_output=True, text=True, check=True).stdout
    libraries = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    found = [line for line in symbols.splitlines() if NOT_ITS_OWN.search(line)]
    found += [line.strip() for line in libraries.splitlines() if "lmdb" in line]
    print("\n".join(found))
    if "mus_export_verify" not in symbols:
        print("no symbols to look at")
        return SKIPPED
    return 1 if found else 0


sys.exit(main())
