"""Offering and booking talks over HTTP, the host's days, and one's own calendar."""

from starlette.routing import Route

from server.booking.routes import classes, days, feed, home, offering, taking

routes = [
    Route("/plans/{plan}/booking", home.show_booking, methods=["GET"]),
    Route("/plans/{plan}/booking/times", home.show_times, methods=["GET"]),
    Route("/plans/{plan}/booking/{slot}", home.show_time, methods=["GET"]),
    Route("/plans/{plan}/bookings", taking.book_talk, methods=["POST"]),
    Route("/plans/{plan}/waiting", taking.join_queue, methods=["POST"]),
    Route("/plans/{plan}/waiting/left", taking.leave_queue, methods=["POST"]),
    Route("/bookings/{booking}/moved", taking.move_talk, methods=["POST"]),
    Route("/bookings/{booking}/cancelled", taking.cancel_talk, methods=["POST"]),
    Route("/classes/{class}/booking", classes.show_class, methods=["GET"]),
    Route("/classes/{class}/booking/rows", classes.show_rows, methods=["GET"]),
    Route("/classes/{class}/booking/reminded", classes.remind_class, methods=["POST"]),
    Route("/classes/{class}/offers", offering.show_offering, methods=["GET"]),
    Route("/classes/{class}/offers", offering.make_offer, methods=["POST"]),
    Route("/offers/{offer}", days.show_offer, methods=["GET"]),
    Route("/offers/{offer}/lines", days.show_offer_lines, methods=["GET"]),
    Route("/offers/{offer}/closes", days.change_closing, methods=["POST"]),
    Route("/offers/{offer}/times/{slot}/withdrawn", days.withdraw_one, methods=["POST"]),
    Route("/offers/{offer}/withdrawn", days.withdraw_offer, methods=["POST"]),
    Route("/booking/day", days.show_day, methods=["GET"]),
    Route("/booking/day/lines", days.show_day_lines, methods=["GET"]),
    Route("/settings/calendar", feed.show_calendar, methods=["GET"]),
    Route("/settings/calendar", feed.renew_calendar, methods=["POST"]),
    Route("/settings/calendar/ended", feed.end_calendar, methods=["POST"]),
    Route("/calendar/{token}.ics", feed.show_feed, methods=["GET"]),
]
