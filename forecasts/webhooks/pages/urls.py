"""URLs of the pages of webhooks."""

from django.urls import path

from . import views

app_name = "webhooks"
urlpatterns = [
    path("webhooks/", views.subscriptions, name="list"),
    path("webhooks/<int:number>/", views.subscription, name="one"),
    path("webhooks/<int:number>/<slug:action>/", views.act, name="act"),
]
