"""What a draft still lacks and how much it changes: pure questions about the content of versions.

Content is the plain data of a package (``standards.packages.writing.content_data``), so the checks
need no database and say the same of a draft, a file and a published version.
"""
