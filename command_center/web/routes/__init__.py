"""Routes of the HTTP interface and of the WebSockets, a module a topic."""
