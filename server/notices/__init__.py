"""Who hears of which event, and what is still unread."""
