#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/mem.h"
#include "base/new_file.h"
#include "crypto/crypto.h"
#include "ledger/format/export.h"
#include "ledger/format/tiles.h"
#include "sample_ledger.h"

/* A ledger of 700 entries: two whole tiles and a part of one. */
struct fixture {
    char top[32];
    char *dir;
    struct sample_ledger ledger;
    struct mus_error err;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    snprintf(fixture->top, sizeof fixture->top, "/tmp/musubi-XXXXXX");
    fixture->dir = mkdtemp(fixture->top) == NULL ? NULL : mus_path_join(fixture->top, "export");
    sample_init(&fixture->ledger, 5);
    sample_grow(&fixture->ledger, 700);
    *state = fixture;
    return fixture->dir == NULL;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    enum mus_status status = mus_tree_remove(fixture->top, NULL);
    sample_done(&fixture->ledger);
    mus_free(fixture->dir);
    free(fixture);
    return status != MUS_OK;
}

/* Writes the first `size` under the checkpoint of the first `told`. */
static enum mus_status write_as(struct fixture *fixture, size_t size, size_t told, bool tiles)
{
    struct mus_export_writer *writer = NULL;
    struct mus_buf checkpoint = {0};
    sample_checkpoint(&fixture->ledger, told, 0, 0, &checkpoint);
    enum mus_status status = mus_export_begin(fixture->dir, tiles, &writer, &fixture->err);
    for (size_t i = 0; status == MUS_OK && i < size; i++) {
        status =
            mus_export_add(writer, mus_buf_text(&fixture->ledger.entries[i].bytes), &fixture->err);
    }
    if (status == MUS_OK) {
        status = mus_export_finish(writer, mus_buf_text(&checkpoint), &fixture->err);
    }
    mus_export_writer_free(writer);
    mus_buf_done(&checkpoint);
    return status;
}

static void writes(struct fixture *fixture, size_t size, bool tiles)
{
    if (write_as(fixture, size, size, tiles) != MUS_OK) {
        fail_msg("%s", fixture->err.message);
    }
}

static void verifies(struct fixture *fixture, size_t size)
{
    struct mus_export_files *files = NULL;
    struct mus_export_report report;
    struct mus_export_options options = {.key = sample_key(&fixture->ledger, 0)};
    assert_int_equal(mus_export_open(fixture->dir, &files, &fixture->err), MUS_OK);
    if (mus_export_verify(mus_export_bytes(files), &options, &report, &fixture->err) != MUS_OK) {
        fail_msg("%s", fixture->err.message);
    }
    assert_int_equal(report.checkpoint.size, size);
    mus_export_close(files);
}

static bool is_there(const struct fixture *fixture, const char *name)
{
    char *path = mus_path_join(fixture->dir, name);
    bool there = access(path, F_OK) == 0;
    mus_free(path);
    return there;
}

static size_t read_file(const struct fixture *fixture, const char *name, char *out, size_t room)
{
    char *path = mus_path_join(fixture->dir, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail_msg("%s is missing", path);
        return 0;
    }
    size_t got = fread(out, 1, room, file);
    fclose(file);
    mus_free(path);
    return got;
}

static void what_is_written_is_what_is_in_memory(void **state)
{
    struct fixture *fixture = *state;
    struct sample_export export;
    struct mus_export_files *files = NULL;
    sample_export(&fixture->ledger, 700, 0, &export);
    writes(fixture, 700, false);
    assert_int_equal(mus_export_open(fixture->dir, &files, &fixture->err), MUS_OK);
    const struct mus_export *written = mus_export_bytes(files);
    struct mus_export made = sample_bytes(&export);
    static char lines[1024 * 1024];
    assert_true(mus_text_equal(written->entries, made.entries));
    assert_true(mus_text_equal(written->checkpoint, made.checkpoint));
    assert_int_equal(read_file(fixture, "entries.jsonl", lines, sizeof lines), made.lines.len);
    assert_memory_equal(lines, made.lines.ptr, made.lines.len);
    mus_export_close(files);
    sample_export_done(&export);
}

