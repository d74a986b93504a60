"""In which words does the bot speak of what somebody follows? All Chinese sentences about it, by question."""
