"""Pages of accounts, and those that teach."""

from tests.browser.pages.visit import MFA, OWES, page

ACCOUNTS = [
    page("account_login"),
    page("account_signup"),
    page("account_reset_password"),
    page("account_reset_password_done"),
    page("account_email_verification_sent"),
    page("account_confirm_email", key="{confirmation}"),
    page("account_confirm_email", key="abc:def:ghi", note="stale"),
    page("account_reset_password_from_key", uidb36="{reset_uid}", key="{reset_key}", moves=True),
    page("account_reset_password_from_key", uidb36="1", key="stale-link", note="stale"),
    page("account_reset_password_from_key_done"),
    page("account_inactive"),
    page("account", OWES),
    page("account_logout", OWES),
    page("account_email", OWES),
    page("account_change_password", OWES),
    page("account_set_password", "bez.hasla"),
    page("account_reauthenticate", OWES),
    page("mfa_index", OWES),
    page("mfa_index", MFA),
    page("mfa_reauthenticate", MFA),
    page("mfa_activate_totp", OWES),
    page("mfa_deactivate_totp", MFA),
    page("mfa_view_recovery_codes", MFA),
    page("mfa_generate_recovery_codes", MFA),
    page("mfa_list_webauthn", MFA),
    page("mfa_list_webauthn", OWES, note="none"),
    page("mfa_add_webauthn", OWES),
    page("mfa_edit_webauthn", MFA, pk="{device}"),
    page("mfa_remove_webauthn", MFA, pk="{device}"),
]
LEARNING = [
    page("certification:learning", "standardy", scheme="owes", version="2026.1"),
    page("certification:learning", "organ", scheme="owes", version="2026.2", note="too-few"),
]
