"""Whether a body and a stored conversation have one sender: `knowing` when it names it, `racing` when it cannot."""
