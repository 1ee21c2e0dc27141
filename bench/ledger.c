/* What the ledger costs at a million entries, beside what the machine itself takes in the same run:
 *
 *   append     entries a second in durable batches of 1,000, and its time over that of putting the
 *              same bytes, unread, into a bare LMDB in batches of the same size; beside it the rate
 *              at which the disk syncs
 *   report     ms of `report indicator` of one fiscal year
 *   verify     entries a second of a full verification of the export, over the rate at which the
 *              machine hashes the same leaves and their nodes and does nothing else, on as many
 *              threads
 *   proof      ms of one inclusion proof, made from the store
 *
 * Usage: bench_ledger FOLDER (empty or absent) [ENTRIES] */
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <lmdb.h>

#include "base/random.h"
#include "crypto/crypto.h"
#include "crypto/merkle.h"
#include "crypto/signing_key.h"
#include "ledger/format/export.h"
#include "ledger/format/ledger_entry.h"
#include "ledger/format/rule_set.h"
#include "musubi/musubi.h"
#include "store/ledger.h"

enum {
    BATCH = 1000,
    DEFAULT_ENTRIES = 1000000,
    FIRMS = 20000,
    YEARS = 10,
    FIRST_YEAR = 2016,
    SYNCS = 200,
    REPEATS = 5,
    PROOFS = 2000,
};

static const char RULES[] =
    "{\"format\":\"musubi-rules/1\",\"id\":\"bench\",\"title\":{\"ja\":\"計測\",\"en\":\"Bench\"},"
    "\"indicator\":\"city-matches\",\"from_fiscal_year\":2010,"
    "\"named\":[{\"programmes\":[\"any\"],\"stages\":[\"concluded\"],\"confirmed\":false}],"
    "\"reported\":[{\"programmes\":[\"FAIR\"],\"sides\":[\"exhibitor\"],\"confirmed\":false}],"
    "\"one_match\":[\"pair\",\"purpose\",\"fiscal_year\"]}";

static double wall(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void must(enum mus_status status, const struct mus_error *err)
{
    if (status != MUS_OK) {
        fprintf(stderr, "bench: %s\n", err->message);
        exit(1);
    }
}

static void must_be(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "bench: %s\n", what);
        exit(1);
    }
}

/* ---- the entries ---- */

static void random_id(struct mus_random *random, uint64_t number, struct mus_ledger_id *out)
{
    (void)random;
    memset(out->bytes, 0, sizeof out->bytes);
    for (int i = 0; i < 8; i++) {
        out->bytes[i] = (unsigned char)((number * UINT64_C(0x9E3779B97F4A7C15)) >> (8 * i));
    }
}

static void random_side(struct mus_random *random, bool home, struct mus_ledger_side *out)
{
    static const char abroad[] = "VNTHIDDECNKR";
    uint64_t firm = mus_random_below(random, FIRMS) * 2 + (home ? 1 : 2);
    random_id(random, firm, &out->company);
    out->corporate_number = 0;
    size_t at = (size_t)mus_random_below(random, 6) * 2;
    memcpy(out->country, home ? "JP" : abroad + at, 2);
    out->size = (enum mus_size)(1 + mus_random_below(random, 3));
    out->kind = MUS_KIND_COMPANY;
}

/* One in fifty is a questionnaire, one in a hundred a reversal, one in a hundred a confirmation;
 * the rest are named conclusions, over ten fiscal years. */
static void make_entry(struct mus_random *random, uint64_t index, uint64_t total,
                       const unsigned char *kinds, struct mus_ledger_entry *e)
{
    mus_date start = 0;
    must_be(mus_date_of(FIRST_YEAR, 4, 1, &start), "no such day");
    mus_date day = start + (mus_date)(index * (uint64_t)(365 * YEARS) / total);
    *e = (struct mus_ledger_entry){.recorded = (uint64_t)(day + 3) * 86400 + 3 * 3600};
    random_id(random, 7, &e->by);
    static const char *const editions[YEARS] = {"fair-9",  "fair-10", "fair-11", "fair-12",
                                                "fair-13", "fair-14", "fair-15", "fair-16",
                                                "fair-17", "fair-18"};
    struct mus_text edition = mus_text_of(editions[index * YEARS / total]);
    uint64_t draw = mus_random_below(random, 100);
    uint64_t about = index == 0 ? 0 : mus_random_below(random, index);
    if (draw < 2 && index > 10 && kinds[about] == MUS_LEDGER_NAMED) {
        e->kind = draw == 0 ? MUS_LEDGER_REVERSED : MUS_LEDGER_CONFIRMED;
        e->as.about.entry = about;
        e->as.about.reason = draw == 0 ? MUS_LEDGER_MISTAKE : 0;
        random_id(random, 8, &e->by);
    } else if (draw < 4) {
        e->kind = MUS_LEDGER_REPORTED;
        e->as.reported.date = day;
        e->as.reported.programme = MUS_TEXT("FAIR");
        e->as.reported.edition = edition;
        e->as.reported.side_of_fair = MUS_LEDGER_EXHIBITOR;
        e->as.reported.n = (uint32_t)mus_random_below(random, 9);
        random_side(random, true, &e->as.reported.respondent);
    } else {
        e->kind = MUS_LEDGER_NAMED;
        e->as.named.stage = MUS_LEDGER_CONCLUDED;
        e->as.named.date = day;
        bool fair = draw < 30;
        e->as.named.programme = fair ? MUS_TEXT("FAIR") : MUS_TEXT("KOBS");
        e->as.named.edition = fair ? edition : MUS_TEXT("");
        e->as.named.purpose = draw % 2 == 0 ? MUS_TEXT("sales") : MUS_TEXT("procurement");
        e->as.named.agreement = MUS_TEXT("contract");
        e->as.named.has_evidence = true;
        random_side(random, true, &e->as.named.sides[0]);
        random_side(random, false, &e->as.named.sides[1]);
        mus_ledger_order_sides(e->as.named.sides);
    }
}