static void an_earlier_export_is_replaced_with_its_tiles(void **state)
{
    struct fixture *fixture = *state;
    writes(fixture, 300, true);
    verifies(fixture, 300);
    assert_true(is_there(fixture, "tile/0/000"));
    assert_true(is_there(fixture, "tile/0/001.p/44"));
    assert_true(is_there(fixture, "tile/1/000.p/1"));
    assert_true(is_there(fixture, "tile/entries/001.p/44"));
    writes(fixture, 700, true);
    verifies(fixture, 700);
    assert_true(is_there(fixture, "tile/0/001"));
    assert_false(is_there(fixture, "tile/0/001.p"));
    assert_true(is_there(fixture, "tile/0/002.p/188"));
    writes(fixture, 700, false);
    assert_false(is_there(fixture, "tile"));
    assert_false(is_there(fixture, "entries.new"));
    assert_false(is_there(fixture, "tile.new"));
}

static void a_ledger_without_entries_is_written_without_tiles(void **state)
{
    struct fixture *fixture = *state;
    writes(fixture, 0, true);
    verifies(fixture, 0);
    assert_false(is_there(fixture, "tile"));
}

static void tiles_hold_the_nodes_of_the_tree(void **state)
{
    struct fixture *fixture = *state;
    char tile[MUS_TILE_WIDTH * MUS_DIGEST_BYTES + 1];
    writes(fixture, 700, true);
    for (size_t n = 0; n < 3; n++) {
        static const char *const names[] = {"tile/0/000", "tile/0/001", "tile/0/002.p/188"};
        size_t width = n < 2 ? 256 : 188;
        assert_int_equal(read_file(fixture, names[n], tile, sizeof tile), width * MUS_DIGEST_BYTES);
        for (size_t i = 0; i < width; i++) {
            const struct mus_buf *entry = &fixture->ledger.entries[256 * n + i].bytes;
            struct mus_digest leaf = mus_merkle_leaf(entry->data, entry->len);
            assert_memory_equal(tile + i * MUS_DIGEST_BYTES, leaf.bytes, MUS_DIGEST_BYTES);
        }
    }
    struct mus_digest root = sample_root(&fixture->ledger, 256);
    assert_int_equal(read_file(fixture, "tile/1/000.p/2", tile, sizeof tile), 2 * MUS_DIGEST_BYTES);
    assert_memory_equal(tile, root.bytes, MUS_DIGEST_BYTES);
    assert_false(is_there(fixture, "tile/2"));
}

static void bundles_of_entries_are_a_part_of_the_whole(void **state)
{
    struct fixture *fixture = *state;
    static char whole[512 * 1024];
    static char bundle[256 * 1024];
    static const char *const names[] = {"tile/entries/000", "tile/entries/001",
                                        "tile/entries/002.p/188"};
    writes(fixture, 700, true);
    size_t len = read_file(fixture, "entries", whole, sizeof whole);
    size_t at = 0;
    for (size_t i = 0; i < 3; i++) {
        size_t got = read_file(fixture, names[i], bundle, sizeof bundle);
        assert_true(at + got <= len);
        assert_memory_equal(bundle, whole + at, got);
        at += got;
    }
    assert_int_equal(at, len);
}

