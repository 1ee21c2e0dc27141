/* How near two classes of a nested scheme (industries, technology fields) are. Inside the matcher.
 *
 * The nearness of two codes is read from the weights by the level of the deepest class both lie in.
 * Where one side *asks* for a class, everything in that class is what it asked for. */
#ifndef MUS_MATCHER_CLASSES_H
#define MUS_MATCHER_CLASSES_H

#include "base/status.h"
#include "matcher/reference.h"
#include "matcher/term_set.h"
#include "matcher/weights.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The reference table, made quick to climb. Read-only once made. */
struct mus_class_tree {
    const struct mus_reference *reference;
    struct mus_term_set index; /* the codes; an index is a row of the reference table */
    uint32_t *parent;          /* row of the class above, MUS_NO_TERM at the top */
    uint8_t *level;            /* 1 at the top */
};

/* `reference` has passed its check and is borrowed for the tree's life. */
enum mus_status mus_class_tree_make(struct mus_class_tree *tree,
                                    const struct mus_reference *reference,
                                    struct mus_error *err) MUS_MUST_CHECK;
void mus_class_tree_done(struct mus_class_tree *tree);

struct mus_class_set_row {
    uint64_t code;
    uint8_t level; /* 0: the table does not have the code */
    bool own;      /* listed itself, not only above one that is */
};

/* A list of codes with all classes above them. */
struct mus_class_set {
    struct mus_class_set_row *rows; /* by code */
    size_t count;
    uint64_t *schemes; /* ascending; 0 stands for codes that the table does not have */
    size_t scheme_count;
};

enum mus_status mus_class_set_make(struct mus_class_set *set, const struct mus_class_tree *tree,
                                   struct mus_hashes codes, struct mus_error *err) MUS_MUST_CHECK;
void mus_class_set_done(struct mus_class_set *set);

/* Values of the nearest pair of codes, in millionths. */
struct mus_nearness {
    bool comparable; /* some code of one can be compared with some code of the other */
    uint32_t kin;    /* neither was asked for: the same code, or near */
    uint32_t forth;  /* the set's codes are asked for, the others are offered */
    uint32_t back;   /* the others are asked for, the set's codes are offered */
};

/* The set against another list of codes. Both must hold something to be comparable. */
struct mus_nearness mus_class_nearness(const struct mus_class_tree *tree,
                                       const struct mus_class_set *set, struct mus_hashes others,
                                       const struct mus_code_weights *weights);

#endif
