#!/bin/sh
# Renew the hashed locks. Nothing younger than seven days, no registry named.
set -eu
cd "$(dirname "$0")/.."
young=$(date -u -d '7 days ago' +%Y-%m-%dT00:00:00Z)
compile() {
    out=$1; shift
    uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header \
        --exclude-newer "$young" pyproject.toml requirements/build.in "$@" -o "requirements/$out.txt"
}
compile base
compile dev --extra spark --group dev
