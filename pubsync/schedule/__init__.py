"""The nightly job: a schedule in the foreground, and what to install in its place.

``schedule:`` of ``pubsync.yaml`` says when (``settings.cron``), APScheduler waits (``foreground``), and each run is a
process of its own (``running``). ``printing`` says the same in the words of cron, systemd, launchd, GitHub and GitLab.
"""
