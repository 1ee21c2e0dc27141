"""Writes files into a C file, for a library that has them with it:

    embed.py HEADER TYPE NAME FILE.ext … OUTPUT.c

NAME becomes an array of TYPE, of each file its name and its bytes, in the order of names, and NAME_count their number;
HEADER declares both. All files of their folder must be named, so that none is forgotten in meson.build. They become bytes,
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
    header, type_, name = sys.argv[1:4]
    *inputs, output = (pathlib.Path(argument) for argument in sys.argv[4:])
    left_out = set(inputs[0].parent.glob("*" + inputs[0].suffix)) - set(inputs)
    if left_out:
        sys.exit(f"not in meson.build: {', '.join(sorted(path.name for path in left_out))}")
    files = sorted((path.stem, path.read_bytes()) for path in inputs)
    lines = [f'#include "{header}"', ""]
    for stem, data in files:
        lines += array(f"FILE_{stem.upper()}", data) + [""]
    lines.append(f"const {type_} {name}[] = {{")
    for stem, _ in files:
        bytes_ = f"{{(const char *)FILE_{stem.upper()}, sizeof FILE_{stem.upper()}}}"
        lines.append(f'    {{{{"{stem}", {len(stem)}}}, {bytes_}}},')
    lines += ["};", f"const size_t {name}_count = {len(files)};", ""]
    output.write_text("\n".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()
