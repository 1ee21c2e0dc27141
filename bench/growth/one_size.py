"""What is measured of a collection of one size."""
import json
import os
import re
import shutil
import statistics
import subprocess
import time

import collection
import contenders
import summary

SAMPLE_S = 0.02  # between two looks at the memory of an import
FRESH = 10       # processes opened for a first match
PASSES = 5
CHANGES = 300    # more than four foldings of the index
ANONYMOUS = re.compile(r"^RssAnon:\s*(\d+) kB", re.M)
CHANGE = re.compile(r"^change +([\d.]+) ms mean \(median ([\d.]+), .*\); ([\d.]+) x .*; median ([\d.]+) x\)", re.M)


def anonymous_kb(pid):
    """0 once the process has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            found = ANONYMOUS.search(file.read())
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(found.group(1)) if found else 0


def imported(command):
    """Companies, wall and CPU seconds, and the most anonymous memory in MiB: pages of the map and of files are the
    kernel's, which it takes back when it needs them."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    most = 0
    while process.poll() is None:
        most = max(most, anonymous_kb(process.pid))
        time.sleep(SAMPLE_S)
    words = process.stdout.read().split("\t")
    if process.returncode != 0:
        raise SystemExit("run: the import failed")
    return int(words[1]), float(words[2]), float(words[3]), most / 1024


def load(companies, folder, program, store, piped):
    path = os.path.join(folder, "companies.jsonl")
    command = [program, "load", path, store]
    if piped:
        with collection.Pipe(path, companies):
            return imported(command)
    with open(path, "wb") as file:
        companies.write(file)
    return imported(command)


def stats(contender):
    return json.loads(subprocess.run([contender.cli, "stats", "--json", "--store", contender.index], check=True,
                                     stdout=subprocess.PIPE, text=True).stdout)


def matches(contender, queries, seconds):
    """CPU ms of a match: mean, p50 and p99, medians over passes."""
    session = contenders.Session(contender, queries, seconds)
    session.warm()
    passes = [session.run(number) for number in range(PASSES)]
    session.close()
    return [summary.middle(passes, summary.FIGURES[name]) for name in ("mean", "p50", "p99")]


def first_match(contender):
    """CPU ms from opening to the answer, of processes that answer once."""
    fresh = [contenders.first_query(contender, number) for number in range(FRESH)]
    return statistics.fmean(opening + answer.cpu for opening, answer in fresh)


def changed(program, contender, folder):
    """Ms until one change is acknowledged: mean, median, and both as times a bare commit of LMDB."""
    bare = os.path.join(folder, "bare")
    told = subprocess.run([program, contender.index, bare, str(CHANGES)], check=True, stdout=subprocess.PIPE, text=True).stdout
    shutil.rmtree(bare)
    found = CHANGE.search(told)
    if found is None:
        raise SystemExit(f"run: bench_index said what is not understood: {told}")
    return [float(number) for number in found.groups()]


def measure(companies, folder, build, piped, seconds):
    """Figures by the names that `run` has for its columns. The store stands in the folder afterwards."""
    os.makedirs(folder, exist_ok=True)
    queries, store = os.path.join(folder, "queries.tsv"), os.path.join(folder, "musubi")
    program = os.path.join(build, "bench/peers/bench_peers_musubi")
    shutil.rmtree(store, ignore_errors=True)
    collection.write_queries(companies, queries)
    count, wall, cpu, anonymous = load(companies, folder, program, store, piped)
    contender = contenders.Musubi("musubi", store, [], [program, "ask", queries, "20", store],
                                  os.path.join(build, "engine/cli/musubi"))
    index, whole = contender.size()
    figures = {"companies": count, "rate": count / wall, "cpu": cpu, "anonymous": anonymous,
               "index": index * 1e6 / count, "whole": whole * 1e6 / count, "segments": stats(contender)["index"]["segments"]}
    figures["mean"], figures["p50"], figures["p99"] = matches(contender, len(companies.asked), seconds)
    figures["first"] = first_match(contender)
    figures["change"], figures["median"], figures["times"], figures["times_median"] = changed(
        os.path.join(build, "bench/bench_index"), contender, folder)
    return figures
