#!/usr/bin/env python3
"""Holds the engine's count against slow_count.py on random ledgers: count_property_test.py COUNT_CASES

MUS_SEED repeats a run, MUS_CASES sets its length; a case of its own is MUS_SEED + its number, with
MUS_CASES=1."""
import json
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import slow_count  # noqa: E402


def slow_answer(entries, question):
    try:
        return slow_count.count(entries, question["fiscal_year"], question["rules"], question["as_of"])
    except slow_count.NoRules:
        return None


def compare(case, seed, seen):
    for question in case["questions"]:
        slow, fast = slow_answer(case["entries"], question), question.pop("answer")
        for reason in {s["because"] for s in slow["suppressed"]} if slow else {"no rules"}:
            seen[reason] = seen.get(reason, 0) + 1
        seen["counted"] = seen.get("counted", 0) + bool(slow and slow["total"])
        if slow != fast:
            print(f"MUS_SEED={seed + case['case']} MUS_CASES=1")
            for entry in case["entries"]:
                print(json.dumps(entry))
            print(f"asked: {json.dumps(question)}\nslow:  {json.dumps(slow)}\nfast:  {json.dumps(fast)}")
            return False
    return True


def main():
    seed = int(os.environ.get("MUS_SEED", time.time_ns() // 1000000))
    cases = int(os.environ.get("MUS_CASES", 1000))
    print(f"MUS_SEED={seed}, {cases} cases", flush=True)
    seen, done = {}, 0
    with subprocess.Popen([sys.argv[1], str(seed), str(cases)], stdout=subprocess.PIPE) as program:
        for line in program.stdout:
            if not compare(json.loads(line), seed, seen):
                program.kill()
                return 1
            done += 1
    print(", ".join(f"{reason} {count}" for reason, count in sorted(seen.items())))
    if program.returncode != 0 or done != cases:
        print(f"count_cases ended with {program.returncode} after {done} cases")
        return 1
    # What never happens is not tested.
    every = {"counted", "duplicate", "reversed", "reduced_by_named", "unconfirmed", "no rules"}
    if cases >= 1000 and set(seen) != every:
        print(f"never met: {every - set(seen)}")
        return 1
    return 0


sys.exit(main())
