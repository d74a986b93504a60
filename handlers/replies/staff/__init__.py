"""What does the bot say to its staff? Pure, as all replies are."""

PREFIX = "1w"
"""Begins the data of staff's buttons: the version of the scheme, and their sign."""
