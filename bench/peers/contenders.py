"""The contenders: how each is loaded, asked, and how large its index is. What is said between them stands in contest.h."""
import glob
import json
import os
import shutil
import subprocess
import time

LUCENE_JARS = ("lucene-core", "lucene-analyzers-common")
JAVA_HEAP = "-Xmx4g"
# Tables of the store that only matching needs: their names begin so.
INDEX_TABLES = "index"


def bytes_of(path):
    """On disk: files may have holes."""
    if os.path.isfile(path):
        return os.stat(path).st_blocks * 512
    return sum(os.stat(os.path.join(folder, name)).st_blocks * 512
               for folder, _, names in os.walk(path) for name in names)


class Contender:
    """One engine. `index` is where its index lies, `loads` the command that makes it and `asks` the one that opens it."""

    def __init__(self, name, index, loads, asks):
        self.name, self.index, self.loads, self.asks = name, index, loads, asks

    def load(self):
        """Loads anew, unless that was done before. Returns what is known of the load."""
        told = self.index + ".json"
        if not os.path.exists(told):
            self.forget()
            os.makedirs(os.path.dirname(self.index), exist_ok=True)
            words = subprocess.run(self.loads, check=True, stdout=subprocess.PIPE, text=True).stdout.split("\t")
            with open(told, "w", encoding="utf-8") as file:
                json.dump({"companies": int(words[1]), "wall": float(words[2]), "cpu": float(words[3]),
                           "tidying": float(words[4])}, file)
        with open(told, encoding="utf-8") as file:
            return json.load(file)

    def size(self):
        """MB of the index, and of all that is kept."""
        whole = bytes_of(self.index) / 1e6
        return whole, whole

    def forget(self):
        for path in glob.glob(glob.escape(self.index) + "*"):
            if os.path.isdir(path):
                shutil.rmtree(path)
            else:
                os.remove(path)


class Musubi(Contender):
    """The store holds the companies as well."""

    def __init__(self, name, index, loads, asks, cli):
        super().__init__(name, index, loads, asks)
        self.cli = cli

    def size(self):
        stats = json.loads(subprocess.run([self.cli, "stats", "--json", "--store", self.index], check=True,
                                          stdout=subprocess.PIPE, text=True).stdout)
        index = sum(table["bytes"] for table in stats["tables"] if table["name"].startswith(INDEX_TABLES))
        return index / 1e6, bytes_of(self.index) / 1e6


def lucene_classes(build):
    jars = [path for jar in LUCENE_JARS for path in glob.glob(f"/usr/share/java/{jar}-[0-9]*.jar")]
    return ":".join(jars + [os.path.join(build, "java")])


def contenders(build, folder, kind, top):
    """All of them, by name. kind: whether offers and needs are "tags" or "texts"."""
    def file(name):
        return os.path.join(folder, name)

    def index(name):
        return os.path.join(folder, "index", name)

    def program(name):
        return os.path.join(build, "bench/peers/bench_peers_" + name)

    def plain(name):
        return Contender(name, index(name), [program(name), "load", file("tokens.tsv"), index(name)],
                         [program(name), "ask", file("queries.tsv"), top, index(name)])

    def musubi(name, word):
        return Musubi(name, index("musubi"), [program("musubi"), "load", file("companies.jsonl"), index("musubi")],
                      [program("musubi"), word, file("queries.tsv"), top, index("musubi")],
                      os.path.join(build, "engine/cli/musubi"))

    java = ["java", JAVA_HEAP, "-cp", lucene_classes(build), "Lucene"]
    lucene = Contender("lucene", index("lucene"), java + ["load", kind, file("tokens.tsv"), index("lucene")],
                       java + ["ask", file("queries.tsv"), top, index("lucene")])
    all_of_them = [musubi("musubi", "ask"), musubi("musubi explained", "explain"), lucene, plain("xapian"),
                   plain("sqlite"), plain("groonga")]
    return {contender.name: contender for contender in all_of_them}


class Answer:
    def __init__(self, words):
        self.query, self.wall, self.cpu = words[1], float(words[2]) / 1e3, float(words[3]) / 1e3  # ms
        self.ids = words[5].split()


class Session:
    """A contender at work, waiting for passes."""

    WARMING_S = 5
    BLOCK = 20

    def __init__(self, contender, queries, most_seconds):
        self.contender = contender
        self.queries = queries
        self.most_seconds = most_seconds
        self.process = subprocess.Popen(contender.asks, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ready = self.line()
        self.opening = float(ready[2]) / 1e3

    def line(self):
        line = self.process.stdout.readline()
        if line == "":
            raise SystemExit(f"run: {self.contender.name} stopped")
        return line.rstrip("\n").split("\t")

    def ask(self, number, first, count):
        """The answers to queries first … first + count - 1."""
        self.process.stdin.write(f"{number} {first} {count}\n")
        self.process.stdin.flush()
        answers = []
        while (words := self.line()) != ["done"]:
            answers.append(Answer(words))
        return answers

    def warm(self):
        """Asks all queries, but no longer than a pass may take: a slow contender is asked fewer; and WARMING_S at least."""
        start = time.monotonic()
        asked = 0
        while asked < self.queries and time.monotonic() - start < self.most_seconds:
            asked += len(self.ask("warm", asked, min(self.BLOCK, self.queries - asked)))
        self.queries = asked
        while time.monotonic() - start < self.WARMING_S:
            self.ask("warm", 0, self.queries)

    def run(self, number):
        return self.ask(number, 0, self.queries)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def first_query(contender, number):
    """What a fresh process takes to open, and then for its first query."""
    session = Session(contender, number + 1, 0)
    answers = session.ask("first", number, 1)
    session.close()
    return session.opening, answers[0]
