#!/bin/sh
# An exported checkpoint and a leaf verified without any code of this project: openssl checks the
# Ed25519 signature and the key's id, sha256sum the leaf and the nodes above it; sed, base64, od and
# dd take the files apart. Skipped (77) where openssl is missing or too old for Ed25519.
#
#     verify.sh MAKE_SAMPLE
set -eu
for tool in openssl sha256sum base64 od dd; do
    command -v "$tool" >/dev/null || { echo "no $tool"; exit 77; }
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$1" "$dir"
cd "$dir"

fail() {
    echo "$1"
    exit 1
}
hex() {
    od -An -v -tx1 "$@" | tr -d ' \n'
}
# Bytes from hexadecimal digits on standard input; octal, since not every printf knows \x.
unhex() {
    for pair in $(fold -w 2); do
        # shellcheck disable=SC2059
        printf "\\$(printf %03o "0x$pair")"
    done
}

# The verification key: name+id+base64(algorithm byte ‖ key). A name holds no plus.
vkey=$(cat newer.key)
name=${vkey%%+*}
rest=${vkey#*+}
id=${rest%%+*}
printf '%s' "${rest#*+}" | base64 -d >vkey.bin
[ "$(hex -N 1 vkey.bin)" = 01 ] || fail "not an Ed25519 key"
dd if=vkey.bin of=key.bin bs=1 skip=1 2>/dev/null

# Its id: the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
{ printf '%s\n' "$name"; cat vkey.bin; } | sha256sum | cut -c 1-8 >id
[ "$(cat id)" = "$id" ] || fail "the id of the key is another one"

# What openssl calls such a key: a fixed head of RFC 8410 and the 32 bytes.
{ printf '302a300506032b6570032100' | unhex; cat key.bin; } >key.der
openssl pkey -pubin -inform DER -in key.der -out key.pem 2>/dev/null ||
    { echo "this openssl has no Ed25519"; exit 77; }

# The note: text up to the blank line, then "— name base64(id ‖ signature)".
sed '/^$/,$d' export/checkpoint >text
sed -n "s|^— $name ||p" export/checkpoint | base64 -d >line.bin
[ "$(hex -N 4 line.bin)" = "$id" ] || fail "the checkpoint is signed by another key"
dd if=line.bin of=signature.bin bs=1 skip=4 2>/dev/null
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in text -sigfile signature.bin >/dev/null ||
    fail "openssl refuses the signature"
sed '2s/.*/41/' text >other
if openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in other -sigfile signature.bin >/dev/null 2>&1; then
    fail "openssl accepts another text"
fi

# A leaf: SHA-256(0x00 ‖ entry). Entry 33 of the bundle is the one of the proof.
at=0
index=0
while [ "$index" -lt 33 ]; do
    at=$((at + 2 + 0x$(hex -j "$at" -N 2 export/entries)))
    index=$((index + 1))
done
len=$((0x$(hex -j "$at" -N 2 export/entries)))
dd if=export/entries of=entry.bin bs=1 skip=$((at + 2)) count="$len" 2>/dev/null
cmp -s entry.bin entry || fail "entry 33 is another one"
node=$({ printf '\000'; cat entry.bin; } | sha256sum | cut -c 1-64)
leaf=$(sed -n 's/^leaf //p' inclusion | base64 -d | hex)
[ "$node" = "$leaf" ] || fail "the leaf of entry 33 is another one"
[ "$node" = "$(hex -j $((33 * 32)) -N 32 export/tile/0/000.p/40)" ] || fail "the tile has another leaf"

# And up to the root: SHA-256(0x01 ‖ left ‖ right), by RFC 9162 section 2.1.3.2.
fn=33
sn=39
# shellcheck disable=SC2013
for digest in $(sed '1,3d;/^$/,$d' inclusion); do
    sibling=$(printf '%s' "$digest" | base64 -d | hex)
    if [ $((fn & 1)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
        pair=$sibling$node
        while [ $((fn & 1)) -eq 0 ] && [ "$fn" -ne 0 ]; do
            fn=$((fn >> 1))
            sn=$((sn >> 1))
        done
    else
        pair=$node$sibling
    fi
    node=$(printf '01%s' "$pair" | unhex | sha256sum | cut -c 1-64)
    fn=$((fn >> 1))
    sn=$((sn >> 1))
done
[ "$sn" -eq 0 ] || fail "the proof has another length"
[ "$node" = "$(sed -n 3p text | base64 -d | hex)" ] || fail "the proof leads to another root"
echo "openssl and sha256sum agree"
