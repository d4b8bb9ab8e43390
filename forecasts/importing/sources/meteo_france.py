"""Météo-France: daily data of the stations of a department.

Source: https://www.data.gouv.fr/datasets/donnees-climatologiques-de-base-quotidiennes/
"""

from django.utils.translation import gettext_noop

from .base import Table


class MeteoFrance(Table):
    """TX is the highest temperature under shelter, in °C."""

    name = gettext_noop("Météo-France daily")
    needs = ("NUM_POSTE", "NOM_USUEL", "AAAAMMJJ", "TX")
    date = "AAAAMMJJ"
    temperature = "TX"
    location = "NOM_USUEL"
