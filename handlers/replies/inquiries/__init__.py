"""What is said about inquiries, to residents and to staff? Pure, as all replies are."""
