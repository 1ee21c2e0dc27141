#!/usr/bin/python3
"""Files made for others, read by programs of others: the calendars of a small event by icalendar,
its workbooks by openpyxl, its CSV by Python's csv; and the outcome forms that these have filled in,
read by the ledger. Skipped (77) where icalendar or openpyxl is missing: both are Debian packages,
which only Debian's own python3 sees.

    read_back.py MUSUBI_SERVED"""
import csv
import datetime
import io
import json
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/served"))
import served  # noqa: E402

try:
    import icalendar
    import openpyxl
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

TOKYO = datetime.timezone(datetime.timedelta(hours=9))
BEFORE = "2027-01-10"
AFTER = "2027-03-01"

# Names with everything that CSV, iCalendar and XML must guard; the last one is not in CP932.
COMPANIES = [
    {"id": "0012", "name": {"ja": "髙﨑、水処理㈱", "en": 'Taka, "Mizu" & <Shori>; Ltd'}, "country": "JP"},
    {"id": "c-2", "name": {"ja": "=1+1 工業", "en": "@Formula Works"}, "country": "JP"},
    {"id": "c-3", "name": {"ja": "とても長い名前の株式会社" * 6, "en": "Long Name " * 15 + "Co"}, "country": "JP"},
    {"id": "c-4", "name": {"ja": "ハノイ〜商事～−－", "en": "Hanoi; Trading, Co."}, "country": "VN"},
    {"id": "c-5", "name": {"ja": "Đại Phát 物産", "en": "Đại Phát"}, "country": "VN"},
    {"id": "c-6", "name": {"ja": "サイゴン物産"}, "country": "VN"},
]

EVENT = {
    "format": "musubi-event/1", "id": "fair-19", "name": {"ja": "第19回国際環境技術展", "en": "19th Fair; Tech, etc."},
    "from": "2027-02-04", "to": "2027-02-05", "programme": "FAIR", "edition": "fair-19", "purpose": "sales",
    "halls": [{"id": "h1", "name": {"ja": "東館"}}, {"id": "h2", "name": {"ja": "西館", "en": "West, upstairs"}}],
    "slots": [{"from": "10:00", "to": "12:00", "minutes": 30}],
    "tables": [{"hall": "h2", "count": 2}],
    "roles": [{"code": "exhibitor", "name": {"ja": "出展者"}, "max": 8, "meets": ["buyer"]},
              {"code": "buyer", "name": {"ja": "バイヤー"}, "max": 4}],
}

PARTICIPANTS = """参加者番号,企業,役割,小間番号,会場,オンライン,タイムゾーン,氏名
e1,0012,exhibitor,"A-1, 角",h1,,,"山田, 太郎"
e2,c-2,exhibitor,,,,,
e3,c-3,exhibitor,A-3,h1,,,
v4,c-4,buyer,,,,,
v5,c-5,buyer,,,,,
v6,c-6,buyer,,,はい,Asia/Ho_Chi_Minh,
v7,c-6,buyer,,,,,
"""


def same(found, expected, what):
    """Says both where they differ, and ends the test."""
    if found != expected:
        sys.exit(f"{what}:\n  found    {found!r}\n  expected {expected!r}")


class Fair:
    """The event in a store of its own."""

    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        self.run("init")
        self.run("rules", "adopt", str(ROOT / "fixtures/rules/standard-2026.json"), "--by", "課長")
        for company in COMPANIES:
            self.run("company", "put", json.dumps(company, ensure_ascii=False))
        self.write("event.json", json.dumps(EVENT, ensure_ascii=False).encode())
        self.write("people.csv", PARTICIPANTS.encode())
        self.run("event", "create", "event.json")
        answer = self.run("event", "import", "participants", "fair-19", "people.csv")[0]
        same(answer["taken"], 7, "participants taken")
        self.run("pair", "fair-19")
        self.run("timetable", "fair-19", "--steps", "2")

    def write(self, name, data):
        (self.folder / name).write_bytes(data)

    def run(self, *words, today=BEFORE):
        """The lines of the answer, each read as JSON."""
        code, out, err = self.program.run([*words, "--today", today, "--json"], self.folder)
        if code != 0:
            sys.exit(f"{words} ended with {code}: {err.decode()}")
        return [json.loads(line) for line in out.splitlines()]

    def agendas(self):
        """Of each participant its meetings by id; their slots with the day and the time."""
        agendas = {}
        for answer in self.run("event", "participants", "fair-19"):
            shown = self.run("event", "participant", "show", "fair-19", answer["participant"])[0]
            agendas[answer["participant"]] = {at["meeting"]: at for at in shown["agenda"] if "slot" in at}
        return agendas

    def print(self, what, output, *words):
        return self.run("event", "print", "fair-19", what, "-o", output, *words)[0]

    def apply(self, *words):
        """A change of the day: first shown, then made."""
        token = self.run(*words)[0]["token"]
        self.run(*words, "--apply", token)


# ---- calendars ----

