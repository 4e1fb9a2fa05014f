"""The public interface for programs at ``/api/v1/``: only what everybody may know, no login.

Each group of addresses is a file with a ``router``; ``site.py`` names them all. ``serving.py``
says how every answer is sent, ``problems.py`` how every refusal is.
"""
