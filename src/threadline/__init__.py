"""Threadline: conversation analytics for support tickets, AI chats and support-copilot chats."""
