"""Threads of comments on a plan, a goal or a piece of text."""
