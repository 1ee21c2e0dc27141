"""Writes the glossary into a C file: embed.py GLOSSARY.tsv … OUTPUT.c

All files of their folder must be named, so that none is forgotten in meson.build. They become bytes, not string
literals, because C promises no literal of more than 4095 characters.
"""

import pathlib
import sys


def array(name, data):
    lines = [f"static const unsigned char {name}[] = {{"]
    for at in range(0, len(data), 20):
        lines.append("    " + ", ".join(str(byte) for byte in data[at:at + 20]) + ",")
    lines.append("};")
    return lines


def main():
    *inputs, output = (pathlib.Path(argument) for argument in sys.argv[1:])
    left_out = set(inputs[0].parent.glob("*.tsv")) - set(inputs)
    if left_out:
        sys.exit(f"not in meson.build: {', '.join(sorted(path.name for path in left_out))}")
    glossaries = sorted((path.stem, path.read_bytes()) for path in inputs)
    lines = ['#include "lexicon/builtin.h"', ""]
    for name, data in glossaries:
        lines += array(f"GLOSSARY_{name.upper()}", data) + [""]
    lines.append("const struct mus_builtin_glossary mus_builtin_glossary_data[] = {")
    for name, _ in glossaries:
        bytes_ = f"{{(const char *)GLOSSARY_{name.upper()}, sizeof GLOSSARY_{name.upper()}}}"
        lines.append(f'    {{{{"{name}", {len(name)}}}, {bytes_}}},')
    lines += ["};", f"const size_t mus_builtin_glossary_count = {len(glossaries)};", ""]
    output.write_text("\n".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()
