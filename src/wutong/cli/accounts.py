"""`wutong accounts`: the first administrator of a home, invitations, lost passwords; and the cast of the demo."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer
from django.db import connections
from django.utils.module_loading import import_string

from wutong.cli.terminal import HomeOption, home_of, notices, output, say, show_table
from wutong.kernel import clock, environment
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home
from wutong.portal.preparing import prepare
from wutong.warehouse.publish.reading import Reading
from wutong.warehouse.publish.release import Release, promoted

# By their names, since models can be read only after `prepare` has started Django.
_COMMANDS = "wutong.portal.accounts.setup.commands"
_CAST = "wutong.portal.accounts.setup.cast"
_LONG_AGO = timedelta(days=2000)  # longer than the oldest certificate holds
# What gives the demo's enterprise something to show, each once.
FURNISH = (
    "wutong.portal.cases.demo.history.furnish",
    "wutong.portal.materials.setup.demo.furnish",
    "wutong.portal.imports.demo.furnish",
    "wutong.portal.placements.demo.furnish",
    "wutong.portal.appointments.demo.furnish",
    "wutong.portal.filings.demo.furnish",
    "wutong.portal.voice.demo.furnish",
    "wutong.portal.notices.demo.furnish",
)

NameOption = Annotated[str, typer.Option(help="What people call them. 姓名。")]
RoleOption = Annotated[str, typer.Option(help="R1 to R18; R18 is the administrator. 角色代码。")]
WhereOption = Annotated[str, typer.Option("--organisation", help="Entered if there is none. 单位名称。")]
KindOption = Annotated[str, typer.Option(help="Its kind, where it is entered now. 单位类别。")]

app = typer.Typer(no_args_is_help=True, help="People who may sign in. 可登录的人员。")


@app.command()
def add(
    username: Annotated[str, typer.Argument(help="How they sign in. 用户名。")],
    email: Annotated[str, typer.Option(help="For lost passwords. 邮箱。")],
    name: NameOption = "",
    role: RoleOption = "R18",
    organisation: WhereOption = "梧桐",
    kind: KindOption = "platform",
    home: HomeOption = None,
) -> None:
    """Add somebody who can sign in at once, and print their password. 增加人员并显示其密码。

    Example: `wutong accounts add lin --email lin@example.org --name 林晓`
    """
    prepare(home_of(home).root)
    post = import_string(f"{_COMMANDS}.Post")(role, organisation, kind)
    language = environment.language()
    password = import_string(f"{_COMMANDS}.add")(
        username=username, name=name, email=email, language=language, post=post
    )
    output.print(password, markup=False)
    say("请登录后修改密码，并开启两步验证。", "Sign in, change the password, and turn on the second factor.")


@app.command()
def invite(
    email: Annotated[str, typer.Argument(help="Where the invitation goes. 邮箱。")],
    name: NameOption = "",
    role: RoleOption = "R18",
    organisation: WhereOption = "梧桐",
    kind: KindOption = "platform",
    home: HomeOption = None,
) -> None:
    """Invite somebody by mail, and print the link as well. 邮件邀请并显示链接。

    Example: `wutong accounts invite lin@example.org --name 林晓 --role R12 --organisation 链办 --kind department`
    """
    prepare(home_of(home).root)
    post = import_string(f"{_COMMANDS}.Post")(role, organisation, kind)
    language = environment.language()
    link = import_string(f"{_COMMANDS}.invite")(email=email, name=name, language=language, post=post)
    output.print(link, markup=False)
    say("链接三天内可用一次。", "The link works once, for three days.")


@app.command()
def password(
    who: Annotated[str, typer.Argument(help="Username or e-mail address. 用户名或邮箱。")],
    drop_factor: Annotated[bool, typer.Option(help="End their second factor as well. 同时关闭两步验证。")] = False,
    home: HomeOption = None,
) -> None:
    """Give somebody who is locked out a new password, and print it. 重设密码并显示。

    Example: `wutong accounts password lin --drop-factor`
    """
    prepare(home_of(home).root)
    output.print(import_string(f"{_COMMANDS}.renew")(who=who, drop_factor=drop_factor), markup=False)


@app.command("list")
def list_people(home: HomeOption = None) -> None:
    """List everybody with their roles. 列出所有人员及角色。

    Example: `wutong accounts list`
    """
    prepare(home_of(home).root)
    lines = import_string(f"{_COMMANDS}.everybody")()
    rows = [
        (
            one.username,
            one.name,
            one.email,
            "; ".join(f"{role} {where}" for role, where in one.roles),
            f"{one.last_login:%Y-%m-%d %H:%M}" if one.last_login else "",
            "" if one.is_active else "suspended",
        )
        for one in lines
    ]
    show_table(("username", "name", "email", "roles", "last_login_utc", "state"), rows)


def show_cast(place: Home, furnish: Sequence[str] | None = None) -> None:
    """Make the demo's people where they are not there, and print how they sign in. Nothing where data is real.

    `furnish` names what gives them something to show: FURNISH where nothing is said. A test that looks at one thing
    needs no other.
    """
    release = promoted(place)
    if release is None or release.manifest.notes.get("is_demo") != "True":
        return
    # They have been there for a while, since what they have done in the demo lies in the past.
    with clock.standing(clock.now() - _LONG_AGO):
        cards = import_string(f"{_CAST}.cast")(_claimed(release))
    for name in FURNISH if furnish is None else furnish:
        _furnished(name, place)
    # Workers are forked from this process and must not share a connection.
    connections.close_all()
    language = environment.language()
    say(
        "演示账号（密码随机生成，只存于本机）：",
        "Demo accounts (passwords drawn at random, kept on this machine only):",
    )
    for card in cards:
        secret = {"zh": "（已自行修改）", "en": "(changed since)"}[language] if card.is_changed else card.password
        words = f"{card.role.in_language(language)} · {card.organisation.in_language(language)}"
        notices.print(f"  {card.username:<11} {secret}  {words}", markup=False, soft_wrap=True)


def _furnished(furnish: str, place: Home) -> None:
    """Give the demo something to show. What an older demo cannot take is said: it is served all the same."""
    try:
        import_string(furnish)()
    except WutongError as error:
        why = error.text
        say(
            f"这份演示数据由较早的版本建立，未能补上新的内容（{why.zh}）要全新的演示，请删除 {place.root} 后重试。",
            f"This demo was made by an earlier version and lacks what is new ({why.en}) For a new one, remove "
            f"{place.root} and run this again.",
        )


def _claimed(release: Release) -> object:
    """The enterprise that the demo's own claims: of the core firms of a district's zones, the one with most trials."""
    sql = (
        "SELECT enterprise_id, credit_code, name_zh FROM enterprises "
        "LEFT JOIN (SELECT enterprise_id, count(*) AS trials FROM trial_enterprises GROUP BY ALL) "
        "USING (enterprise_id) "
        "WHERE tier = 'core' AND credit_code IS NOT NULL AND NOT is_branch "
        "ORDER BY len(zone_codes) = 0, trials DESC NULLS LAST, enterprise_id LIMIT 1"
    )
    with Reading(release) as reading:
        rows = reading.query(sql).rows
    return import_string(f"{_CAST}.Claim")(*rows[0]) if rows else None


def register(main: typer.Typer) -> None:
    """Add this module's commands to `main`."""
    main.add_typer(app, name="accounts")