struct entries {
    struct mus_buf bytes;
    uint32_t *lengths;
    uint64_t count;
};

static void make_entries(uint64_t count, struct entries *out)
{
    struct mus_random random;
    struct mus_error err = {0};
    unsigned char *kinds = calloc(count, 1);
    unsigned char *reversed = calloc(count, 1);
    out->lengths = calloc(count, sizeof *out->lengths);
    must_be(kinds != NULL && reversed != NULL && out->lengths != NULL, "out of memory");
    mus_random_init(&random, 1);
    struct mus_arena arena = {0};
    struct mus_rule_set rules;
    struct mus_buf canonical = {0};
    must(mus_rule_set_read(mus_text_of(RULES), &arena, &rules, &err), &err);
    mus_rule_set_write(&rules, &canonical);
    for (uint64_t i = 0; i < count; i++) {
        struct mus_ledger_entry e;
        do {
            make_entry(&random, i, count, kinds, &e);
        } while ((e.kind == MUS_LEDGER_REVERSED || e.kind == MUS_LEDGER_CONFIRMED) &&
                 reversed[e.as.about.entry]);
        if (i == 0) {
            e.kind = MUS_LEDGER_RULES;
            e.as.rules = mus_buf_text(&canonical);
        }
        kinds[i] = (unsigned char)e.kind;
        if (e.kind == MUS_LEDGER_REVERSED) {
            reversed[e.as.about.entry] = 1;
        }
        size_t before = out->bytes.len;
        must(mus_ledger_entry_check(&e, &err), &err);
        mus_ledger_entry_encode(&e, &out->bytes);
        out->lengths[i] = (uint32_t)(out->bytes.len - before);
    }
    must(mus_buf_check(&out->bytes, &err), &err);
    out->count = count;
    free(kinds);
    free(reversed);
    mus_buf_done(&canonical);
    mus_arena_done(&arena);
}

/* ---- limits of the machine ---- */

static double sync_rate(const char *folder)
{
    char path[4096];
    char block[160] = {0};
    snprintf(path, sizeof path, "%s/sync", folder);
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    must_be(fd >= 0, "cannot write");
    double start = wall();
    for (int i = 0; i < SYNCS; i++) {
        must_be(write(fd, block, sizeof block) == (ssize_t)sizeof block && fdatasync(fd) == 0,
                "cannot sync");
    }
    double took = wall() - start;
    close(fd);
    unlink(path);
    return SYNCS / took;
}

static double bare_lmdb(const struct entries *entries, const char *folder)
{
    char path[4096];
    MDB_env *env;
    MDB_txn *txn = NULL;
    MDB_dbi dbi = 0;
    snprintf(path, sizeof path, "%s/bare", folder);
    mkdir(path, 0700);
    must_be(mdb_env_create(&env) == 0 && mdb_env_set_mapsize(env, (size_t)64 << 30) == 0 &&
                mdb_env_open(env, path, 0, 0600) == 0,
            "cannot open a bare LMDB");
    double start = wall();
    size_t at = 0;
    for (uint64_t i = 0; i < entries->count; i++) {
        if (txn == NULL) {
            must_be(mdb_txn_begin(env, NULL, 0, &txn) == 0 && mdb_dbi_open(txn, NULL, 0, &dbi) == 0,
                    "bare LMDB: cannot begin");
        }
        unsigned char key[8];
        for (int b = 0; b < 8; b++) {
            key[b] = (unsigned char)(i >> (8 * (7 - b)));
        }
        MDB_val k = {sizeof key, key};
        MDB_val v = {entries->lengths[i], entries->bytes.data + at};
        must_be(mdb_put(txn, dbi, &k, &v, 0) == 0, "bare LMDB: cannot put");
        at += entries->lengths[i];
        if ((i + 1) % BATCH == 0 || i + 1 == entries->count) {
            must_be(mdb_txn_commit(txn) == 0, "bare LMDB: cannot commit");
            txn = NULL;
        }
    }
    double took = wall() - start;
    mdb_env_close(env);
    return took;
}

