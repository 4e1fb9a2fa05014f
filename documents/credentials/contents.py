"""The credential before it is signed, composed from plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from documents.credentials.contexts import CREDENTIALS, OPEN_BADGES
from documents.credentials.members import require_defined
from documents.credentials.status_places import StatusPlace

AchievementType = Literal["QualityAssuranceCredential", "Certification"]


@dataclass(frozen=True)
class Issuer:
    """Who attests: our did, and the operator of the scheme by name."""

    id: str
    name: str
    url: str
    email: str


@dataclass(frozen=True)
class CredentialContent:
    """What a credential says; every text is in the language of the document."""

    id: str
    number: str
    name: str
    achievement_type: AchievementType
    achievement_id: str
    achievement_name: str
    achievement_description: str
    criteria_url: str
    criteria_text: str
    version: str
    language: str
    subject_id: str
    identifiers: tuple[tuple[str, str], ...]
    awarded_at: datetime
    valid_from: datetime
    valid_until: datetime
    issuer: Issuer
    narrative: str = ""
    revision: int = 1
    places: tuple[StatusPlace, ...] = field(default=())


def compose(content: CredentialContent) -> dict[str, Any]:
    """Write the credential without its proofs; a member that no context defines is refused."""
    document = written(content)
    require_defined(document)
    return document


def attested_by(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a credential attests, by name; how its issuer is called now is no part of it."""
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    return {
        "number": subject["licenseNumber"],
        "identifiers": [
            (one["identityType"], one["identityHash"]) for one in subject["identifier"]
        ],
        "scope": subject.get("narrative", ""),
        "standard": (urlsplit(achievement["id"]).path, achievement["version"]),
        "kind": achievement["achievementType"],
        "day of award": document["awardedDate"],
        "first moment": document["validFrom"],
        "last moment": document["validUntil"],
    }


def written(content: CredentialContent) -> dict[str, Any]:
    """Write the members of a credential."""
    document: dict[str, Any] = {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": content.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": content.name,
        "issuer": {
            "id": content.issuer.id,
            "type": ["Profile"],
            "name": content.issuer.name,
            "url": content.issuer.url,
            **({"email": content.issuer.email} if content.issuer.email else {}),
        },
        "awardedDate": moment(content.awarded_at),
        "validFrom": moment(content.valid_from),
        "validUntil": moment(content.valid_until),
        "credentialSubject": _subject(content),
    }
    if content.places:
        document["credentialStatus"] = [_status(place) for place in content.places]
    return document


def _subject(content: CredentialContent) -> dict[str, Any]:
    subject: dict[str, Any] = {
        "id": content.subject_id,
        "type": ["AchievementSubject"],
        "licenseNumber": content.number,
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": value,
                "identityType": kind,
            }
            for kind, value in content.identifiers
        ],
        "achievement": {
            "id": content.achievement_id,
            "type": ["Achievement"],
            "achievementType": content.achievement_type,
            "name": content.achievement_name,
            "description": content.achievement_description,
            "criteria": {"id": content.criteria_url, "narrative": content.criteria_text},
            "version": content.version,
            "inLanguage": content.language,
        },
    }
    if content.narrative:
        subject["narrative"] = content.narrative
    return subject


def _status(place: StatusPlace) -> dict[str, Any]:
    return {
        "id": f"{place.list_url}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": place.purpose,
        "statusListIndex": str(place.index),
        "statusListCredential": place.list_url,
    }


def moment(when: datetime) -> str:
    """Write a moment as XML Schema does, in UTC and in whole seconds."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
