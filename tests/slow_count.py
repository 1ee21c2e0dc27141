#!/usr/bin/env python3
"""Counts concluded matches the slow and obvious way, from the readable lines of a ledger.

    slow_count.py ENTRIES.JSONL FISCAL_YEAR [--rules FILE] [--as-of SECONDS]

Written from the rules alone (DESIGN: ledger and indicator; engine/ledger/format/count.h), and from nothing
of the engine: every entry is held against every other, over the whole ledger. Prints one JSON object, or
exits 1 where no rule set is in force."""
import argparse
import datetime
import json
import sys


class NoRules(Exception):
    """No rule set is in force."""


def fiscal_year(day):
    year, month = int(day[:4]), int(day[5:7])
    return year if month >= 4 else year - 1


def seconds(entry):
    return int(datetime.datetime.fromisoformat(entry["recorded"]).timestamp())


class Ledger:
    """The entries that existed at a moment."""

    def __init__(self, entries, as_of=None):
        self.entries = [e for e in entries if as_of is None or seconds(e) <= as_of]

    def reversal(self, entry):
        for other in self.entries:
            if other["kind"] == "reversed" and other["reverses"] == entry["entry"]:
                return other["entry"]
        return None

    def stands(self, entry):
        return self.reversal(entry) is None

    def confirmed(self, entry):
        return any(other["kind"] == "confirmed" and other["confirms"] == entry["entry"] and self.stands(other)
                   and other["by"] != entry["by"] for other in self.entries)

    def rules(self, year):
        found = None
        for entry in self.entries:
            if entry["kind"] == "rules" and entry["rule_set"]["from_fiscal_year"] <= year:
                found = entry["rule_set"]
        if found is None:
            raise NoRules
        return found

    def firms(self, by_number):
        """A label for each company id; those of one firm have the same."""
        parties = [(side["id"], side.get("corporate_number")) for entry in self.entries
                   if entry["kind"] in ("named", "reported") for side in sides(entry)]
        label = {company: company for company, _ in parties}

        def join(a, b):
            old, new = label.setdefault(a, a), label.setdefault(b, b)
            for company in label:
                if label[company] == old:
                    label[company] = new

        for entry in self.entries:
            if entry["kind"] == "succession" and self.stands(entry):
                join(entry["from"], entry["to"])
        if by_number:
            stated = [(side["id"], side.get("corporate_number")) for entry in self.entries
                      if entry["kind"] in ("named", "reported") and self.stands(entry) for side in sides(entry)]
            for a, number in stated:
                for b, other in stated:
                    if number is not None and number == other:
                        join(a, b)
        return label


def sides(entry):
    return entry["companies"] if entry["kind"] == "named" else [entry["respondent"]]


def clause_for(clauses, programme):
    for clause in clauses:
        if clause["programmes"] == ["any"] or programme in clause["programmes"]:
            return clause
    return None


def same_match(one_match, firms, a, b):
    def pair(entry):
        return sorted(firms[side["id"]] for side in entry["companies"])

    same = {"pair": pair(a) == pair(b), "purpose": a["purpose"] == b["purpose"],
            "fiscal_year": fiscal_year(a["date"]) == fiscal_year(b["date"]),
            "programme": a["programme"] == b["programme"], "edition": a.get("edition") == b.get("edition")}
    return all(same[key] for key in one_match)


def same_questionnaire(firms, a, b):
    return (firms[a["respondent"]["id"]] == firms[b["respondent"]["id"]]
            and all(a[key] == b[key] for key in ("side", "programme", "edition")))


def reduces(firms, named, reported):
    return (firms[reported["respondent"]["id"]] in [firms[side["id"]] for side in named["companies"]]
            and named["programme"] == reported["programme"] and named.get("edition") == reported["edition"])


def smaller(sizes):
    order = {"small": 1, "sme": 2, "large": 3, None: 4}
    return min(sizes, key=order.get)


def partner(entry, home):
    """The country where the partner is, and the size of the side at home."""
    both = sides(entry)
    inside = [side for side in both if side["country"] == home]
    outside = [side for side in both if side["country"] != home]
    if entry["kind"] == "reported":
        return both[0]["country"], both[0].get("size")
    country = min(side["country"] for side in outside or both)
    return country, smaller([side.get("size") for side in inside or both])


