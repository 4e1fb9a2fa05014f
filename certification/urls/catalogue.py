"""Addresses of the catalogue of certified products and services, and of the mark."""

from django.urls import URLPattern, path, re_path

from certification.views.catalogue import mark, own, public

urlpatterns: list[URLPattern] = [
    path("catalogue/", public.catalogue, name="catalogue"),
    path("catalogue/kept/", public.kept_offers, name="catalogue_kept"),
    path("catalogue/offers.csv", public.offers_csv, name="catalogue_csv"),
    path("catalogue/offers.jsonld", public.offers_jsonld, name="catalogue_jsonld"),
    path("catalogue/<int:pk>/", public.offer, name="catalogue_offer"),
    path("catalogue/<int:pk>/offer.jsonld", public.offer_jsonld, name="catalogue_offer_jsonld"),
    re_path(
        r"^catalogue/photos/(?P<pk>[0-9]+)-(?P<size>small|large)\.jpg$",
        public.photo,
        name="catalogue_photo",
    ),
    path("my/offers/<int:pk>/", own.describe, name="offer_describe"),
    path("my/offers/<int:pk>/photos/new/", own.photo_add, name="offer_photo_add"),
    path("my/offers/<int:pk>/photos/<int:photo_pk>/", own.own_photo, name="offer_photo"),
    path(
        "my/offers/<int:pk>/photos/<int:photo_pk>/remove/",
        own.photo_remove,
        name="offer_photo_remove",
    ),
    re_path(r"^my/offers/(?P<pk>[0-9]+)/(?P<act>show|hide)/$", own.switch, name="offer_switch"),
    path("mark/", mark.brand_book, name="mark"),
    re_path(r"^mark/sample-(?P<look>colour|dark|light)\.svg$", mark.sample, name="mark_sample"),
    path("badge/<str:number>.svg", mark.badge, name="badge"),
    path("my/certificates/<str:number>/mark/", mark.kit, name="mark_kit"),
    re_path(
        r"^my/certificates/(?P<number>[^/]+)/mark/(?P<look>colour|dark|light)"
        r"(?:-(?P<width>600|2400))?\.(?P<kind>svg|png|pdf)$",
        mark.kit_file,
        name="mark_file",
    ),
]
