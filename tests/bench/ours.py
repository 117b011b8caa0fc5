"""The server itself, as it runs everywhere, on a database that is up to date. Settings come from the environment."""

from realtime.app import serve
from server import db
from server.config import Settings

if __name__ == "__main__":
    settings = Settings()
    serve(settings, db.address(settings))
