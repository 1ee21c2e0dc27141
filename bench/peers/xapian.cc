/* Xapian as a peer, in the manner of contest.h: terms with a prefix for each field, BM25 with
 * k1 1.2 and b 0.75 over the whole of a company, and the market as a filter without weight.
 *
 * Usage: bench_peers_xapian load TOKENS.tsv FOLDER
 *        bench_peers_xapian ask QUERIES.tsv TOP FOLDER */
#include "contest.h"

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>
#include <xapian.h>

namespace
{

const char *const MARKET = "XM";
const char *const OFFER = "XO";
const char *const NEED = "XN";
const char *const TEXT = "XT";

template <typename Use> void each_term(const char *prefix, const char *tokens, Use use)
{
    contest_tokens left = {tokens};
    std::size_t len = 0;
    while (const char *token = contest_token(&left, &len)) {
        use(prefix + std::string(token, len));
    }
}

void add_terms(Xapian::Document &document, const char *prefix, const char *tokens)
{
    each_term(prefix, tokens, [&](const std::string &term) { document.add_term(term); });
}

Xapian::Document document_of(const contest_row &row)
{
    Xapian::Document document;
    document.set_data(row.id);
    each_term(MARKET, row.markets,
              [&](const std::string &term) { document.add_boolean_term(term); });
    add_terms(document, OFFER, row.offers);
    add_terms(document, NEED, row.needs);
    add_terms(document, TEXT, row.text);
    return document;
}

/* Compacting is what makes an index that is only read small and quick; it is told beside loading.
 */
void load(const char *tokens, const std::string &folder)
{
    contest_clock start = contest_now();
    std::uint64_t companies = 0;
    std::filesystem::create_directory(folder);
    Xapian::WritableDatabase database(folder + "/loaded",
                                      Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    contest_rows *rows = contest_rows_open(tokens, false);
    contest_row row;
    while (contest_rows_next(rows, &row)) {
        database.add_document(document_of(row));
        companies++;
    }
    contest_rows_close(rows);
    database.commit();
    contest_clock loaded = contest_now();
    database.compact(folder + "/compact");
    database.close();
    std::filesystem::remove_all(folder + "/loaded");
    contest_tell_loaded(companies, start, loaded);
}

Xapian::Query query_of(const contest_row &row)
{
    std::vector<Xapian::Query> terms;
    auto add = [&](const std::string &term) { terms.emplace_back(term); };
    each_term(OFFER, row.offers, add);
    each_term(NEED, row.needs, add);
    each_term(TEXT, row.text, add);
    Xapian::Query any(Xapian::Query::OP_OR, terms.begin(), terms.end());
    return Xapian::Query(Xapian::Query::OP_FILTER, any,
                         Xapian::Query(MARKET + std::string(row.country)));
}

void ask(void *opened, const contest_row *query, contest_answer *answer)
{
    Xapian::Enquire enquire(*static_cast<Xapian::Database *>(opened));
    /* k1, k2, k3, b, and no least length for lengths to be normalised by. */
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0));
    enquire.set_query(query_of(*query));
    Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(answer->top + 1));
    for (auto hit = found.begin(); hit != found.end(); ++hit) {
        std::string id = hit.get_document().get_data();
        contest_add_id(answer, query, id.data(), id.size());
    }
    answer->matched = found.get_matches_estimated();
}

void *open_folder(const char *folder)
{
    static Xapian::Database database(std::string(folder) + "/compact");
    return &database;
}

} // namespace

int main(int argc, char **argv)
{
    static const contest_engine engine = {open_folder, ask, nullptr};
    try {
        if (argc == 4 && std::strcmp(argv[1], "load") == 0) {
            load(argv[2], argv[3]);
            return 0;
        }
        if (argc == 5 && std::strcmp(argv[1], "ask") == 0) {
            contest_run(&engine, argv[2], argv[3], argv[4]);
            return 0;
        }
    } catch (const Xapian::Error &error) {
        contest_fail("xapian", error.get_msg().c_str());
    }
    std::fprintf(stderr, "usage: %s load TOKENS FOLDER, %s ask QUERIES TOP FOLDER\n", argv[0],
                 argv[0]);
    return 2;
}
