#!/usr/bin/env bash
# What tests need besides Python packages: Chromium, ffmpeg, GStreamer's RTSP server, redis-cli, Chinese fonts.
# As root on Debian it comes by apt; elsewhere Playwright brings its own Chromium, and tests that lack the rest say so and skip.
set -uo pipefail
python=$1
packages=(chromium ffmpeg python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-rtsp gstreamer1.0-plugins-good
          gstreamer1.0-plugins-bad redis-tools mosquitto fonts-noto-cjk)
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  if [ "${#missing[@]}" -gt 0 ]; then
    echo "Installing for the tests: ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
elif ! command -v chromium >/dev/null; then
  "$python" -m playwright install chromium || echo "No Chromium: the browser tests will be skipped."
fi
exit 0
