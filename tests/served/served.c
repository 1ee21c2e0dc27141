/* A program that is started once and answers command after command.
 *
 * Under AddressSanitizer a start costs far more than most commands do: a dozen libraries, shadow
 * memory, the tables of the sanitizer. The sessions give thousands of commands, so this file is
 * linked to the very objects of the program under test with -Wl,--wrap=main: the C start-up calls
 * __wrap_main below, and the program's own main is __real_main. It may be called again and again
 * because nothing in the program is global; what a command leaves behind is found as a leak when
 * the last has been answered.
 *
 * With MUS_SERVED set, standard input holds requests and standard output answers them. A request is
 * a count and so many texts, each ended by a NUL: the folder to work in, the files to read as
 * standard input and to write as standard output and error, and the words of the command line. The
 * answer is the exit code on a line; a program that dies does not answer. Without MUS_SERVED the
 * program is what it always was. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FOLDER, INPUT, OUTPUT, ERRORS, WORDS, MAX_TEXTS = 256 };

int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);

/* Our own ends of the pipes; the standard streams belong to the commands. */
struct server {
    FILE *requests;
    FILE *answers;
    int errors;
    char *texts[MAX_TEXTS + 1]; /* NULL behind the last, as main wants it */
};

static void fail(const struct server *server, const char *what)
{
    dprintf(server->errors, "served: %s: %s\n", what, strerror(errno));
    _exit(125);
}

static char *next_text(struct server *server)
{
    char *text = NULL;
    size_t size = 0;
    if (getdelim(&text, &size, '\0', server->requests) < 0) {
        free(text);
        return NULL;
    }
    return text;
}

/* How many texts the next request has; 0 at the end of the requests. */
static int next_request(struct server *server)
{
    char *number = next_text(server);
    if (number == NULL) {
        return 0;
    }
    int count = atoi(number);
    free(number);
    if (count <= WORDS || count > MAX_TEXTS) {
        fail(server, "a request of too few or too many texts");
    }
    for (int i = 0; i < count; i++) {
        server->texts[i] = next_text(server);
        if (server->texts[i] == NULL) {
            fail(server, "a request ends early");
        }
    }
    return count;
}

static void answer(struct server *server, int count)
{
    char **texts = server->texts;
    if (chdir(texts[FOLDER]) != 0 || freopen(texts[INPUT], "rb", stdin) == NULL ||
        freopen(texts[OUTPUT], "wb", stdout) == NULL ||
        freopen(texts[ERRORS], "wb", stderr) == NULL) {
        fail(server, texts[FOLDER]);
    }
    int code = __real_main(count - WORDS, texts + WORDS);
    fflush(stdout);
    fflush(stderr);
    if (fprintf(server->answers, "%d\n", code) < 0 || fflush(server->answers) != 0) {
        fail(server, "an answer");
    }
    for (int i = 0; i < count; i++) {
        free(texts[i]);
        texts[i] = NULL;
    }
}

int __wrap_main(int argc, char **argv)
{
    if (getenv("MUS_SERVED") == NULL) {
        return __real_main(argc, argv);
    }
    struct server server = {.errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10)};
    server.requests = fdopen(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10), "rb");
    server.answers = fdopen(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10), "wb");
    if (server.requests == NULL || server.answers == NULL) {
        fail(&server, "the pipes");
    }
    for (int count; (count = next_request(&server)) > 0;) {
        answer(&server, count);
    }
    fclose(server.requests);
    fclose(server.answers);
    dup2(server.errors, STDERR_FILENO); /* where a leak is told of */
    close(server.errors);
    return 0;
}
