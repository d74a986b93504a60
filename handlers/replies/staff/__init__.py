"""What does the bot say to its staff? Pure, as all replies are."""