static void entries_that_do_not_give_the_checkpoint_are_refused(void **state)
{
    struct fixture *fixture = *state;
    writes(fixture, 20, true);
    assert_int_equal(write_as(fixture, 30, 31, true), MUS_CORRUPT);
    assert_string_equal(fixture->err.message, "checkpoint: it is of 31 entries, 30 were written");
    struct mus_buf *last = &fixture->ledger.entries[29].bytes;
    struct mus_export_writer *writer = NULL;
    struct mus_buf checkpoint = {0};
    sample_checkpoint(&fixture->ledger, 30, 0, 0, &checkpoint);
    last->data[25] ^= 1;
    assert_int_equal(mus_export_begin(fixture->dir, true, &writer, NULL), MUS_OK);
    for (size_t i = 0; i < 30; i++) {
        assert_int_equal(
            mus_export_add(writer, mus_buf_text(&fixture->ledger.entries[i].bytes), NULL), MUS_OK);
    }
    assert_int_equal(mus_export_finish(writer, mus_buf_text(&checkpoint), &fixture->err),
                     MUS_CORRUPT);
    assert_string_equal(fixture->err.message,
                        "checkpoint: the 30 entries written have another root");
    assert_int_equal(mus_export_finish(writer, MUS_TEXT("x"), &fixture->err), MUS_INVALID);
    assert_memory_equal(fixture->err.message, "checkpoint", 10);
    mus_export_writer_free(writer);
    mus_buf_done(&checkpoint);
    /* What was there stands. */
    verifies(fixture, 20);
    assert_true(is_there(fixture, "tile/0/000.p/20"));
    assert_false(is_there(fixture, "checkpoint.new"));
    assert_false(is_there(fixture, "tile.new"));
}

static void what_is_no_entry_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_writer *writer = NULL;
    assert_int_equal(mus_export_begin(fixture->dir, false, &writer, NULL), MUS_OK);
    assert_int_equal(mus_export_add(writer, mus_buf_text(&fixture->ledger.entries[0].bytes), NULL),
                     MUS_OK);
    assert_int_equal(mus_export_add(writer, MUS_TEXT("no entry"), &fixture->err), MUS_CORRUPT);
    assert_memory_equal(fixture->err.message, "entry 1: ", 9);
    static char large[65536];
    assert_int_equal(mus_export_add(writer, (struct mus_text){large, sizeof large}, &fixture->err),
                     MUS_CORRUPT);
    assert_string_equal(fixture->err.message, "entry 1: 65536 bytes, at most 65535 are possible");
    mus_export_writer_free(writer);
}

static void one_export_at_a_time(void **state)
{
    struct fixture *fixture = *state;
    struct mus_export_writer *writer = NULL;
    char message[100];
    assert_int_equal(mus_export_begin(fixture->dir, false, &writer, NULL), MUS_OK);
    assert_int_equal(write_as(fixture, 3, 3, false), MUS_CONFLICT);
    snprintf(message, sizeof message, "%s: another process is writing here", fixture->dir);
    assert_string_equal(fixture->err.message, message);
    mus_export_writer_free(writer);
    writes(fixture, 3, false);
}

