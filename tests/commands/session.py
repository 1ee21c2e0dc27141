#!/usr/bin/env python3
"""Runs a session of commands written down with its answers, three times over: through the library,
through the musubi program with --json, and through the program as the session says.

    session.py [--update] MUSUBI IN_PROCESS SESSION.txt

The two programs are linked with tests/served: each is started once and answers all commands.

Each of the three has a folder and a store of its own. Library and program must give the same JSON,
the same error and the same exit code; what the session says must be what the program prints. Of a
command that fails, no byte of the store may have changed. A session holds

    # a comment
    = NAME            a file of this name begins, and ends at a line of a single "="
    $ musubi ARGS     a command; "< FILE" feeds it, "| grep WORDS" keeps the lines with these words
    $ cat FILE        what stands in a file
    ! MESSAGE         the line on standard error
    ? N               the exit code, where it is not 0; "? N changed" where the store may change

and below each command the lines it prints. In a file and in a command \\xHH is that byte and
{{TEXT*N}} is the text N times; in a command {token} is the token that was shown last. The day is
2026-11-23 unless --today says otherwise. With --update the answers are written anew."""
import os
import pathlib
import re
import shlex
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "served"))
import served  # noqa: E402

TODAY = "2026-11-23"
NOT_OURS = 99
# What is not the same each time: the version of the country names that are installed; in the ledger
# random ids, what is hashed and signed over them, and keys made on the way; how long a solver took,
# and so the digest of its answer; the token of a plan, which stands for all that was looked at; the
# size of what was printed; the size and digest of the dictionary of terms, which has the country names too.
VARIES = [(re.compile(pattern.encode()), shown.encode()) for pattern, shown in (
    (r"iso-[0-9a-f]{8}", r"iso-XXXXXXXX"),
    (r"\b[0-9a-f]{32}\b", r"(random id)"),
    (r"(leaf|root|リーフハッシュ|ルートハッシュ)(\":\"| )[0-9a-f]{64}", r"\1\2(hash)"),
    (r"\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}", r"+(id)+(key)"),
    (r"\"id\":\"[0-9a-f]{8}\"", r'"id":"(id)"'),
    (r"[A-Za-z0-9+/]{91}=|[A-Za-z0-9+/]{86}==", r"(signature)"),
    (r"[A-Za-z0-9+/]{43}=", r"(hash)"),
    (r"\"seconds\":[0-9.e-]+", r'"seconds":(seconds)'),
    (r"(\"answer_digest\":\"|answer_digest    )[0-9a-f]{64}", r"\1(digest)"),
    (r"\"answer_bytes\":[0-9]+", r'"answer_bytes":(bytes)'),
    (r"(、|, )[0-9.]+( 秒| seconds)", r"\1(seconds)\2"),
    (r"(ファイル、|, bytes: |\"files\":[0-9]+,\"bytes\":)[0-9]+", r"\1(bytes)"),
    (r"(--apply |\"token\":\")[0-9a-f]{16}", r"\1(token)"),
    (r"見出し語 [0-9]+ ・ 訳語 [0-9]+ ・ [0-9a-f]{12}", r"見出し語 (n) ・ 訳語 (n) ・ (digest)"),
    (r"[0-9]+ headwords, [0-9]+ terms, [0-9a-f]{12}", r"(n) headwords, (n) terms, (digest)"),
    (r"\"digest\":\"[0-9a-f]{64}\",\"headwords\":[0-9]+,\"terms\":[0-9]+,\"bytes\":[0-9]+",
     r'"digest":"(digest)","headwords":(n),"terms":(n),"bytes":(n)'),
    (r"(  参照表の名称 +|  names in tables +).*", r"\1(n)"),
    (r"(\"origin\":\"tables\",)\"rows\":[0-9]+,\"passed_over\":[0-9]+", r'\1"rows":(n),"passed_over":(n)'))]
TOKEN_REFUSED = re.compile(rb'when "[0-9a-f]{16}"')
TOKEN = re.compile(rb"(?:--apply |\"token\":\")([0-9a-f]{16})")


