#!/usr/bin/env python3
"""Lives the invented years of fixtures/year in a fresh store and counts them three ways, which must
agree: `report indicator` of the store, `musubi-verify --count` of its export, and the slow program
(tests/slow_count.py) on the export's readable lines; by every rule set of fixtures/rules, for both
years, as of several days.

    year_test.py MUSUBI MUSUBI_VERIFY

Both programs are linked with tests/served: each is started once and answers all commands."""
import datetime
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/served"))
import served  # noqa: E402

RULES = sorted((ROOT / "fixtures/rules").glob("*.json"))
DAYS = ["2025-03-31", "2025-06-30", "2025-12-31", "2026-03-31", "2026-06-30"]
TODAY = "2026-06-30"


def year_module():
    """fixtures/year/run, which is a program and a module."""
    loader = importlib.machinery.SourceFileLoader("year", str(ROOT / "fixtures/year/run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("year", loader))
    loader.exec_module(module)
    return module


def ran(program, *words):
    code, out, err = program.run(words)
    if code != 0:
        sys.exit(f"{program.path} {words}: exit code {code}\n{err.decode()}")
    return out.decode()


def slow_count(export, year, rules, last):
    done = subprocess.run([sys.executable, ROOT / "tests/slow_count.py", export + "/entries.jsonl", str(year), "--rules",
                           rules, "--as-of", str(last)], stdout=subprocess.PIPE, check=True)
    return number(json.loads(done.stdout))


def live(musubi, store):
    """The years, lived by the program that is started already."""
    year = year_module()

    class Store(year.Store):
        def ran(self, words):
            return musubi.run(words, year.HERE)[:2]

    Store(musubi.path, store).live()


def suppressed(reply):
    return sorted((s["entry"], s["count"], s["because"], s["same_as"] if s["same_as"] is not None else -1)
                  for s in reply["suppressed"])


def number(reply):
    return reply["total"], reply["named"], reply["reported"], suppressed(reply)


def main():
    musubi, verify = (os.path.abspath(word) for word in sys.argv[1:3])
    problems, compared = [], 0
    with tempfile.TemporaryDirectory(prefix="musubi-year-") as folder:
        store, export = folder + "/store", folder + "/export"
        musubi = served.Program(musubi, dict(os.environ, MUSUBI_STORE=store))
        verify = served.Program(verify)
        live(musubi, store)
        for rules in RULES:
            ran(musubi, "rules", "adopt", rules, "--by", "課長", "--today", TODAY)
        ran(musubi, "ledger", "export", export, "--today", TODAY)
        ran(musubi, "check")
        keys = json.loads(ran(musubi, "key", "show", "--json"))["keys"]
        key = keys[-1]["key"]
        for rules in RULES:
            name = json.loads(rules.read_text(encoding="utf-8"))["id"]
            for year in (2024, 2025):
                for day in DAYS:
                    last = int(datetime.datetime.fromisoformat(day + "T23:59:59+09:00").timestamp())
                    slow = slow_count(export, year, rules, last)
                    # Rule sets adopted on the last day are known to the ledger from then on.
                    if day == TODAY:
                        report = number(json.loads(ran(musubi, "report", "indicator", "--fy", str(year), "--rule-set", name,
                                                       "--as-of", day, "--today", TODAY, "--json")))
                        outside = number(json.loads(ran(verify, export, "--key", key, "--count", str(year), "--rule-set",
                                                        name, "--as-of", day, "--json"))["count"])
                        compared += 2
                        for face, answer in (("report", report), ("musubi-verify", outside)):
                            if answer != slow:
                                problems.append(f"{name}, {year}, {day}: {face} says {answer[:3]}, the slow program {slow[:3]}")
                    elif name == "standard-2026":
                        report = number(json.loads(ran(musubi, "report", "indicator", "--fy", str(year), "--as-of", day,
                                                       "--today", TODAY, "--json")))
                        compared += 1
                        if report != slow:
                            problems.append(f"{name}, {year}, {day}: report says {report[:3]}, the slow program {slow[:3]}")
        for program in (musubi, verify):
            program.close()
            problems += program.problems
    print("\n".join(problems))
    print(f"{compared} counts compared")
    return 1 if problems or compared == 0 else 0


sys.exit(main())
