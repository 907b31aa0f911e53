#!/usr/bin/python3
"""A real RTSP server for tests, run by Debian's Python because GStreamer's bindings live there.

    rtsp_server.py [--user NAME --password WORD | --certificate PEM] [--lifetime SECONDS] MOUNT=CODEC:FILE …

CODEC is h264 or h265; FILE is MP4, or TS where parameter sets change. Each mount plays its file once from its beginning
for the first client. Prints ``ready PORT`` on a free port of 127.0.0.1 and ends by itself after its lifetime.
"""

from __future__ import annotations

import argparse

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gio, GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402


def launch_line(codec: str, path: str) -> str:
    """The pipeline of one mount: demultiplexed, packetised, never re-encoded."""
    demuxer = "tsdemux" if path.endswith(".ts") else "qtdemux"
    return (
        f'( filesrc location="{path}" ! {demuxer} ! {codec}parse config-interval=-1 '
        f"! rtp{codec}pay name=pay0 pt=96 config-interval=-1 )"
    )


def guard(factories: list[GstRtspServer.RTSPMediaFactory], options: argparse.Namespace) -> GstRtspServer.RTSPAuth:
    """Who may describe and play: the one user, by digest; or everybody, by TLS."""
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    if options.certificate:
        auth.set_tls_certificate(Gio.TlsCertificate.new_from_file(options.certificate))
        auth.set_default_token(token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(options.user, options.password, token)
    for factory in factories:
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        factory.set_permissions(permissions)
    return auth


def main() -> None:
    """Serve until the lifetime is over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--certificate", help="with its key in the same file: serve rtsps")
    parser.add_argument("--port", default="0", help="a fixed one, to come back on after a restart")
    parser.add_argument("--lifetime", type=int, default=120)
    parser.add_argument("mounts", nargs="+")
    options = parser.parse_args()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(options.port)
    factories = []
    for mount in options.mounts:
        name, _, clip = mount.partition("=")
        codec, _, path = clip.partition(":")
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(launch_line(codec, path))
        factory.set_shared(True)
        server.get_mount_points().add_factory(f"/{name}", factory)
        factories.append(factory)
    if options.user or options.certificate:
        server.set_auth(guard(factories, options))
    server.attach(None)
    print(f"ready {server.get_bound_port()}", flush=True)
    loop = GLib.MainLoop()
    GLib.timeout_add_seconds(options.lifetime, loop.quit)
    loop.run()


main()
