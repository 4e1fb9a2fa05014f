"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from certification.views.registry.public import home as start
from config.console import site as console
from config.views import account, health, refusals, site

handler400 = refusals.bad_request
handler403 = refusals.forbidden
handler404 = refusals.not_found
handler429 = refusals.too_many
handler500 = refusals.broken

# One way in, with its second factor, its limits and its confirmed address, for administrators too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="home"),
    path("api/v1/", include("certification.urls.api")),
    path("", include("certification.urls")),
    path("", include("workflows.urls")),
    path("", include("standards.urls")),
    path("", include("documents.urls")),
    path("account/", account.profile, name="account"),
    path("accounts/", include("allauth.urls")),
    path("language/<slug:code>/", site.language, name="language"),
    path("session/", site.session, name="session"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
    path("source/", site.source, name="source"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("operator/", console.urls),
    path("admin/", admin.site.urls),
]
