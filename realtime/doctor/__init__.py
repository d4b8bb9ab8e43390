"""The checks of `manage.py doctor` beyond those of /readyz."""
