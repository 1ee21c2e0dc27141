"""A floor beside the contenders: all postings in memory, nothing kept on disk, one direction, no explanation. It is the
program src/ref.c of a folder of benchmarks that MUSUBI_PEERS_KIT names, built and run in a temporary folder, over the
token files that lie beside the profiles."""
import os
import subprocess
import tempfile

import contenders
import summary

KIT = "MUSUBI_PEERS_KIT"


def token_file(path):
    return os.path.splitext(path)[0] + ".tsv"


def is_there(options):
    return (os.environ.get(KIT) and options.profiles is not None
            and all(os.path.exists(token_file(path)) for path in (options.profiles, options.queries)))


def passes_in(path):
    """Columns: pass, query, wall us, matched, CPU us."""
    passes = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            number, query, wall, _, cpu = line.rstrip("\n").split("\t")
            passes.setdefault(number, []).append(contenders.Answer(["", query, wall, cpu, "0", ""]))
    return list(passes.values())


def measure(options):
    """One line."""
    with tempfile.TemporaryDirectory() as work:
        program = os.path.join(work, "ref")
        source = os.path.join(os.environ[KIT], "src/ref.c")
        subprocess.run(["cc", "-O3", "-march=native", "-w", "-o", program, source, "-lm"], check=True)
        subprocess.run([program, token_file(options.profiles), "0", str(options.companies), token_file(options.queries),
                        "0", str(options.asking), "20", os.path.join(work, "floor"), f"passes={options.passes}"],
                       check=True, stderr=subprocess.DEVNULL)
        passes = passes_in(os.path.join(work, "floor-quant.lat"))
    figures = "  ".join(f"{name} {summary.middle(passes, of):.3f}" for name, of in summary.FIGURES.items())
    return f"floor in memory, CPU ms a query over {len(passes)} passes: {figures}"
