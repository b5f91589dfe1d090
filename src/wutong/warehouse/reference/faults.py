"""Why a row of a reference list is held back."""

from enum import StrEnum

STAGE = "reference"


class Fault(StrEnum):
    """What is wrong with the row; labels stand with the other reasons of issues."""

    CODE_ODD = "code_odd"
    CODE_TWICE = "code_twice"
    NAME_MISSING = "name_missing"
    DESCRIPTION_MISSING = "description_missing"
    CLASS_ODD = "class_odd"
