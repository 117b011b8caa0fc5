"""The guide: a short page for each role on why and how, ours or the school's own."""
