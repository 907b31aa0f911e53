#!/usr/bin/env bash
# Exit 0 when the system's Node can build the front end: 20.19 or newer of 20, or 22.12 and newer.
command -v npm >/dev/null && node -e '
  const [major, minor] = process.versions.node.split(".").map(Number)
  process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1)' 2>/dev/null
