"""Offering times, booking, moving and cancelling talks, and what is told of them."""

from server.booking.actions.beside import How
from server.booking.actions.choosing import Sheet, sheet
from server.booking.actions.days import day_lines, days_of, whole_day
from server.booking.actions.feeding import end_feed, feed_of, open_feed, own_talks, owner_of
from server.booking.actions.finding import bookers, offers_for
from server.booking.actions.holding import Wanted, hold, takes
from server.booking.actions.offering import Drawn, keep_open, offer_times, offers_in, preview, withdraw, withdraw_time
from server.booking.actions.overview import class_rows, offer_lines
from server.booking.actions.pattern import Pattern, Span, Time, times
from server.booking.actions.taking import book, cancel, move
from server.booking.actions.waiting import join, leave

__all__ = [
    "Drawn",
    "How",
    "Pattern",
    "Sheet",
    "Span",
    "Time",
    "Wanted",
    "book",
    "bookers",
    "cancel",
    "class_rows",
    "day_lines",
    "days_of",
    "end_feed",
    "feed_of",
    "hold",
    "join",
    "keep_open",
    "leave",
    "move",
    "offer_lines",
    "offer_times",
    "offers_for",
    "offers_in",
    "open_feed",
    "own_talks",
    "owner_of",
    "preview",
    "sheet",
    "takes",
    "times",
    "whole_day",
    "withdraw",
    "withdraw_time",
]
