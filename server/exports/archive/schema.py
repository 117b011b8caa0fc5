"""The published JSON Schema of an archive."""

from __future__ import annotations

import json
from functools import cache

from pydantic.json_schema import models_json_schema

from server.exports.archive.shape import ADDRESS, FILES, FORMAT


@cache
def schema() -> bytes:
    """Give the schema as it is served and put into each archive."""
    _, said = models_json_schema([(one, "serialization") for one in FILES], ref_template="#/$defs/{model}")
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ADDRESS,
        "title": f"Stegvis: everything of one pupil, format {FORMAT}",
        "description": (
            "A ZIP with manifest.json (Manifest), pupil.json (PupilFile), plans/<id>.json (PlanFile) and "
            "plans/<id>/texts/<id>.json (TextFile); beside the texts lie attachments/<id>, check-ins/<id>.webp, "
            "versions/<number>.json and versions/<number>.<language>.pdf. "
            "Bytes are Base64 with the URL alphabet."
        ),
        "anyOf": [{"$ref": f"#/$defs/{one.__name__}"} for one in FILES],
        **said,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode()
