"""The forms that a body takes on its way: `expression` (parsed), `plan` (bound) and `statement` (what is handed out).

`promotion` names the paths that a table keeps in columns of their own, and `clocks` what is known of time zones.
"""
