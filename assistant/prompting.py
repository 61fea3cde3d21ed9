"""Prompts: text files with a small header, loaded and checked as one set.

    name: phrase
    version: 1
    language: zh
    inputs: question, evidence
    --- system
    …
    --- user
    … $question … $evidence

A placeholder that the header does not name, or an input that the text does not use, is an error when the set is
loaded, not when a question is asked. What is put in is never read for placeholders again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from assistant.errors import PromptError

FOLDER = Path(__file__).resolve().parents[1] / "prompts"
LANGUAGES = ("zh", "en")
_HEADER = ("name", "version", "language", "inputs")
_PART = re.compile(r"^--- (system|user)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt with its inputs put in, ready for a model."""

    prompt_id: str
    """Name and version, "phrase@1"; it is kept in every answer that the prompt had a part in."""
    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One task for a model, in one language."""

    name: str
    version: str
    language: str
    inputs: frozenset[str]
    system: str
    user: str

    @property
    def prompt_id(self) -> str:
        """Name and version."""
        return f"{self.name}@{self.version}"

    def render(self, **values: str) -> Rendered:
        """Put the inputs in. Raises PromptError when one is missing or unknown."""
        if values.keys() != self.inputs:
            different = "、".join(sorted(values.keys() ^ self.inputs))
            raise PromptError(f"提示词 {self.name}：输入不符 / inputs missing or unknown: {different}")
        return Rendered(
            self.prompt_id, Template(self.system).substitute(values), Template(self.user).substitute(values)
        )


class Prompts:
    """Every prompt of a folder, by name and language."""

    def __init__(self, prompts: Mapping[tuple[str, str], Prompt]) -> None:
        self._prompts = dict(prompts)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Prompts:
        """Load and check a folder. Raises PromptError when a file is wrong or a language is missing."""
        read = [_read(path) for path in sorted(folder.glob("*.txt"))]
        if not read:
            raise PromptError(f"{folder}：没有提示词文件 / holds no prompts")
        prompts = {(prompt.name, prompt.language): prompt for prompt in read}
        for name in {prompt.name for prompt in read}:
            missing = [language for language in LANGUAGES if (name, language) not in prompts]
            if missing:
                raise PromptError(f"提示词 {name} 缺少语言 / has no text in: {', '.join(missing)}")
        return cls(prompts)

    def get(self, name: str, language: str) -> Prompt:
        """One prompt. Raises PromptError when there is none of that name."""
        try:
            return self._prompts[name, language]
        except KeyError:
            raise PromptError(f"没有提示词“{name}”（{language}）/ there is no such prompt") from None

    def ids(self) -> tuple[str, ...]:
        """Name and version of every prompt, each once, in order."""
        return tuple(sorted({prompt.prompt_id for prompt in self._prompts.values()}))


def _read(path: Path) -> Prompt:
    """One file as a prompt. Raises PromptError that names the file and what is wrong with it."""
    head, *parts = _PART.split(path.read_text(encoding="utf-8"))
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines() if ": " in line)
    if tuple(fields) != _HEADER:
        raise PromptError(f"{path.name}：文件头应依次为 / the header must hold {', '.join(_HEADER)}")
    if parts[0::2] != ["system", "user"]:
        raise PromptError(f"{path.name}：应有 system 与 user 两段 / must hold the parts system and user")
    system, user = (text.strip() for text in parts[1::2])
    inputs = frozenset(name.strip() for name in fields["inputs"].split(","))
    templates = (Template(system), Template(user))
    if not all(template.is_valid() for template in templates):
        raise PromptError(f"{path.name}：有写错的占位符 / holds a malformed placeholder")
    used = {name for template in templates for name in template.get_identifiers()}
    if used != inputs:
        different = "、".join(sorted(used ^ inputs))
        raise PromptError(f"{path.name}：占位符与 inputs 不符 / placeholders and inputs differ: {different}")
    if fields["language"] not in LANGUAGES:
        raise PromptError(f"{path.name}：language 应为 zh 或 en / must be zh or en")
    return Prompt(fields["name"], fields["version"], fields["language"], inputs, system, user)