def expanded(text):
    """The bytes of a text with \\xHH and {{TEXT*N}} in it."""
    data = text.encode("utf-8", "surrogateescape")
    data = re.sub(rb"\\x([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), data)
    return re.sub(rb"\{\{(.*?)\*(\d+)\}\}", lambda m: m[1] * int(m[2]), data, flags=re.S)


class Step:
    """A command with what is expected of it."""

    def __init__(self, line):
        self.line, self.out, self.err, self.code, self.changed = line, [], None, 0, False
        command, self.grep = (line[2:].split(" | grep ", 1) + [None])[:2]
        command, self.input = (re.split(r" < (?=\S+$)", command) + [None])[:2]
        self.words = [expanded(word) for word in shlex.split(command)]

    def text(self):
        lines = [self.line, *self.out]
        if self.err is not None:
            lines.append("! " + self.err)
        if self.code != 0:
            lines.append(f"? {self.code}{' changed' if self.changed else ''}")
        return "\n".join(lines)


def parsed(text):
    """The session as a list of steps, files (name, content) and other lines."""
    items, lines, at = [], text.split("\n"), 0
    if lines and lines[-1] == "":
        lines.pop()
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.startswith("= "):
            end = lines.index("=", at)
            items.append((line[2:], lines[at:end]))
            at = end + 1
        elif line.startswith("$ "):
            step = Step(line)
            while at < len(lines) and not re.match(r"[$=#] ", lines[at]) and lines[at] != "#":
                if lines[at].startswith("! "):
                    step.err = lines[at][2:]
                elif lines[at].startswith("? "):
                    code = lines[at][2:].split()
                    step.code, step.changed = int(code[0]), code[1:] == ["changed"]
                else:
                    step.out.append(lines[at])
                at += 1
            items.append(step)
        else:
            items.append(line)
    return items


def written(items):
    lines = []
    for item in items:
        if isinstance(item, Step):
            lines.append(item.text())
        elif isinstance(item, tuple):
            lines += [f"= {item[0]}", *item[1], "="]
        else:
            lines.append(item)
    return "\n".join(lines) + "\n"


def without_what_varies(data):
    for pattern, shown in VARIES:
        data = pattern.sub(shown, data)
    return data


class Face:
    """One way to give a command, in a folder of its own."""

    def __init__(self, top, name, program, always):
        self.folder, self.always, self.token, self.known = top / name, always, b"", {}
        self.folder.mkdir()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MUSUBI_")}
        environment |= {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
        self.program = served.Program(program, environment)

    def write(self, name, lines):
        path = self.folder / name
        path.write_bytes(expanded("\n".join(lines) + "\n" if lines else ""))
        path.chmod(0o600)  # some are keys

    def store(self):
        """What the folder's stores hold, byte by byte. Who has not been written to is not read again."""
        held = {}
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.name != "lock.mdb" and path.parent != self.folder:
                stat = path.stat()
                written = stat.st_ino, stat.st_size, stat.st_mtime_ns
                if self.known.get(path, (None, None))[0] != written:
                    self.known[path] = written, path.read_bytes()
                held[path] = self.known[path][1]
        return held

    def run(self, step):
        if step.words[0] == b"cat":
            data = (self.folder / os.fsdecode(step.words[1])).read_bytes()
            return 0, without_what_varies(data.replace(b"\r\n", b"\n")), b""
        assert step.words[0] == b"musubi", step.line
        words = [word.replace(b"{token}", self.token) for word in step.words[1:]]
        if words and words != [b"completion"]:
            words = self.always + ([] if b"--today" in words else [b"--today", TODAY.encode()]) + words
        stdin = self.folder / step.input if step.input else os.devnull
        code, out, err = self.program.run(words, self.folder, stdin)
        self.token = (TOKEN.findall(out) or [self.token])[-1]
        return code, without_what_varies(out), TOKEN_REFUSED.sub(b'when "(token)"', err)


class Session:
    def __init__(self, musubi, in_process, path):
        self.path, self.problems = path, []
        self.items = parsed(path.read_text(encoding="utf-8", errors="surrogateescape"))
        self.programs = musubi, in_process

    def problem(self, step, what, *details):
        self.problems.append(f"{self.path.name}: {step.line[:300]}\n    {what}")
        self.problems += [f"        {detail}" for detail in details]

    def compare(self, step, asked, json, library):
        code, out, err = asked
        if code < 0 or code > 3 or b"ERROR: AddressSanitizer" in err or b"runtime error" in err:
            self.problem(step, f"failed badly: exit code {code}", err.decode(errors="replace"))
        if (json[0], json[2]) != (code, err):
            self.problem(step, "--json changes the outcome", f"{code} {err}", f"{json[0]} {json[2]}")
        if library[0] == NOT_OURS:
            if code not in (0, 2):
                self.problem(step, f"refused by the library, but the program says {code}")
        elif library != json:
            self.problem(step, "library and program differ", f"library: {library}", f"program: {json}")

    def judge(self, step, asked, update):
        code, out, err = asked
        lines = out.decode("utf-8", "surrogateescape").split("\n")
        if lines[-1] == "":
            lines.pop()
        if step.grep is not None:
            lines = [line for line in lines if step.grep in line]
        message = err.decode("utf-8", "surrogateescape").removesuffix("\n") or None
        if message is not None:
            if "\n" in message or not message.startswith("musubi: "):
                self.problem(step, "an error is not one line", message)
            message = message.removeprefix("musubi: ").replace("\n", " ")
        if update:
            step.out, step.err, step.code = lines, message, code
            return
        for name, expected, found in (("exit code", step.code, code), ("error", step.err, message)):
            if expected != found:
                self.problem(step, name, f"expected: {expected}", f"found:    {found}")
        if step.out != lines:
            self.problem(step, "output")
            for i in range(max(len(step.out), len(lines))):
                pair = [part[i] if i < len(part) else None for part in (step.out, lines)]
                if pair[0] != pair[1]:
                    self.problems += [f"        expected: {pair[0]}", f"        found:    {pair[1]}"]

    def run(self, update):
        with tempfile.TemporaryDirectory(prefix="musubi-session-") as name:
            top = pathlib.Path(name)
            faces = [Face(top, "asked", self.programs[0], []), Face(top, "json", self.programs[0], [b"--json"]),
                     Face(top, "library", self.programs[1], [])]
            for item in self.items:
                if isinstance(item, tuple):
                    for face in faces:
                        face.write(*item)
                if not isinstance(item, Step):
                    continue
                before = [face.store() for face in faces]
                found = [face.run(item) for face in faces]
                if item.words[0] == b"cat" and len({answer[1] for answer in found}) > 1:
                    self.problem(item, "the three folders differ")
                elif item.words[0] != b"cat":
                    self.compare(item, *found)
                self.judge(item, found[0], update)
                if found[0][0] != 0 and not item.changed and before != [face.store() for face in faces]:
                    self.problem(item, "it failed, but the store has changed")
            for face in faces:
                face.program.close()
                self.problems += face.program.problems
        if update:
            self.path.write_text(written(self.items), encoding="utf-8", errors="surrogateescape")
        return self.problems


def main():
    words = [word for word in sys.argv[1:] if word != "--update"]
    musubi, in_process = (os.path.abspath(word) for word in words[:2])
    problems = []
    for path in words[2:]:
        problems += Session(musubi, in_process, pathlib.Path(path)).run("--update" in sys.argv)
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main())
