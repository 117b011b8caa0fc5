"""Jinja2 pages: layout, then a folder per domain; partials begin with _ and are also the fragments."""
