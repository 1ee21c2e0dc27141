/* Numbers of a segment, little-endian and anywhere in memory, by their index from `at`. Inside the
 * index. */
#ifndef MUS_MATCHER_INDEX_LOAD_H
#define MUS_MATCHER_INDEX_LOAD_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint16_t mus_load_u16(const unsigned char *at, size_t index)
{
    uint16_t value;
    memcpy(&value, at + 2 * index, sizeof value);
    return le16toh(value);
}
static inline uint32_t mus_load_u32(const unsigned char *at, size_t index)
{
    uint32_t value;
    memcpy(&value, at + 4 * index, sizeof value);
    return le32toh(value);
}
static inline uint64_t mus_load_u64(const unsigned char *at, size_t index)
{
    uint64_t value;
    memcpy(&value, at + 8 * index, sizeof value);
    return le64toh(value);
}

#endif
