"""The chat of Channels' tutorial, with one room and no login page.

Source: https://channels.readthedocs.io/en/stable/tutorial/
"""
