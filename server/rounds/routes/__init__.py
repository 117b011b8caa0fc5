"""Beginning and running rounds, and the overviews of classes, schools and the organisation."""

from starlette.routing import Route

from server.rounds.routes import beginning, counts, many, overview, plan_years, running

routes = [
    Route("/classes/{class}/round", beginning.show_begin, methods=["GET"]),
    Route("/classes/{class}/round", beginning.begin_one, methods=["POST"]),
    Route("/schools/{school}/rounds", many.show_rounds, methods=["GET"]),
    Route("/schools/{school}/rounds", many.begin_many, methods=["POST"]),
    Route("/schools/{school}/rounds/progress", many.show_rounds_progress, methods=["GET"]),
    Route("/schools/{school}/plan-years", plan_years.show_plan_years, methods=["GET"]),
    Route("/schools/{school}/plan-years", plan_years.choose_plan_years, methods=["POST"]),
    Route("/rounds/{round}", running.show_round, methods=["GET"]),
    Route("/rounds/{round}/progress", running.show_progress, methods=["GET"]),
    Route("/rounds/{round}/latecomers", running.hand_to_late, methods=["POST"]),
    Route("/rounds/{round}/steps", running.change_steps, methods=["POST"]),
    Route("/rounds/{round}/undone", running.undo_round, methods=["POST"]),
    Route("/rounds/{round}/version", running.show_version, methods=["GET"]),
    Route("/rounds/{round}/version", running.move_to_version, methods=["POST"]),
    Route("/classes/{class}/overview", overview.show_overview, methods=["GET"]),
    Route("/classes/{class}/overview", overview.act, methods=["POST"]),
    Route("/classes/{class}/overview/rows", overview.show_rows, methods=["GET"]),
    Route("/schools/{school}/overview", counts.show_school, methods=["GET"]),
    Route("/schools/{school}/overview", overview.act, methods=["POST"]),
    Route("/schools/{school}/overview/rows", overview.show_rows, methods=["GET"]),
    Route("/schools/{school}/overview/counts", counts.show_school_counts, methods=["GET"]),
    Route("/organisation/overview", counts.show_organisation, methods=["GET"]),
    Route("/organisation/overview/counts", counts.show_organisation_counts, methods=["GET"]),
]
