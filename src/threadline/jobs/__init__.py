"""What a server does beside requests, as jobs with names: one that is slow or fails holds up none of the others.

Reading order: `runner` (jobs, and the threads that they run in), `folder` (those of an open data folder).
"""
