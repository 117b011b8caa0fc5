"""What each party prepares before the talk: answers, handing in, being ready."""
