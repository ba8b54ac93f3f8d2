"""What it costs to say hello: python -m bench.startup

CPU seconds of `redact --help` and `import redact` in fresh processes, beside a Python that does nothing, and which
packages that do not come with Python each has loaded by its end.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from bench import child
from bench.figures import save, table

_MARK = "loaded:"
_LOADED = f"""
import sys
print("{_MARK}", *sorted({{name.partition(".")[0] for name in sys.modules}} - sys.stdlib_module_names - {{"__main__"}}))
"""
_HELP = "from redact.cli import main; main(['--help'])"


def commands() -> dict[str, tuple[list[str], str]]:
    """What is timed, and the same in Python, to see what it loads."""
    python, redact = sys.executable, str(Path(sys.executable).with_name("redact"))
    return {
        "python -c pass": ([python, "-c", "pass"], "pass"),
        "python -c 'import redact'": ([python, "-c", "import redact"], "import redact"),
        "redact --help": ([redact, "--help"], _HELP),
    }


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    args = parser.parse_args()
    figures: dict[str, dict[str, Any]] = {}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "said"
        for name, (command, code) in commands().items():
            seconds = [child.run(command, log).cpu_s for _ in range(args.rounds)]
            said = child.run([sys.executable, "-c", code + _LOADED], log).said
            figures[name] = {"cpu_s": seconds, "loaded": said.partition(_MARK)[2].split()}
            rows.append((name, min(seconds), median(seconds), max(seconds), ", ".join(figures[name]["loaded"])))
    table(("command", "CPU s, min", "median", "max", "loaded beside Python's own"), rows)
    save("startup", figures)


if __name__ == "__main__":
    main()
