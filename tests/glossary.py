#!/usr/bin/env python3
"""The glossary of fixtures/glossary is well formed: two columns of terms, each normalised, none twice in a row, no concept
twice, and no name of the Japanese industry classification, which the bench of quality asks for."""
import json
import os
import sys
import unicodedata

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures")
FEWEST_ROWS = 1500


def classes():
    with open(os.path.join(ROOT, "reference", "jsic.json"), encoding="utf-8") as table:
        rows = json.load(table)["rows"]
    return {plain(row[language]) for row in rows for language in ("ja", "en") if row.get(language)}


def plain(term):
    return unicodedata.normalize("NFKC", term).strip().lower()


def faults_of(line, concepts, names):
    columns = line.split("\t")
    if len(columns) != 2:
        yield "two columns were expected"
        return
    ja, en = (column.split("|") for column in columns)
    for term in ja + en:
        if not term or term != unicodedata.normalize("NFKC", term).strip():
            yield f'"{term}" is empty or not normalised'
        if plain(term) in names:
            yield f'"{term}" is the name of an industry class'
    if len(set(ja)) < len(ja) or len(set(en)) < len(en):
        yield "a term stands twice"
    if (ja[0], en[0]) in concepts:
        yield f"the concept stands in {concepts[ja[0], en[0]]} as well"


def main():
    folder = os.path.join(ROOT, "glossary")
    names = classes()
    concepts, faults = {}, []
    for name in sorted(name for name in os.listdir(folder) if name.endswith(".tsv")):
        with open(os.path.join(folder, name), encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                place = f"{name}:{number}"
                line = line.rstrip("\n")
                faults += [f"{place}: {fault}" for fault in faults_of(line, concepts, names)]
                cells = line.split("\t")
                concepts.setdefault((cells[0].split("|")[0], cells[-1].split("|")[0]), place)
    if len(concepts) < FEWEST_ROWS:
        faults.append(f"{len(concepts)} concepts, at least {FEWEST_ROWS} were expected")
    print("\n".join(faults) or f"{len(concepts)} concepts")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
