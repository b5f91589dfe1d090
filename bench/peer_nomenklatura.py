"""A public matcher as a peer, run by bench/matching.py in an environment of its own (it wants another DuckDB).

Reads lines of JSON `[name, [candidate, ...]]` from standard input and writes the candidates' scores, a line each.
Usage: python bench/peer_nomenklatura.py ALGORITHM < pairs.jsonl
"""

import json
import sys

from followthemoney import model
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig


def main() -> None:
    algorithm = get_algorithm(sys.argv[1])
    if algorithm is None:
        sys.exit(f"no algorithm {sys.argv[1]}")
    config = ScoringConfig.defaults()
    for line in sys.stdin:
        name, candidates = json.loads(line)
        asked = company("asked", name)
        print(
            json.dumps([algorithm.compare(asked, company(str(n), c), config).score for n, c in enumerate(candidates)])
        )


def company(key, name):
    entity = model.make_entity("Company")
    entity.id = key
    entity.add("name", name)
    return entity


if __name__ == "__main__":
    main()
