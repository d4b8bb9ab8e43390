"""The icons of the installed site."""