static void what_stands_in_the_way_is_told(void **state)
{
    struct fixture *fixture = *state;
    char message[120];
    char *path = mus_path_join(fixture->dir, "checkpoint");
    assert_int_equal(mkdir(fixture->dir, 0700), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(write_as(fixture, 3, 3, false), MUS_IO);
    snprintf(message, sizeof message, "%s: Is a directory", path);
    assert_string_equal(fixture->err.message, message);
    struct mus_export_files *files = NULL;
    assert_int_equal(mus_export_open(fixture->dir, &files, &fixture->err), MUS_IO);
    snprintf(message, sizeof message, "%s: expected a file", path);
    assert_string_equal(fixture->err.message, message);
    rmdir(path);
    assert_int_equal(mus_export_open(fixture->dir, &files, &fixture->err), MUS_NOT_FOUND);
    snprintf(message, sizeof message, "%s: No such file or directory", path);
    assert_string_equal(fixture->err.message, message);
    mus_free(path);
}

/* The answer to the folder with these lines, and to the same in memory. */
static void answers_alike(struct fixture *fixture, const struct sample_export *export)
{
    struct mus_export_files *files = NULL;
    struct mus_export_report report;
    struct mus_error in_memory = {0};
    struct mus_error in_file = {0};
    struct mus_export bytes = sample_bytes(export);
    char *path = mus_path_join(fixture->dir, "entries.jsonl");
    assert_int_equal(mus_file_replace(path, mus_buf_text(&export->lines), NULL), MUS_OK);
    assert_int_equal(mus_export_open(fixture->dir, &files, NULL), MUS_OK);
    for (size_t threads = 1; threads < 4; threads++) {
        struct mus_export_options options = {.key = sample_key(&fixture->ledger, 0),
                                             .threads = threads};
        enum mus_status status = mus_export_verify(&bytes, &options, &report, &in_memory);
        assert_int_equal(mus_export_verify(mus_export_bytes(files), &options, &report, &in_file),
                         status);
        assert_string_equal(in_file.message, in_memory.message);
    }
    mus_export_close(files);
    mus_free(path);
}

static void lines_in_a_file_are_held_to_the_same(void **state)
{
    struct fixture *fixture = *state;
    struct sample_export export;
    sample_export(&fixture->ledger, 700, 0, &export);
    writes(fixture, 700, false);
    answers_alike(fixture, &export);
    size_t whole = export.lines.len;
    for (size_t at = 0; at < whole; at += whole / 23) {
        export.lines.data[at] ^= 1;
        answers_alike(fixture, &export);
        export.lines.data[at] ^= 1;
        export.lines.len = at;
        answers_alike(fixture, &export);
        export.lines.len = whole;
    }
    mus_buf_add_byte(&export.lines, '\n');
    answers_alike(fixture, &export);
    sample_export_done(&export);
}

static void lines_that_cannot_be_read_are_no_answer(void **state)
{
    struct fixture *fixture = *state;
    struct sample_export export;
    struct mus_export_report report;
    struct mus_export_options options = {.key = sample_key(&fixture->ledger, 0)};
    sample_export(&fixture->ledger, 20, 0, &export);
    struct mus_export bytes = sample_bytes(&export);
    int none = -1;
    bytes.lines_file = &none;
    assert_int_equal(mus_export_verify(&bytes, &options, &report, &fixture->err), MUS_IO);
    assert_string_equal(fixture->err.message, "entries.jsonl: Bad file descriptor");
    int write_only = open("/dev/null", O_WRONLY);
    bytes.lines_file = &write_only;
    assert_int_equal(mus_export_verify(&bytes, &options, &report, &fixture->err), MUS_IO);
    assert_string_equal(fixture->err.message, "entries.jsonl: Bad file descriptor");
    close(write_only);
    sample_export_done(&export);
}

static void memory_may_run_out_at_any_moment(void **state)
{
    struct fixture *fixture = *state;
    struct mus_buf checkpoint = {0};
    struct mus_export_files *files = NULL;
    sample_checkpoint(&fixture->ledger, 3, 0, 0, &checkpoint);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_export_writer *writer = NULL;
        mus_mem_fail_at(n, true);
        status = mus_export_begin(fixture->dir, true, &writer, NULL);
        for (size_t i = 0; status == MUS_OK && i < 3; i++) {
            status = mus_export_add(writer, mus_buf_text(&fixture->ledger.entries[i].bytes), NULL);
        }
        if (status == MUS_OK) {
            status = mus_export_finish(writer, mus_buf_text(&checkpoint), NULL);
        }
        mus_export_writer_free(writer);
        mus_mem_fail_at(0, false);
        assert_int_equal(is_there(fixture, "checkpoint"), status == MUS_OK);
    }
    assert_int_equal(status, MUS_OK);
    verifies(fixture, 3);
    status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        mus_mem_fail_at(n, true);
        status = mus_export_open(fixture->dir, &files, NULL);
        mus_mem_fail_at(0, false);
    }
    assert_int_equal(status, MUS_OK);
    mus_export_close(files);
    mus_buf_done(&checkpoint);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_what_is_in_memory),
        TEST(an_earlier_export_is_replaced_with_its_tiles),
        TEST(a_ledger_without_entries_is_written_without_tiles),
        TEST(tiles_hold_the_nodes_of_the_tree),
        TEST(bundles_of_entries_are_a_part_of_the_whole),
        TEST(entries_that_do_not_give_the_checkpoint_are_refused),
        TEST(what_is_no_entry_is_refused),
        TEST(one_export_at_a_time),
        TEST(what_stands_in_the_way_is_told),
        TEST(lines_in_a_file_are_held_to_the_same),
        TEST(lines_that_cannot_be_read_are_no_answer),
        TEST(memory_may_run_out_at_any_moment),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
