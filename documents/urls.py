"""Addresses of keys for people, and of the public log for machines (c2sp.org/tlog-tiles)."""

from django.urls import URLPattern, path, re_path

from documents.log.tiles import INDEX
from documents.views import credentials, keys, log

app_name = "documents"
PART = r"(?:\.p/(?P<width>[0-9]{1,3}))?"

urlpatterns: list[URLPattern] = [
    path(".well-known/did.json", credentials.did, name="did"),
    path(".well-known/jwks.json", credentials.jwks, name="jwks"),
    path("status/<slug:purpose>/<int:number>", credentials.status_list, name="status_list"),
    path("keys/", keys.keys, name="keys"),
    path("log/checkpoint", log.checkpoint, name="log_checkpoint"),
    path("log/keys.txt", log.keys, name="log_keys"),
    re_path(rf"^log/tile/entries/(?P<index>{INDEX}){PART}$", log.entries, name="log_entries"),
    re_path(
        rf"^log/tile/(?P<level>[0-9]{{1,2}})/(?P<index>{INDEX}){PART}$", log.tile, name="log_tile"
    ),
]
