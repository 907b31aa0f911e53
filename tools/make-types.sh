#!/usr/bin/env bash
# Write the types of the centre's HTTP interface for the page; with --check say instead whether they are up to date.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
shift
description=$(mktemp --suffix=.json)
trap 'rm -f "$description"' EXIT
PYTHONPATH=$PWD "$python" tools/write_openapi.py "$description"
cd frontend
npx --no-install openapi-typescript "$description" --output src/centre/schema.generated.ts \
  --root-types --root-types-no-schema-prefix --empty-objects-unknown "$@"