/* Leaf and node hashes of a share of the entries, nothing else. */
struct hashing {
    const struct entries *entries;
    uint64_t from, to;
    size_t at;
    struct mus_digest root;
};

static void *hash_share(void *context)
{
    struct hashing *h = context;
    struct mus_merkle_edge edge = {0};
    size_t at = h->at;
    for (uint64_t i = h->from; i < h->to; i++) {
        struct mus_digest leaf =
            mus_merkle_leaf(h->entries->bytes.data + at, h->entries->lengths[i]);
        mus_merkle_add(&edge, &leaf);
        at += h->entries->lengths[i];
    }
    h->root = mus_merkle_root(&edge);
    return NULL;
}

static double hash_all(const struct entries *entries, unsigned threads)
{
    pthread_t ids[16];
    struct hashing shares[16];
    size_t at = 0;
    uint64_t done = 0;
    for (unsigned t = 0; t < threads; t++) {
        uint64_t to = entries->count * (t + 1) / threads;
        shares[t] = (struct hashing){.entries = entries, .from = done, .to = to, .at = at};
        for (; done < to; done++) {
            at += entries->lengths[done];
        }
    }
    double start = wall();
    for (unsigned t = 0; t < threads; t++) {
        must_be(pthread_create(&ids[t], NULL, hash_share, &shares[t]) == 0, "no thread");
    }
    for (unsigned t = 0; t < threads; t++) {
        pthread_join(ids[t], NULL);
    }
    return wall() - start;
}

/* ---- the ledger ---- */

struct batch {
    const struct entries *entries;
    uint64_t from, to;
    size_t at;
};

static enum mus_status append_batch(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct batch *batch = context;
    size_t at = batch->at;
    enum mus_status status = MUS_OK;
    for (uint64_t i = batch->from; status == MUS_OK && i < batch->to; i++) {
        uint64_t index;
        struct mus_text entry = {batch->entries->bytes.data + at, batch->entries->lengths[i]};
        status = mus_store_ledger_append(write, entry, &index, err);
        at += batch->entries->lengths[i];
    }
    return status;
}

static double append_all(struct mus_store *store, const struct entries *entries)
{
    struct mus_error err = {0};
    struct batch batch = {.entries = entries};
    double start = wall();
    while (batch.from < entries->count) {
        batch.to = batch.from + BATCH < entries->count ? batch.from + BATCH : entries->count;
        must(mus_store_update(store, append_batch, &batch, &err), &err);
        for (; batch.from < batch.to; batch.from++) {
            batch.at += entries->lengths[batch.from];
        }
    }
    return wall() - start;
}

static double export_all(const struct entries *entries, const char *folder,
                         struct mus_note_key *key)
{
    static const unsigned char seed[32] = {1, 2, 3};
    struct mus_error err = {0};
    struct mus_signing_key *signer = NULL;
    struct mus_export_writer *writer = NULL;
    struct mus_merkle_edge edge = {0};
    struct mus_buf note = {0};
    must(mus_signing_key_of_seed(seed, MUS_TEXT("example.com/bench"), MUS_NOTE_ED25519, &signer,
                                 &err),
         &err);
    *key = *mus_signing_key_public(signer);
    double start = wall();
    must(mus_export_begin(folder, false, &writer, &err), &err);
    size_t at = 0;
    for (uint64_t i = 0; i < entries->count; i++) {
        struct mus_text entry = {entries->bytes.data + at, entries->lengths[i]};
        struct mus_digest leaf = mus_merkle_leaf(entry.ptr, entry.len);
        mus_merkle_add(&edge, &leaf);
        must(mus_export_add(writer, entry, &err), &err);
        at += entries->lengths[i];
    }
    struct mus_checkpoint checkpoint = {.origin = MUS_TEXT("example.com/bench"),
                                        .size = entries->count,
                                        .root = mus_merkle_root(&edge)};
    mus_checkpoint_write(&checkpoint, &note);
    struct mus_text text = {note.data, note.len};
    struct mus_buf line = {0};
    mus_signing_key_sign_note(signer, text, 0, &line);
    mus_buf_add_byte(&note, '\n');
    mus_buf_add_text(&note, mus_buf_text(&line));
    must(mus_export_finish(writer, mus_buf_text(&note), &err), &err);
    double took = wall() - start;
    mus_export_writer_free(writer);
    mus_signing_key_free(signer);
    mus_buf_done(&note);
    mus_buf_done(&line);
    return took;
}

