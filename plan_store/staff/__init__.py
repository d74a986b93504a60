"""How do staff change what is known? Rights, changes and their history, and what they have begun."""
