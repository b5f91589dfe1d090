"""Errors that a person reads. One class per cause, each with a stable code and a sentence in both languages.

A sentence says what is wrong, where, and how to mend it. Subclasses live beside the code that raises them.
"""

from typing import ClassVar

from wutong.kernel.bilingual import Language, Text


class WutongError(Exception):
    """Something the user can mend.

    `code` never changes once released; `sentence` names its parameters in braces; `exit_code` is what the
    command line ends with (1 = refused input, 2 = wrong usage, 3 = the machine, 4 = a failed check).
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    sentence: ClassVar[Text] = Text(zh="出错了。", en="Something went wrong.")

    def __init__(self, **params: object) -> None:
        self.params = params
        self.text = self.sentence.format(**params)
        super().__init__(self.text.en)

    def in_language(self, language: Language) -> str:
        """The sentence for a reader of `language`."""
        return self.text.in_language(language)
