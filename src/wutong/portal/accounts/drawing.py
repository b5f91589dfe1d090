"""What each role may do, as tables in Markdown, drawn from roles and flows for docs/permissions.md. Decides nothing."""

from collections.abc import Iterable, Mapping

from wutong.catalog.flows import Flow
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Reach, Role

_MARK = "●"
_HEAD = """# 权限 · Permissions

由 `make permissions` 据 `accounts/roles.py` 与 `catalog/flows/` 生成，请勿手改。
角色只在所任职的单位中有效，标“全部”的除外。
Drawn from `accounts/roles.py` and `catalog/flows/` by `make permissions`; not edited by hand. A role holds in the
organisation of its membership, unless it says everywhere. Tests walk all of it: `tests/portal/cases/test_matrix.py`
(cases), `test_matrix_beside.py` (placements, voices), `test_matrix_pages.py` (materials, imports).
"""


def document(flows: Iterable[Flow], sides: Mapping[str, Mapping[str, Iterable[str]]]) -> str:
    """The page: roles, roles × permissions, and of each flow acts × roles. `sides` say for whom an act is, by flow."""
    parts = [_HEAD, _roles(), _permissions(), *(_flow(flow, sides.get(flow.code, {})) for flow in flows)]
    return "\n".join(parts)


def _roles() -> str:
    rows = [
        (
            role.code,
            f"{role.name_text.zh} · {role.name_text.en}",
            "、".join(sorted(kind.value for kind in role.value.held_in)),
            "全部 · everywhere" if role.reach is Reach.EVERYWHERE else "本单位 · own",
        )
        for role in Role
    ]
    return "## 角色 · Roles\n\n" + _table(("role", "name", "held in", "reach"), rows)


def _permissions() -> str:
    rows = [
        (f"{one.text.zh} · {one.text.en} (`{one.code}`)", *(_marked(one in role.permissions) for role in Role))
        for one in Permission
    ]
    return "## 角色 × 权限 · Roles × permissions\n\n" + _table(("permission", *_codes()), rows)


def _flow(flow: Flow, sides: Mapping[str, Iterable[str]]) -> str:
    rows = [
        (
            f"{act.title.zh} · {act.title.en} (`{act.code}`)",
            ", ".join(act.from_states),
            *((", ".join(sorted(sides.get(act.code, ()))),) if sides else ()),
            *(_marked(role.code in act.roles) for role in Role),
        )
        for act in flow.acts
        if act.roles
    ]
    head = ("act", "in the states", *(("side",) if sides else ()), *_codes())
    return f"## {flow.title.zh} · {flow.title.en} (`{flow.code}`)\n\n" + _table(head, rows)


def _codes() -> tuple[str, ...]:
    return tuple(role.code for role in Role)


def _marked(is_so: bool) -> str:
    return _MARK if is_so else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(["\n".join(f"| {' | '.join(line)} |" for line in lines), ""])
