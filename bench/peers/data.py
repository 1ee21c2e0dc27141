"""The companies that all contenders are asked about: for musubi in its exchange format, for the peers as tokens.

A folder of data holds
  companies.jsonl  the collection, query companies included, in musubi's exchange format
  tokens.tsv       the same companies for the peers: id, country, markets, tokens of offers, of needs, of text; without
                   those that musubi never suggests (closed, merged, drafts, suspended) and without listings that have
                   lapsed, as nobody would put them into an index
  queries.tsv      the query companies: id, country, terms to look for in offers, in needs, in text
  about.json       what was counted on the way

Tokens are words in lower case and, of Japanese, pairs of neighbouring characters. Markets are single countries: groups
are written out and "any" is every country, so that the peers' filter with one term is musubi's filter. A query looks
for its company's needs in offers, for its offers in needs and for its text in texts, each with the rarest MOST_TERMS
of its terms that stand in another company as well."""
import collections
import itertools
import json
import os
import re
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
REFERENCE = os.path.join(HERE, "../../fixtures/reference")
TODAY = "2026-04-01"
MOST_TERMS = 32
LEAST_COMPANIES = 2
FIELDS = ("offers", "needs", "text")
# Letters of Japanese, but for the dots and brackets among them.
JAPANESE = "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u9fff\uf900-\ufaff"
RUN = re.compile(f"[{JAPANESE}]+|[^\\W_{JAPANESE}]+")
STARTS_JAPANESE = re.compile(f"[{JAPANESE}]")


def tokens(text):
    for run in RUN.findall(text):
        if not STARTS_JAPANESE.match(run):
            yield run.lower()
        elif len(run) == 1:
            yield run
        else:
            yield from (run[i:i + 2] for i in range(len(run) - 1))


def table(name):
    with open(os.path.join(REFERENCE, name + ".json"), encoding="utf-8") as file:
        return json.load(file)["rows"]


class Markets:
    """Writes groups out, as of TODAY."""

    def __init__(self):
        countries = [row["code"] for row in table("countries")]
        self.members = {country: [country] for country in countries}
        self.members["any"] = countries
        for row in table("country_groups"):
            self.members[row["code"]] = [
                member["code"] for member in row.get("members", [])
                if member.get("from", TODAY) <= TODAY <= member.get("to", TODAY)]

    def written_out(self, places):
        return sorted({country for place in places for country in self.members[place]})


class Row:
    """A company as the peers see it: lists of tokens by field."""

    def __init__(self, name, country, markets, offers, needs, text):
        self.id, self.country, self.markets = name, country, markets
        self.fields = {"offers": offers, "needs": needs, "text": text}

    def line(self):
        lists = [self.markets] + [self.fields[field] for field in FIELDS]
        return "\t".join([self.id, self.country] + [" ".join(items) for items in lists]) + "\n"


# ---------------------------------------------------------------- generated companies

def texts_of(value):
    """The texts of {"ja": …, "en": …}."""
    return list((value or {}).values())


def is_suggested(company):
    return (company.get("status", "active") == "active"
            and company.get("review", {}).get("state", "published") == "published")


def is_live(listing):
    return listing.get("valid_until", TODAY) >= TODAY


def listing_tokens(listings, side):
    texts = []
    for listing in listings:
        if listing["side"] == side:
            texts += texts_of(listing.get("title")) + texts_of(listing.get("text")) + listing.get("keywords", [])
        # What a partner should be like is wished for by offers as well as by needs.
        if side == "need":
            texts += texts_of(listing.get("partner_sought", {}).get("text"))
    return [token for text in texts for token in tokens(text)]


def generated_row(company, markets):
    listings = [listing for listing in company.get("listings", []) if is_live(listing)]
    places = company.get("target_markets", []) + [place for listing in listings for place in listing.get("markets", [])]
    text = [token for one in texts_of(company.get("description")) for token in tokens(one)]
    return Row(company["id"], company["country"], markets.written_out(places),
               listing_tokens(listings, "offer"), listing_tokens(listings, "need"), text)


def generated_lines(generator, count, seed):
    process = subprocess.Popen([generator, "--companies", str(count), "--seed", str(seed)],
                               stdout=subprocess.PIPE, text=True, encoding="utf-8")
    with process:
        yield from process.stdout
    if process.returncode != 0:
        raise SystemExit("run: the generator failed")


def is_worth_asking(row):
    return all(row.fields[field] for field in FIELDS)


def generated_queries(generator, count, markets):
    """Companies of another set, under ids of their own, that offer something, need something and say so."""
    for line in generated_lines(generator, 10 * count + 100, 2):
        company = json.loads(line)
        company["id"] = "q" + company["id"][1:]
        company["source"] = {"name": "asking", "id": company["id"]}
        row = generated_row(company, markets)
        if is_suggested(company) and is_worth_asking(row):
            yield json.dumps(company, ensure_ascii=False, separators=(",", ":")) + "\n", row


