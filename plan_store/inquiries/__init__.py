"""What do residents ask of staff, and what do staff answer? Kept before it is acknowledged, until delivered.

An inquiry is the conversation of one resident with one unit. Its letters are kept with the deliveries that
they need, in one transaction; whoever delivers claims a delivery, sends, and records what became of it.
"""
