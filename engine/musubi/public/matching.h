/* Weights, the dictionary of terms and matches: whom to introduce, and why. A part of musubi.h. */
#ifndef MUSUBI_MATCHING_H
#define MUSUBI_MATCHING_H

#include "musubi/public/opening.h"

/* The sets of weights, the expert's first; one of them, NULL: the one in use; what differs. */
MUS_PUBLIC enum mus_status mus_weights_list(struct mus_musubi *musubi, struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_weights_show(struct mus_musubi *musubi, const char *name,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_weights_diff(struct mus_musubi *musubi, const char *a, const char *b,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* Every match is judged by this set from now on, until another is put in use. */
MUS_PUBLIC enum mus_status mus_weights_use(struct mus_musubi *musubi, const char *name,
                                           struct mus_sink *sink,
                                           struct mus_error *err) MUS_MUST_CHECK;
struct mus_weights_learn_options {
    const char *outcomes; /* JSON Lines; NULL: the cases of the store */
    const char *name;     /* of the set; NULL: "learned-" and the day */
    const char *by;       /* may be NULL */
    bool use;             /* put it in use, where it passes the gate */
};
/* What outcomes say of the expert's weights. Stored where they pass the gate, else only told. */
MUS_PUBLIC enum mus_status mus_weights_learn(struct mus_musubi *musubi,
                                             const struct mus_weights_learn_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* What share of pairs with a score like this was concluded, from the cases that a match suggested
 * and that ended, scored by the weights in use. Where there are enough of them and higher scores
 * were concluded more often, it is stored and stands in every answer of mus_match and mus_explain,
 * until other weights are put in use; otherwise nothing does. `by` may be NULL. */
MUS_PUBLIC enum mus_status mus_weights_calibrate(struct mus_musubi *musubi, const char *by,
                                                 struct mus_sink *sink,
                                                 struct mus_error *err) MUS_MUST_CHECK;

struct mus_lexicon_build_options {
    const char
        *edict; /* a dictionary file; NULL: Debian's /usr/share/edict/edict, if it is there */
    bool without_edict;   /* not even that */
    const char *glossary; /* a glossary of one's own, beside the built-in one; may be NULL */
};
/* The dictionary by which a need in one language meets an offer in the other: made anew from
 * glossaries, names in the tables in force and EDICT, and put in use; every company's texts are
 * read by it. */
MUS_PUBLIC enum mus_status mus_lexicon_build(struct mus_musubi *musubi,
                                             const struct mus_lexicon_build_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* Its digest and size; and one object for each of its rows, only those whose word stands in
 * `within` unless that is NULL. */
MUS_PUBLIC enum mus_status mus_lexicon_show(struct mus_musubi *musubi, struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_lexicon_list(struct mus_musubi *musubi, const char *within,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;

/* Whom to introduce. Exactly one of company, need, queries and all is given. filters is a JSON
 * object as in a query line, or NULL. With queries, one object a line in the order given; with all,
 * one a company of the store in the order of ids, also of those that should not be introduced
 * themselves. run names the file for a TREC run; with all it takes the place of the answers, and
 * one object tells of it. */
struct mus_match_options {
    const char *company;
    const char *need;
    const char *queries;
    const char *filters;
    const char *run;
    /* Goes on with a run that was cut short, with the same bytes in the end. It must have been
     * begun with the same queries and options, and the store must not have changed
     * (musubi/match_run.h). Queries whose lines stand there are not answered again. */
    bool resume;
    bool all;
    int64_t top;     /* 0: 20, or what the query says */
    int64_t threads; /* 0: as many as the machine has; the answer is the same for any number */
    const char *met_since; /* meetings before this day are no veto; NULL: all are */
    bool explain;
    bool show_vetoed;
    /* Conditions and purposes that the words of `need` state for certain are read from them and
     * told as chips, unless unread; not_read names chips that are to stay text,
     * "country:DE,size:sme". */
    bool unread;
    const char *not_read;
};
MUS_PUBLIC enum mus_status mus_match(struct mus_musubi *musubi,
                                     const struct mus_match_options *options, struct mus_sink *sink,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* One result of the match of a with b, explained; and whether something stands against it. */
MUS_PUBLIC enum mus_status mus_explain(struct mus_musubi *musubi, const char *a, const char *b,
                                       struct mus_sink *sink, struct mus_error *err) MUS_MUST_CHECK;

#endif