def generated(generator, count, asking):
    """Each company of the generated collection: its line, and its row (None: never suggested); queries first."""
    markets = Markets()
    yield from itertools.islice(generated_queries(generator, asking, markets), asking)
    for line in generated_lines(generator, count - asking, 1):
        company = json.loads(line)
        yield line, generated_row(company, markets) if is_suggested(company) else None


# ---------------------------------------------------------------- profiles in files

class Renaming:
    """Codes of the files one to one to codes of a table: those that the table knows stay as they are."""

    def __init__(self, codes, known):
        free = [code for code in known if code not in codes]
        unknown = sorted(codes - set(known))
        if len(unknown) > len(free):
            raise SystemExit(f"run: {len(unknown)} codes are unknown and only {len(free)} are left for them")
        self.names = {code: code for code in codes} | dict(zip(unknown, free))

    def of(self, code):
        return self.names[code]


def profiles_in(path, count):
    with open(path, encoding="utf-8") as lines:
        yield from map(json.loads, itertools.islice(lines, count))


def profile_renamings(profiles):
    countries, industries = set(), set()
    for profile in profiles:
        countries.add(profile["country"])
        countries.update(profile["markets"])
        industries.update(profile["industries"])
    classes = [row["code"] for row in table("jsic")]
    classes.sort(key=lambda code: code.isalpha())  # major groups before divisions
    return Renaming(countries, [row["code"] for row in table("countries")]), Renaming(industries, classes)


def profile_listing(name, side, purpose, tags):
    return {"id": name, "side": side, "purposes": [purpose], "keywords": tags}


def profile_company(profile, country_of, industry_of):
    return {
        "id": profile["id"], "name": {"en": profile["name"]}, "country": country_of(profile["country"]),
        "industries": [{"scheme": "JSIC", "version": "14", "code": industry_of(code)} for code in profile["industries"]],
        "description": {"ja": profile["text_ja"], "en": profile["text_en"]},
        "target_markets": [country_of(market) for market in profile["markets"]],
        "listings": [profile_listing("l1", "offer", "sales", profile["offers"]),
                     profile_listing("l2", "need", "procurement", profile["needs"])]}


def profile_row(profile, country_of):
    text = [token for one in (profile["text_en"], profile["text_ja"]) for token in tokens(one)]
    return Row(profile["id"], country_of(profile["country"]), [country_of(market) for market in profile["markets"]],
               profile["offers"], profile["needs"], text)


def profiles(path, queries, count, asking):
    """Each company of the collection in two files: its line, and its row; queries first."""
    def everybody():
        return itertools.chain(profiles_in(queries, asking), profiles_in(path, count - asking))
    countries, industries = profile_renamings(everybody())
    for profile in everybody():
        company = profile_company(profile, countries.of, industries.of)
        yield json.dumps(company, ensure_ascii=False, separators=(",", ":")) + "\n", profile_row(profile, countries.of)


# ---------------------------------------------------------------- writing

# Where a query looks for what its company has in a field.
SOUGHT_IN = {"needs": "offers", "offers": "needs", "text": "text"}


class Rarity:
    """In how many companies the terms of the queries stand, by field; others are not counted."""

    def __init__(self, queries):
        self.counts = {SOUGHT_IN[field]: collections.Counter() for field in FIELDS}
        self.asked = {SOUGHT_IN[field]: {term for row in queries for term in row.fields[field]} for field in FIELDS}

    def add(self, row):
        for field in FIELDS:
            self.counts[field].update(self.asked[field].intersection(row.fields[field]))

    def rarest(self, row, field):
        counts = self.counts[SOUGHT_IN[field]]
        terms = sorted({term for term in row.fields[field] if counts[term] >= LEAST_COMPANIES})
        return sorted(terms, key=lambda term: counts[term])[:MOST_TERMS]


def query_line(row, rarity):
    lists = [rarity.rarest(row, field) for field in ("needs", "offers", "text")]
    return "\t".join([row.id, row.country] + [" ".join(items) for items in lists]) + "\n"


def write(folder, companies, asking):
    """Writes the files of a folder of data. The first `asking` companies are the queries; their ids are behind all
    others, and so do they stand in the files, as a registry's file is in the order of its ids."""
    companies = iter(companies)
    first = list(itertools.islice(companies, asking))
    rarity = Rarity([row for _, row in first])
    about = {"companies": 0, "suggested": 0, "tokens": 0, "queries": len(first)}
    with open(os.path.join(folder, "companies.jsonl"), "w", encoding="utf-8") as exchange, \
            open(os.path.join(folder, "tokens.tsv"), "w", encoding="utf-8") as rows:
        for line, row in itertools.chain(companies, first):
            exchange.write(line)
            about["companies"] += 1
            if row is not None:
                rows.write(row.line())
                rarity.add(row)
                about["suggested"] += 1
                about["tokens"] += sum(len(row.fields[field]) for field in FIELDS)
    with open(os.path.join(folder, "queries.tsv"), "w", encoding="utf-8") as queries:
        queries.writelines(query_line(row, rarity) for _, row in first)
    with open(os.path.join(folder, "about.json"), "w", encoding="utf-8") as file:
        json.dump(about, file)
