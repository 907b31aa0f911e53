"""Views: domain objects as pages see them."""
