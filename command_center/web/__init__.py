"""Web interface of the centre: routes, views, WebSockets, the built page, and the composition of services."""
