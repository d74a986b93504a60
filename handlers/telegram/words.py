"""What does the connection itself say to people? All of it stands here."""

SLOWLY = "慢慢来，一条一条说，我都会看的，按顺序一条条回您。"
"""To someone who has sent many messages at once."""

TOO_MANY = "消息太多了，从这条起我先收不下；等前面的都回完了，再发给我吧。"
"""To someone whose messages are more than are kept waiting: these are not taken."""

TROUBLE = "抱歉，这条消息我没能处理好，已经记下来请工作人员查看。麻烦您过一会儿再发一次。"
"""Where an error kept the bot from answering."""

TROUBLE_ALERT = "抱歉，刚才没能处理好，已经记下来了。请过一会儿再点一次。"
"""The same, as the alert after a tap: at most 200 characters."""

TROUBLE_INLINE = "没能查成，点这里到私聊里问我"
"""The same, in place of the results of `@bot …`; leads to the private chat."""
