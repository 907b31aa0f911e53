"""Stand-ins for what is outside the product: a mail server, a receiver of webhooks, RTSP cameras."""
