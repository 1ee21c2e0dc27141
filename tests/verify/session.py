#!/usr/bin/env python3
"""Runs a session of commands of musubi-verify on the invented ledger of tests/sample.

    session.py [--update] MUSUBI_VERIFY MAKE_SAMPLE SESSION.txt

A session holds

    # a comment, which may have a blank line before it
    $ COMMAND         run by sh in the ledger's folder; `flip FILE BYTE BIT` is there too
    ! MESSAGE         the line on standard error
    ? N               the exit code, where it is not 0

and below each command the lines it prints. Keys and signatures of my.witness, which are drawn anew
each time, read KEY and SIGNATURE. With --update the answers are written anew."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FLIP = """flip() {
    byte=$(od -An -tu1 -j "$2" -N 1 "$1"); byte=$((byte ^ 1 << $3))
    printf "\\\\$(printf %03o "$byte")" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
"""


def drawn(text):
    text = re.sub(r"my\.witness\+[0-9a-f]{8}(\+\w\S{43})?", "my.witness+KEY", text)
    return re.sub(r"— my\.witness [A-Za-z0-9+/=]+", "— my.witness SIGNATURE", text)


def answer(line, folder, program):
    environment = {"PATH": f"{program.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8",
                   "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
    run = subprocess.run(["sh", "-c", FLIP + line[2:]], cwd=folder, env=environment,
                         stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    lines = [line, *drawn(run.stdout).splitlines()]
    lines += ["! " + error for error in drawn(run.stderr).splitlines()]
    return lines + ([f"? {run.returncode}"] if run.returncode != 0 else [])


def main():
    arguments = sys.argv[1:]
    update = arguments[:1] == ["--update"]
    program, maker, session = (pathlib.Path(word).resolve() for word in arguments[update:])
    expected = session.read_text(encoding="utf-8").splitlines()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([maker, folder], check=True)
        for number, line in enumerate(expected):
            after = expected[number + 1] if number + 1 < len(expected) else ""
            if line.startswith("$ "):
                found += answer(line, folder, program)
            elif line.startswith("#") or (line == "" and after.startswith("#")):
                found.append(line)
    if update:
        session.write_text("\n".join(found) + "\n", encoding="utf-8")
        return 0
    for number, (want, got) in enumerate(zip(expected, found), 1):
        if want != got:
            print(f"{session.name}, line {number}:\n  expected {want}\n  found    {got}")
            return 1
    if len(expected) != len(found):
        print(f"{session.name}: {len(expected)} lines expected, {len(found)} found")
        return 1
    return 0


sys.exit(main())
