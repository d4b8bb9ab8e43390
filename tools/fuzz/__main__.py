"""Runs schemathesis with three seeds on the database of DATABASE_URL: `make fuzz`."""

import sys

from tools.fuzz.run import fuzz

SEEDS = (7, 11, 23)
EXAMPLES = 120  # of each operation, phase and seed: more than 10,000 cases together


def main() -> int:
    """Run all seeds, and return 1 if one found a failure."""
    results = [fuzz(seed=seed, examples=EXAMPLES) for seed in SEEDS]
    for seed, result in zip(SEEDS, results, strict=True):
        print(f"seed {seed}: {result.cases} cases, exit status {result.status}")
        if result.status:
            print(result.output)
    return int(any(result.status for result in results))


sys.exit(main())
