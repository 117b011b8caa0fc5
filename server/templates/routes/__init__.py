"""Templates: the lists, the designer, versions, previews, files."""

from starlette.routing import Route

from server.templates.routes import designing
from server.templates.routes.agenda import set_agenda
from server.templates.routes.listing import bring_in, make_template, show_templates
from server.templates.routes.previewing import show_preview, show_starting
from server.templates.routes.publishing import archive, publish, restore
from server.templates.routes.reading import give_file, show_template, show_version, show_versions

HERE = "/templates/{template}"
routes = [
    Route("/schools/{school}/templates", show_templates, methods=["GET"]),
    Route("/schools/{school}/templates", make_template, methods=["POST"]),
    Route("/schools/{school}/templates/file", bring_in, methods=["POST"]),
    Route("/organisation/templates", show_templates, methods=["GET"]),
    Route("/organisation/templates", make_template, methods=["POST"]),
    Route("/organisation/templates/file", bring_in, methods=["POST"]),
    Route("/starting-templates/{starting}", show_starting, methods=["GET"]),
    Route(HERE, show_template, methods=["GET"]),
    Route(f"{HERE}/head", designing.set_head, methods=["POST"]),
    Route(f"{HERE}/agenda", set_agenda, methods=["POST"]),
    Route(f"{HERE}/sections", designing.add_section, methods=["POST"]),
    Route(f"{HERE}/sections/{{piece}}", designing.set_section, methods=["POST"]),
    Route(f"{HERE}/sections/{{piece}}/removed", designing.remove_section, methods=["POST"]),
    Route(f"{HERE}/sections/{{piece}}/place", designing.move_section, methods=["POST"]),
    Route(f"{HERE}/sections/{{piece}}/questions", designing.add_question, methods=["POST"]),
    Route(f"{HERE}/questions/{{piece}}", designing.set_question, methods=["POST"]),
    Route(f"{HERE}/questions/{{piece}}/removed", designing.remove_question, methods=["POST"]),
    Route(f"{HERE}/questions/{{piece}}/place", designing.move_question, methods=["POST"]),
    Route(f"{HERE}/published", publish, methods=["POST"]),
    Route(f"{HERE}/archived", archive, methods=["POST"]),
    Route(f"{HERE}/restored", restore, methods=["POST"]),
    Route(f"{HERE}/versions", show_versions, methods=["GET"]),
    Route(f"{HERE}/versions/{{number:int}}", show_version, methods=["GET"]),
    Route(f"{HERE}/preview", show_preview, methods=["GET"]),
    Route(f"{HERE}/file", give_file, methods=["GET"]),
]