class Count:
    """One count over the whole ledger, of which the asked year's part is told."""

    def __init__(self, ledger, rules, year):
        self.ledger, self.rules, self.year = ledger, rules, year
        self.firms = ledger.firms(rules.get("same_company") == "corporate_number")
        self.suppressed = []
        self.other = {"other_stage": 0, "other_programme": 0, "other_side": 0}
        self.matches = self.standing("named", "stages", "stage", "other_stage",
                                     lambda a, b: same_match(rules["one_match"], self.firms, a, b))
        self.questionnaires = self.standing("reported", "sides", "side", "other_side",
                                            lambda a, b: same_questionnaire(self.firms, a, b))
        self.left = {entry["entry"]: entry["n"] for entry in self.questionnaires}
        self.reduce()

    def suppress(self, entry, count, because, same_as):
        if fiscal_year(entry["date"]) == self.year:
            self.suppressed.append({"entry": entry["entry"], "count": count, "because": because, "same_as": same_as})

    def standing(self, kind, allowed, key, other, same):
        """The entries of a kind that count, before any is reduced."""
        found = []
        for entry in self.ledger.entries:
            if entry["kind"] != kind:
                continue
            count = entry.get("n", 1)
            clause = clause_for(self.rules[kind], entry["programme"])
            if clause is None or entry[key] not in clause[allowed]:
                if fiscal_year(entry["date"]) == self.year:
                    self.other["other_programme" if clause is None else other] += 1
                continue
            if not self.ledger.stands(entry):
                self.suppress(entry, count, "reversed", self.ledger.reversal(entry))
                continue
            if clause["confirmed"] and not self.ledger.confirmed(entry):
                self.suppress(entry, count, "unconfirmed", None)
                continue
            first = next((earlier for earlier in found if same(earlier, entry)), None)
            if first is None:
                found.append(entry)
            else:
                self.suppress(entry, count, "duplicate", first["entry"])
        return found

    def reduce(self):
        for reported in self.questionnaires:
            for named in self.matches:
                if self.left[reported["entry"]] > 0 and reduces(self.firms, named, reported):
                    self.left[reported["entry"]] -= 1
                    self.suppress(reported, 1, "reduced_by_named", named["entry"])

    def answer(self):
        counted = []
        for entry in sorted(self.matches + self.questionnaires, key=lambda e: e["entry"]):
            count = self.left.get(entry["entry"], 1)
            if fiscal_year(entry["date"]) == self.year and count > 0:
                country, size = partner(entry, self.rules.get("home_country", "JP"))
                counted.append({"entry": entry["entry"], "count": count, "country": country, "size": size,
                                "kind": entry["kind"]})
        named = sum(c["count"] for c in counted if c["kind"] == "named")
        reported = sum(c["count"] for c in counted if c["kind"] == "reported")
        self.suppressed.sort(key=lambda s: (s["entry"], -1 if s["same_as"] is None else s["same_as"]))
        return {"rule_set": self.rules["id"], "total": named + reported, "named": named, "reported": reported,
                "counted": counted, "suppressed": self.suppressed, "seen": len(self.ledger.entries), **self.other}


def count(entries, year, rules=None, as_of=None):
    """entries: the lines, parsed; rules: a document, or None for the one in force."""
    ledger = Ledger(entries, as_of)
    return Count(ledger, rules or ledger.rules(year), year).answer()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("entries")
    parser.add_argument("fiscal_year", type=int)
    parser.add_argument("--rules")
    parser.add_argument("--as-of", type=int)
    asked = parser.parse_args()
    rules = None
    if asked.rules is not None:
        with open(asked.rules, encoding="utf-8") as file:
            rules = json.load(file)
    with open(asked.entries, encoding="utf-8") as file:
        entries = [json.loads(line) for line in file]
    try:
        print(json.dumps(count(entries, asked.fiscal_year, rules, asked.as_of), ensure_ascii=False))
    except NoRules:
        print(f"no rule set is in force for fiscal year {asked.fiscal_year}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
