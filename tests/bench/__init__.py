"""How fast is the bot, and how much memory does it take? Always beside something else in the same run."""
