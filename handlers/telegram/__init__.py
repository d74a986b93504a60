"""How is the bot connected to Telegram? Transport, order, pace, errors, and a clean stop.

`connection.build_application` makes the application, `handlers.register` says what it reacts to,
`polling.run_polling` runs it.
"""
