"""A chat as it is said: `chat` (a block that is logged when it ends) and `answering` (functions that answer)."""
