"""Writes the reference tables into a C file: embed.py TABLE.json … OUTPUT.c

All tables of their folder must be named, so that none is forgotten in meson.build. They become bytes,
not string literals, because C promises no literal of more than 4095 characters.
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
    left_out = set(inputs[0].parent.glob("*.json")) - set(inputs)
    if left_out:
        sys.exit(f"not in meson.build: {', '.join(sorted(path.name for path in left_out))}")
    tables = sorted((path.stem, path.read_bytes()) for path in inputs)
    lines = ['#include "profile/builtin.h"', ""]
    for name, data in tables:
        lines += array(f"TABLE_{name.upper()}", data) + [""]
    lines.append("const struct mus_builtin_table mus_builtin_data[] = {")
    for name, _ in tables:
        bytes_ = f"{{(const char *)TABLE_{name.upper()}, sizeof TABLE_{name.upper()}}}"
        lines.append(f'    {{{{"{name}", {len(name)}}}, {bytes_}}},')
    lines += ["};", f"const size_t mus_builtin_data_count = {len(tables)};", ""]
    output.write_text("\n".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()
