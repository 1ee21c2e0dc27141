"""Programs that get commands by the hundred: each is started once and answers them all (served.c says
how). With MUS_STARTED=1 every command is a program of its own, started as a user starts it."""
import os
import pathlib
import subprocess
import tempfile

# What was freed is watched for so long; more would only touch new pages with every command.
WATCHED = "quarantine_size_mb=16"


class Program:
    """A program linked with served.c, in one environment. `problems` has lines after close() if it
    ended badly or leaked."""

    def __init__(self, path, environment=None):
        self.path, self.problems = os.path.abspath(path), []
        self.environment = dict(os.environ if environment is None else environment)
        self.folder = tempfile.TemporaryDirectory(prefix="musubi-served-")
        top = pathlib.Path(self.folder.name)
        self.files = top / "output", top / "errors"
        self.ending = open(top / "ending", "w+b")
        self.server = None
        if os.environ.get("MUS_STARTED", "0") in ("", "0"):
            options = ":".join(filter(None, (WATCHED, self.environment.get("ASAN_OPTIONS"))))
            self.server = subprocess.Popen([self.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.ending,
                                           env=self.environment | {"MUS_SERVED": "1", "ASAN_OPTIONS": options})

    def run(self, words, folder=".", stdin=os.devnull):
        """Exit code (or the negative number of a signal), standard output and error of a command."""
        if self.server is None:
            with open(stdin, "rb") as file:
                done = subprocess.run([self.path, *words], cwd=folder, env=self.environment, stdin=file,
                                      capture_output=True, check=False)
            return done.returncode, done.stdout, done.stderr
        texts = [os.path.abspath(folder), os.path.abspath(stdin), *self.files, self.path, *words]
        request = b"".join(os.fsencode(text) + b"\0" for text in [str(len(texts)), *texts])
        self.server.stdin.write(request)
        self.server.stdin.flush()
        answer = self.server.stdout.readline()
        out, err = (file.read_bytes() for file in self.files)
        if not answer:
            raise SystemExit(f"{self.path} {words} ended with {self.server.wait()}:\n{err.decode(errors='replace')}")
        return int(answer), out, err

    def close(self):
        if self.server is not None:
            self.server.stdin.close()
            code = self.server.wait()
            self.server.stdout.close()
            if code != 0:
                self.ending.seek(0)
                self.problems = [f"{self.path} ended with {code}", *self.ending.read().decode(errors="replace").splitlines()]
        self.ending.close()
        self.folder.cleanup()
