#!/usr/bin/python3
"""A real RTSP server for tests, run by Debian's Python because GStreamer's bindings live there.

    rtsp_server.py [--user NAME --password WORD] [--lifetime SECONDS] MOUNT=CODEC:FILE …

CODEC is h264 or h265; FILE is MP4, or TS where parameter sets change. Each mount plays its file once from its beginning
for the first client. Prints ``ready PORT`` on a free port of 127.0.0.1 and ends by itself after its lifetime.
"""

from __future__ import annotations

import argparse

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402


def launch_line(codec: str, path: str) -> str:
    """The pipeline of one mount: demultiplexed, packetised, never re-encoded."""
    demuxer = "tsdemux" if path.endswith(".ts") else "qtdemux"
    return (
        f'( filesrc location="{path}" ! {demuxer} ! {codec}parse config-interval=-1 '
        f"! rtp{codec}pay name=pay0 pt=96 config-interval=-1 )"
    )


def protect(
    server: GstRtspServer.RTSPServer, factories: list[GstRtspServer.RTSPMediaFactory], user: str, password: str
) -> None:
    """Let only this user describe and play."""
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth.add_digest(user, password, token)
    server.set_auth(auth)
    for factory in factories:
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        factory.set_permissions(permissions)


def main() -> None:
    """Serve until the lifetime is over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--lifetime", type=int, default=120)
    parser.add_argument("mounts", nargs="+")
    options = parser.parse_args()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    factories = []
    for mount in options.mounts:
        name, _, clip = mount.partition("=")
        codec, _, path = clip.partition(":")
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(launch_line(codec, path))
        factory.set_shared(True)
        server.get_mount_points().add_factory(f"/{name}", factory)
        factories.append(factory)
    if options.user:
        protect(server, factories, options.user, options.password)
    server.attach(None)
    print(f"ready {server.get_bound_port()}", flush=True)
    loop = GLib.MainLoop()
    GLib.timeout_add_seconds(options.lifetime, loop.quit)
    loop.run()


main()
