"""Every comparison of the rules is turned round, one at a time; the tests must notice each.

``python -m tests.mutants [MODULE …]`` writes each mutant into a copy of the tree and runs the
module's tests there. What no test can notice, because it means the same, stands in ``EQUIVALENT`` with its proof.
"""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MEETING = ("domain/test_rule", "domain/test_vote", "services/test_contested")
# Each module of the rules with the tests that must notice.
TESTS = {
    "rule": ("domain/test_rule", "domain/test_tally", "domain/test_vote"),
    "tally": ("domain/test_tally", "domain/test_verdict"),
    "published": ("domain/test_published",),
    "vote": _MEETING,
    "attendance": _MEETING,
    "decision_rule": ("domain/test_decision_rule", "services/test_polls"),
    "verdict": ("domain/test_verdict", "services/test_polls"),
    "election": ("domain/test_election", "domain/test_verdict"),
    "electorate": ("domain/test_electorate", "services/test_polls"),
    "ballot": ("domain/test_ballot",),
    "legal_days": ("domain/test_legal_days",),
}
SWAPS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
# (module, source of the comparison): why it means the same
EQUIVALENT: dict[tuple[str, str], str] = {
    ("vote", "count.for_ > 0"): (
        "no vote for and none against is a tie; none for and some against meets no share above 0"
    ),
    ("verdict", "name == best"): (
        "each name is tried with (for, against) and with (against, for): the same set of ends"
    ),
}


def mutants(source: str) -> Iterator[tuple[str, str, int]]:
    """The mutated source, the comparison as it was, and its line."""
    places = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Compare)]
    for number in range(len(places)):
        tree = ast.parse(source)
        node = [n for n in ast.walk(tree) if isinstance(n, ast.Compare)][number]
        before = ast.unparse(node)
        for place, operator in enumerate(node.ops):
            kept = node.ops[:]
            node.ops[place] = SWAPS[type(operator)]()
            yield ast.unparse(tree), before, node.lineno
            node.ops = kept


def noticed(tree: Path, name: str) -> bool:
    files = [f"tests/desktop/{each}.py" for each in TESTS[name]]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files]
    command += ["-k", "not postgresql"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HYPOTHESIS_MAX_EXAMPLES": "60"}
    done = subprocess.run(command, cwd=tree, capture_output=True, env=environment, timeout=300)
    return done.returncode != 0


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", ".venv", "out", "*.pyc"))
        made, survived = 0, []
        for name in sys.argv[1:] or TESTS:
            path = tree / "desktop/domain" / f"{name}.py"
            source = path.read_text("utf-8")
            if noticed(tree, name):
                print(f"the tests of {name} fail without any mutant")
                return 2
            for mutant, before, line in mutants(source):
                if (name, before) in EQUIVALENT:
                    continue
                made += 1
                path.write_text(mutant, "utf-8")
                if not noticed(tree, name):
                    survived.append(f"{name}.py:{line}  {before}")
                    print("survived", survived[-1], flush=True)
            path.write_text(source, "utf-8")
    print(f"{made - len(survived)} of {made} mutants noticed; equivalent: {len(EQUIVALENT)}")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