def events_of(file, method):
    """The events of a calendar by UID. That lines end and are folded as RFC 5545 has it (3.1) is
    looked at here, since readers are lenient about it."""
    data = file.read_bytes()
    lines = data.split(b"\r\n")
    if lines.pop() != b"" or any(b"\n" in line or b"\r" in line or len(line) > 75 for line in lines):
        sys.exit(f"{file.name}: a line ends otherwise than by CR LF or is longer than 75 octets")
    calendar = icalendar.Calendar.from_ical(data)
    same((calendar["VERSION"], calendar["METHOD"]), ("2.0", method), f"{file.name}: head")
    events = calendar.walk("VEVENT")
    by_uid = {str(event["UID"]): event for event in events}
    same(len(by_uid), len(events), f"{file.name}: events by UID")
    same([event.errors for event in events], [[]] * len(events), f"{file.name}: errors")
    return by_uid


def both(name):
    return name["ja"] + (" / " + name["en"] if "en" in name else "")


def place_of(at):
    halls = {hall["id"]: hall["name"] for hall in EVENT["halls"]}
    if at["place"] == "online":
        return "オンライン / online"
    hall = halls[at["hall"]]
    label = at["booth"] if at["place"] == "booth" else at["table"]
    words = ("小間", "Booth") if at["place"] == "booth" else ("テーブル", "Table")
    return f"{words[0]} {label}（{hall['ja']}） / {words[1]} {label} ({hall.get('en', hall['ja'])})"


def check_event(event, at, name):
    start = datetime.datetime.fromisoformat(f"{at['day']}T{at['start']}").replace(tzinfo=TOKYO)
    same(event.decoded("DTSTART"), start, f"{name}: DTSTART")
    same(event.decoded("DTEND"), start + datetime.timedelta(minutes=30), f"{name}: DTEND")
    same(str(event["SUMMARY"]), "商談：" + both(at["with"]["name"]), f"{name}: SUMMARY")
    same(str(event["LOCATION"]), place_of(at), f"{name}: LOCATION")
    same(str(event["DESCRIPTION"]), both(EVENT["name"]), f"{name}: DESCRIPTION")
    same(str(event["STATUS"]), "CONFIRMED", f"{name}: STATUS")


def calendars(fair, folder):
    """What each participant gets: the events to be put in, and those to be taken out. Those to be
    put in are what its agenda says."""
    fair.print("calendar", folder)
    agendas = fair.agendas()
    published, cancelled = {}, {}
    for participant, agenda in agendas.items():
        name = f"{folder}/{participant}"
        put_in, taken_out = (fair.folder / f"{name}{ending}.ics" for ending in ("", ".cancel"))
        same(put_in.exists(), bool(agenda), f"{put_in.name} is there")
        events = events_of(put_in, "PUBLISH") if agenda else {}
        same(sorted(events), sorted(f"{meeting}@fair-19.musubi" for meeting in agenda), f"{name}: meetings")
        for meeting, at in agenda.items():
            check_event(events[f"{meeting}@fair-19.musubi"], at, f"{name}, {meeting}")
        published[participant] = events
        cancelled[participant] = events_of(taken_out, "CANCEL") if taken_out.exists() else {}
    return agendas, published, cancelled


def check_change(before, after):
    """A meeting that stays as it is keeps its event to the letter; one that is moved has a higher
    sequence; one that is not there any more is taken out, with a higher sequence too."""
    seen = {"kept": 0, "moved": 0, "taken out": 0}
    for participant, events in before[1].items():
        for uid, event in events.items():
            meeting = uid.partition("@")[0]
            was = before[0][participant][meeting]
            now = after[0][participant].get(meeting)
            if now == was:
                seen["kept"] += 1
                same(after[1][participant][uid].to_ical(), event.to_ical(), f"{participant}: {uid}")
                continue
            later = after[1 if now else 2][participant].get(uid)
            if later is None or later["SEQUENCE"] <= event["SEQUENCE"]:
                sys.exit(f"{participant}: {uid} has changed without a higher sequence: {event} {later}")
            seen["moved" if now else "taken out"] += 1
            same(uid in after[2][participant], not now, f"{participant}: {uid} is taken out")
            same(str(later["STATUS"]), "CONFIRMED" if now else "CANCELLED", f"{participant}: {uid}")
    return seen


def check_calendars(fair):
    first = calendars(fair, "first")
    same(any(first[2].values()), False, "something is taken out of the first calendars")
    again = calendars(fair, "again")
    same(check_change(first, again), {"kept": 18, "moved": 0, "taken out": 0}, "unchanged calendars")
    fair.apply("event", "cancel", "fair-19", "v4")
    without = calendars(fair, "without")
    seen = check_change(first, without)
    same(seen["taken out"], 6, "cancelled meetings of both sides")
    fair.apply("event", "lose", "fair-19", "--slot", "s1")
    moved = calendars(fair, "moved")
    if check_change(without, moved)["moved"] == 0:
        sys.exit("nothing has moved")


# ---- tables ----

# What a Windows program reads where these were written: the same byte pairs, other characters.
READ_IN_WINDOWS = str.maketrans("〜−", "～－")


