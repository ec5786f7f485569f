"""The forms that a body takes on its way: `expression` (parsed), `plan` (bound), `statement` (handed out)."""
