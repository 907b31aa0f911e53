"""One camera: its connections, recording, live video, analysis and health."""
