"""The companies of a collection, as a file or as a pipe: ten million of them need not lie on the disk twice.

They stand in the order of their ids, as a registry's do; those that ask come last."""
import itertools
import json
import os
import shutil
import subprocess
import threading

import data

BLOCK = 1 << 20


class Generated:
    """Companies of the project's generator; the asking ones are of another seed, under ids behind all others."""

    def __init__(self, generator, count, asking):
        self.command = [generator, "--companies", str(count - asking), "--seed", "1"]
        asked = itertools.islice(data.generated_queries(generator, asking, data.Markets()), asking)
        self.asked = [(line.encode(), row.id, row.country) for line, row in asked]

    def write(self, file):
        process = subprocess.Popen(self.command, stdout=subprocess.PIPE)
        with process:
            shutil.copyfileobj(process.stdout, file, BLOCK)
        if process.returncode != 0:
            raise SystemExit("run: the generator failed")
        file.writelines(line for line, _, _ in self.asked)


class Profiles:
    """Profiles with tags in two files; ../peers/README.md says what becomes of them."""

    def __init__(self, path, queries, count, asking):
        self.path, self.count = path, count - asking
        asked = list(data.profiles_in(queries, asking))
        self.countries, self.industries = data.profile_renamings(
            itertools.chain(asked, data.profiles_in(path, self.count)))
        self.asked = [(self.line(profile), profile["id"], self.countries.of(profile["country"])) for profile in asked]

    def line(self, profile):
        company = data.profile_company(profile, self.countries.of, self.industries.of)
        return (json.dumps(company, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

    def write(self, file):
        file.writelines(map(self.line, data.profiles_in(self.path, self.count)))
        file.writelines(line for line, _, _ in self.asked)


def write_queries(collection, path):
    """For who asks musubi, which needs no more than who asks, and in which country."""
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{company}\t{country}\t\t\t\n" for _, company, country in collection.asked)


class Pipe:
    """A named pipe that gives the whole collection to each that opens it, one after the other: an import reads its file
    twice. Each opening has a pipe of its own, which the next one replaces before a byte is written, so that no reader
    meets what was meant for another. A reader may close early."""

    def __init__(self, path, collection):
        self.path, self.collection = path, collection
        self.ends = False
        os.mkfifo(path)
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def serve(self):
        while True:
            with open(self.path, "wb") as file:
                os.mkfifo(self.path + ".next")
                os.rename(self.path + ".next", self.path)
                if self.ends:
                    return
                self.give(file)

    def give(self, file):
        try:
            self.collection.write(file)
            file.flush()
        except BrokenPipeError:
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), file.fileno())  # for what is left in the buffer

    def __exit__(self, *_):
        self.ends = True
        reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)  # whom the thread waits for
        self.thread.join()
        os.close(reader)
        os.remove(self.path)
