"""Live: sockets around the HTTP application. It knows the server; the server does not know it."""
