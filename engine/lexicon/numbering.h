/* Numbers 0, 1, 2, … for 64-bit keys in the order in which they first come. Start with `struct
 * mus_numbering n = {0};`, end with mus_numbering_done. Belongs to one thread at a time. */
#ifndef MUS_LEXICON_NUMBERING_H
#define MUS_LEXICON_NUMBERING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_numbering {
    uint64_t *keys; /* by number */
    size_t count;
    size_t capacity;
    uint32_t *slots; /* number + 1, found by key; twice the capacity */
};

/* The key's number; *fresh is true where it has just been given. False when memory runs out. */
bool mus_numbering_add(struct mus_numbering *numbering, uint64_t key, uint32_t *number,
                       bool *fresh);
void mus_numbering_done(struct mus_numbering *numbering);

#endif
