"""Addresses of published standards and of the rules of each scheme."""

from django.urls import path

from standards import views

app_name = "standards"

urlpatterns = [
    path("standards/", views.standard_list, name="list"),
    path("standards/<slug:scheme>/<str:version>/", views.version_detail, name="version"),
    path("standards/<slug:scheme>/<str:version>/package.yaml", views.package, name="package"),
    path("rules/<slug:scheme>/", views.rules, name="rules"),
]
