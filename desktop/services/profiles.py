"""The office's rules: profiles of kinds of meeting, and the guide of matters."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.domain import rulebook
from desktop.domain.errors import BadRules, UnknownProfile
from desktop.domain.rule import Profile
from desktop.domain.rulebook import Matter
from desktop.services import settings
from desktop.storage.store import Store

_PREFIX = "profile/"


@dataclass(frozen=True, slots=True)
class ProfileLine:
    profile: Profile
    own: bool  # changed by this office


class Profiles:
    """Defaults lie in ``resources/rules``; the office's changes lie in its own file."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._shipped = rulebook.profiles("profiles.toml", _load(folder / "profiles.toml"))
        self._matters = rulebook.matters("matters.toml", _load(folder / "matters.toml"))

    @property
    def matters(self) -> Mapping[str, Matter]:
        return self._matters

    def lines(self) -> list[ProfileLine]:
        """Every profile, the office's own in place of the shipped one."""
        with self._store.reading() as session:
            own = {key: settings.read(session, _PREFIX + key) for key in self._shipped}
        return [
            ProfileLine(_read(key, own[key]) if own[key] else shipped, bool(own[key]))
            for key, shipped in self._shipped.items()
        ]

    def get(self, key: str) -> Profile:
        for line in self.lines():
            if line.profile.key == key:
                return line.profile
        raise UnknownProfile(key)

    def change(self, profile: Profile) -> None:
        """Keep the office's own version of a shipped profile."""
        if profile.key not in self._shipped:
            raise UnknownProfile(profile.key)
        table = rulebook.as_table(profile)
        _read(profile.key, table)
        with self._store.writing("profile.change") as session:
            settings.write(session, _PREFIX + profile.key, table)

    def take_back(self, key: str) -> None:
        """Return to the shipped profile."""
        with self._store.writing("profile.take_back") as session:
            settings.write(session, _PREFIX + key, None)

    def matter_for(self, title: str) -> Matter | None:
        return rulebook.guess_matter(title, self._matters)


def freeze(profile: Profile) -> str:
    """A profile as it is kept with a meeting."""
    return json.dumps(rulebook.as_table(profile), ensure_ascii=False, sort_keys=True)


def thaw(text: str) -> Profile:
    return rulebook.profile("会议", "profile", json.loads(text))


def _read(key: str, table: Mapping[str, Any]) -> Profile:
    return rulebook.profile("本单位规则", key, table)


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as wrong:
        raise BadRules(path.name, "文件", str(wrong)) from wrong
