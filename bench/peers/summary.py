"""Makes tables of what was measured, and keeps them."""
import datetime
import math
import os
import re
import statistics
import subprocess

CUT = 100  # percentiles of fewer queries than this say nothing about the last hundredth


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


def middle(passes, of, measure="cpu"):
    """The median over passes of a figure of one pass, in ms."""
    return statistics.median(of([getattr(answer, measure) for answer in answers]) for answers in passes)


FIGURES = {"mean": statistics.fmean, "p50": lambda values: percentile(values, 0.5),
           "p95": lambda values: percentile(values, 0.95), "p99": lambda values: percentile(values, 0.99)}


def ratios(passes, base, of):
    """Of each pass to the base's in the same round, over the queries that both answered."""
    for ours, theirs in zip(passes, base):
        common = min(len(ours), len(theirs))
        yield of([answer.cpu for answer in ours[:common]]) / of([answer.cpu for answer in theirs[:common]])


def spread(values):
    values = sorted(values)
    return f"{statistics.median(values):.3g} ({values[0]:.3g}-{values[-1]:.3g})"


def shared(left, right):
    """The mean share of common companies in the lists of the queries that both answered."""
    common = [query for query in left if query in right and (left[query] or right[query])]
    if not common:
        return None
    return statistics.fmean(
        len(set(left[query]) & set(right[query])) / max(len(left[query]), len(right[query])) for query in common)


def columns(rows):
    """Rows of text, the first column to the left and the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield "  ".join([row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])])


class Measured:
    """What is known of one contender. rounds: a list of (own passes, musubi's passes of the same rounds)."""

    def __init__(self, name, load, size):
        self.name, self.load, self.size = name, load, size
        self.rounds = []
        self.first = []  # (opening ms, Answer) of fresh processes

    def passes(self):
        return [answers for own, _ in self.rounds for answers in own]

    def tops(self):
        return {answer.query: answer.ids for answers in self.passes()[:1] for answer in answers}

    def ratio(self, of):
        return [ratio for own, base in self.rounds for ratio in ratios(own, base, of)]


def query_rows(measured):
    yield ["CPU ms a query", "queries", "passes"] + list(FIGURES) + ["wall mean", "wall p99", "mean / musubi's", "p99 / musubi's"]
    for one in measured:
        passes = one.passes()
        asked = min(len(answers) for answers in passes)
        own = [f"{middle(passes, of):.3f}" for of in FIGURES.values()]
        wall = [f"{middle(passes, FIGURES[name], 'wall'):.3f}" for name in ("mean", "p99")]
        pairs = [spread(one.ratio(FIGURES["mean"])), spread(one.ratio(FIGURES["p99"])) if asked >= CUT else "-"]
        yield [one.name, str(asked), str(len(passes))] + own + wall + pairs


def first_rows(measured):
    yield ["CPU ms, fresh process", "opening", "first query", "warm", "first / mean", "opening and first / mean"]
    for one in measured:
        opening = statistics.fmean(opening for opening, _ in one.first)
        first = statistics.fmean(answer.cpu for _, answer in one.first)
        mean = middle(one.passes(), FIGURES["mean"])
        asked = {answer.query for _, answer in one.first}
        warm = statistics.fmean(answer.cpu for answers in one.passes() for answer in answers if answer.query in asked)
        yield [one.name, f"{opening:.3f}", f"{first:.3f}", f"{warm:.3f}", f"{first / mean:.2f}",
               f"{(opening + first) / mean:.2f}"]


def load_rows(measured):
    yield ["loading", "companies", "a second", "a CPU-second", "with tidying up", "index MB", "all MB"]
    for one in measured:
        load = one.load
        yield [one.name, str(load["companies"]), f"{load['companies'] / load['wall']:.0f}",
               f"{load['companies'] / load['cpu']:.0f}", f"{load['companies'] / (load['cpu'] + load['tidying']):.0f}",
               f"{one.size[0]:.0f}", f"{one.size[1]:.0f}"]


def agreement_rows(measured):
    tops = {one.name: one.tops() for one in measured}
    yield ["common in the top"] + list(tops)
    for name, left in tops.items():
        shares = [shared(left, right) for right in tops.values()]
        yield [name] + ["-" if share is None else f"{share:.2f}" for share in shares]


def table(measured, loaded):
    """Lines. measured: in the order of the table; loaded: those with an index of their own."""
    return "\n\n".join("\n".join(columns(list(rows))) for rows in (
        query_rows(measured), first_rows(measured), load_rows(loaded), agreement_rows(measured)))


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"^model name\s*: (.*)$", file.read(), re.MULTILINE)
    with open("/proc/meminfo", encoding="utf-8") as file:
        memory = re.search(r"^MemTotal:\s*(\d+)", file.read(), re.MULTILINE)
    compiler = subprocess.run(["cc", "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.split("\n")[0]
    now = datetime.datetime.now(datetime.timezone.utc)
    return (f"{now:%Y-%m-%dT%H:%MZ}\n{model.group(1) if model else 'unknown'}, {os.cpu_count()} cores, "
            f"{memory.group(1)} kB of memory, {compiler}")


def keep_results(path, heading, text):
    """Puts the section in place of an earlier one with the same heading."""
    old = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            old = file.read()
    sections = {section.split("\n", 1)[0]: section.strip("\n") for section in re.split(r"^(?=== )", old, flags=re.M) if section}
    sections[heading] = text
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n\n".join(sections.values()) + "\n")
