"""Numbers for whoever runs a school: talks held, plans agreed, goals by state; nobody is named, and no small group is told."""