static double verify_all(const char *folder, const struct mus_note_key *key, size_t threads)
{
    struct mus_error err = {0};
    struct mus_export_files *files = NULL;
    struct mus_export_report report;
    struct mus_export_options options = {.key = key, .threads = threads};
    double start = wall();
    must(mus_export_open(folder, &files, &err), &err);
    must(mus_export_verify(mus_export_bytes(files), &options, &report, &err), &err);
    mus_export_close(files);
    return wall() - start;
}

static double prove_some(struct mus_store *store, uint64_t size)
{
    struct mus_error err = {0};
    struct mus_random random;
    struct mus_read *read = NULL;
    mus_random_init(&random, 2);
    must(mus_store_read_begin(store, &read, &err), &err);
    double start = wall();
    for (int i = 0; i < PROOFS; i++) {
        struct mus_merkle_plan plan;
        struct mus_digest nodes[2 * MUS_MERKLE_MAX_PROOF];
        struct mus_merkle_proof proof;
        mus_merkle_plan_inclusion(mus_random_below(&random, size), size, &plan);
        must(mus_store_ledger_nodes(read, &plan, nodes, &err), &err);
        mus_merkle_fold(&plan, nodes, &proof);
    }
    double took = (wall() - start) / PROOFS;
    mus_store_read_end(read);
    return took;
}

static enum mus_status keep(void *user, const char *json, size_t len, struct mus_error *err)
{
    (void)err;
    snprintf(user, 160, "%.*s", (int)(len < 159 ? len : 159), json);
    return MUS_OK;
}

/* Opening the store is not part of it: it is opened once. */
static double report_some(const char *folder, char *answer)
{
    struct mus_error err = {0};
    struct mus_open_options open = {.store = folder, .today = "2026-03-01", .read_only = true};
    struct mus_report_options options = {.fiscal_year = "2025", .format = "text"};
    struct mus_sink sink = {.take = keep, .user = answer};
    struct mus_musubi *musubi = NULL;
    double best = 1e9;
    must(mus_open(&open, &musubi, &err), &err);
    for (int i = 0; i < REPEATS; i++) {
        double start = wall();
        must(mus_report_indicator(musubi, &options, &sink, &err), &err);
        double took = wall() - start;
        best = took < best ? took : best;
    }
    mus_close(musubi);
    return best;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER [ENTRIES]\n", argv[0]);
        return 2;
    }
    struct mus_error err = {0};
    struct entries entries = {0};
    char store_dir[4096];
    char export_dir[4096];
    char answer[160] = "";
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : DEFAULT_ENTRIES;
    mkdir(argv[1], 0700);
    snprintf(store_dir, sizeof store_dir, "%s/store", argv[1]);
    snprintf(export_dir, sizeof export_dir, "%s/export", argv[1]);
    must(mus_crypto_init(&err), &err);
    make_entries(count, &entries);
    double n = (double)count;
    printf("entries    %9" PRIu64 " of %.0f bytes\n", count, (double)entries.bytes.len / n);

    double syncs = sync_rate(argv[1]);
    double bare = bare_lmdb(&entries, argv[1]);
    struct mus_open_options open = {.store = store_dir};
    struct mus_sink sink = {.take = keep, .user = answer};
    struct mus_store *store = NULL;
    must(mus_init(&open, &sink, &err), &err);
    must(mus_store_open(store_dir, NULL, &store, &err), &err);
    double append = append_all(store, &entries);
    printf("append     %9.0f entries/s in durable batches of %d; %.2f x the time of a bare LMDB "
           "(%.0f/s); %.0f syncs/s\n",
           n / append, BATCH, append / bare, n / bare, syncs);
    printf("proof      %9.3f ms, an inclusion proof of any entry\n",
           prove_some(store, count) * 1e3);
    mus_store_close(store);

    double report = report_some(store_dir, answer);
    printf("report     %9.1f ms of one fiscal year (%s…)\n", report * 1e3, answer);

    struct mus_note_key key;
    double exported = export_all(&entries, export_dir, &key);
    printf("export     %9.0f entries/s\n", n / exported);
    for (unsigned threads = 1; threads <= 2; threads++) {
        double hashed = hash_all(&entries, threads);
        double verified = verify_all(export_dir, &key, threads);
        printf("verify     %9.0f entries/s on %u thread(s); %.0f %% of hashing leaves and nodes "
               "alone (%.0f/s)\n",
               n / verified, threads, 100 * hashed / verified, n / hashed);
    }
    mus_buf_done(&entries.bytes);
    free(entries.lengths);
    return 0;
}
