"""Checks a file that somebody brings to us: a sealed PDF, a credential in JSON or as JWT.

Whatever is brought may have been made to do harm, so it is read in a process of its own, with a
limit of memory and time, without the database, the keys and the settings of the site. What the
process needs to know, our public keys, is told to it.
"""