def csv_rows(data, encoding):
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), strict=True))


def shown(text):
    """What a cell of CSV stands for: an apostrophe guards what a spreadsheet would calculate."""
    return text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text


def in_cp932(text):
    """As it is read from CP932, and how many characters of it are not there."""
    text = text.translate(READ_IN_WINDOWS)
    there = text.encode("cp932", "replace").decode("cp932")
    return there.replace("?", "〓"), there.count("?")


def check_tables(fair):
    rows_of = {}
    for what in ("agenda", "tables", "halls", "badges", "outcomes"):
        fair.print(what, f"{what}.xlsx", "--format", "xlsx")
        fair.print(what, f"{what}.csv", "--format", "csv")
        answer = fair.print(what, f"{what}-932.csv", "--format", "csv", "--encoding", "cp932")
        data = (fair.folder / f"{what}.csv").read_bytes()
        same(data[:3], b"\xef\xbb\xbf", f"{what}: byte order mark")
        rows = csv_rows(data, "utf-8-sig")
        same({len(row) for row in rows}, {len(rows[0])}, f"{what}: columns")
        sheet = openpyxl.load_workbook(fair.folder / f"{what}.xlsx").active
        cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
        same(cells, [[shown(text) for text in row] for row in rows], f"{what}: XLSX and CSV")
        same({cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}, {"s"}, f"{what}: texts")
        expected = [[in_cp932(text) for text in row] for row in rows]
        windows = csv_rows((fair.folder / f"{what}-932.csv").read_bytes(), "cp932")
        same(windows, [[text for text, _ in row] for row in expected], f"{what}: CP932")
        same(answer["replaced_characters"], sum(n for row in expected for _, n in row), f"{what}: replaced")
        rows_of[what] = rows
    agendas = fair.agendas()
    same(len(rows_of["agenda"]), 1 + sum(len(agenda) for agenda in agendas.values()), "rows of agendas")
    for row in rows_of["agenda"][1:]:
        at = agendas[row[0]][row[10]]
        same([row[2], row[3], row[5], row[7]], [at["day"], at["start"], at["with"]["participant"], place_of(at)],
             f"{row[0]}, {row[10]}")


# ---- outcome forms ----

def fill_csv(data, encoding):
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for number, row in enumerate(csv_rows(data, encoding)):
        writer.writerow(row if number == 0 else [*row[:6], number, *row[7:]])
    return out.getvalue().encode(encoding)


def fill_xlsx(file):
    """Numbers as numbers, and one date as a date, as a spreadsheet has them when they are typed."""
    workbook = openpyxl.load_workbook(file)
    for number, row in enumerate(workbook.active.iter_rows(min_row=2), 1):
        row[6].value = number
        if number == 2:
            row[5].value = datetime.date.fromisoformat(row[5].value)
    workbook.save(file)


def check_outcomes(fair):
    """Six companies answer, each once: 1, 2, … concluded."""
    files = fair.folder / "outcomes.csv", fair.folder / "outcomes-932.csv", fair.folder / "outcomes.xlsx"
    files[0].write_bytes(fill_csv(files[0].read_bytes(), "utf-8-sig"))
    files[1].write_bytes(fill_csv(files[1].read_bytes(), "cp932"))
    fill_xlsx(files[2])
    for file, known in zip(files, (False, True, True)):
        answer = fair.run("ledger", "import", "reported", file.name, "--by", "田中", today=AFTER)[0]
        taken = {key: answer[key] for key in ("rows", "taken", "rejected", "added", "unchanged", "warnings")}
        same(taken, {"rows": 6, "taken": 6, "rejected": 0, "added": 0 if known else 6,
                     "unchanged": 6 if known else 0, "warnings": []}, f"{file.name} is taken")
    entries = fair.run("ledger", "list", "--kind", "reported", today=AFTER)
    same([entry["n"] for entry in entries], [1, 2, 3, 4, 5, 6], "entries")
    same([entry["side"] for entry in entries], ["exhibitor"] * 3 + ["visitor"] * 3, "sides")
    total = fair.run("report", "indicator", "--fy", "2026", today=AFTER)[0]["total"]
    same(total, 1 + 2 + 3, "what is counted: what exhibitors report")


def check_held(fair):
    """The same forms say which meetings were held: all that were printed, after every change."""
    fair.print("outcomes", "held.xlsx", "--format", "xlsx")
    fill_xlsx(fair.folder / "held.xlsx")
    answer = fair.run("event", "import", "outcomes", "fair-19", "held.xlsx", "--by", "田中", today=AFTER)[0]
    same((answer["rows"], answer["taken"], answer["rejected"]), (5, 5, 0), "rows taken, without v4's company")
    states = {at["state"] for agenda in fair.agendas().values() for at in agenda.values()}
    same(states, {"held"}, "states of the meetings")


def main():
    program = served.Program(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        fair = Fair(program, folder)
        check_tables(fair)
        check_outcomes(fair)
        check_calendars(fair)
        check_held(fair)
    program.close()
    return "\n".join(program.problems) or 0


sys.exit(main())
