"""What every client of other servers needs: when to ask again (`retry_after`)."""
