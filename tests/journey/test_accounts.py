"""People at the browser: sign in and out, change roles and take it back, a second factor, the record of acts."""

import re
import time
import urllib.parse
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from journey.attacks import Attacker
from journey.stages import Stage, staged
from journey.visits import LOOKS, Visitor, barriers, follow, leaving, overflow, sign_in

pytestmark = pytest.mark.journey

PLACES = (
    "/accounts/me/",
    "/accounts/people/",
    "/accounts/organisations/",
    "/accounts/roles/",
    "/accounts/factor/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/audit/",
    "/notices/",
    "/notices/preferences/",
    "/notices/sent/",
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demo's release in a home with a cast of its own."""
    with staged(tmp_path_factory.mktemp("demo")) as served:
        yield served


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_pages_are_sound(visitor: Visitor, stage: Stage, language: str, width: int, theme: str) -> None:
    page = visitor.window(language=language, width=width, theme=theme)
    for path in ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"):
        visitor.open(page, path)
        assert barriers(page) == [], path
        assert overflow(page) <= 0, path
    visitor.open(page, "/accounts/login/")
    visitor.keep(page, f"accounts-login-{language}-{width}-{theme}")
    sign_in(visitor, page, stage, "admin")
    for path in PLACES:
        visitor.open(page, path) if "password" not in path else page.goto(stage.address + path)
        visitor.keep(page, f"{path.strip('/').replace('/', '-')}-{language}-{width}-{theme}")
        assert barriers(page) == [], path
        assert overflow(page) <= 0, path


def test_an_organisation_is_run(visitor: Visitor, stage: Stage) -> None:
    page = visitor.window(language="en")
    sign_in(visitor, page, stage, "manager")
    page.locator(".reader").click()
    visitor.keep(page, "accounts-menu")
    follow(page, page.get_by_role("link", name="Organisations"))
    follow(page, page.locator("tbody a").first)
    follow(page, page.get_by_role("link", name="Add somebody"))
    page.get_by_label("Full name", exact=True).fill("Zhao Min")
    page.get_by_label("E-mail address").fill("zhao@example.org")
    page.get_by_label("Role").select_option("R1")
    assert barriers(page) == []
    visitor.keep(page, "accounts-add")
    follow(page, page.get_by_role("button", name="Add"))
    expect(page.get_by_role("status")).to_contain_text("Zhao Min is now Enterprise user")
    follow(page, page.get_by_role("link", name="Change the role of Zhao Min: Enterprise user"))
    visitor.keep(page, "accounts-membership")
    follow(page, page.get_by_role("button", name="Look at the change"))
    assert barriers(page) == []
    visitor.keep(page, "accounts-confirm")
    follow(page, page.get_by_role("button", name="Change role"))
    expect(page.get_by_role("status")).to_contain_text("Zhao Min is now")
    visitor.keep(page, "accounts-undo")
    follow(page, page.get_by_role("button", name="Undo"))
    expect(page.get_by_role("status")).to_contain_text("Zhao Min is now Enterprise user")
    follow(page, page.get_by_role("link", name="Zhao Min", exact=True))
    expect(page.get_by_role("button", name="Send the invitation again")).to_be_visible()


def test_a_second_factor_by_hand(visitor: Visitor, stage: Stage) -> None:
    page = visitor.window(language="zh", width=390)
    sign_in(visitor, page, stage, "steward")
    follow(page, page.get_by_role("link", name="开启"))
    follow(page, page.get_by_role("link", name="开启"))
    page.get_by_label("密码").fill(stage.passwords["steward"])
    visitor.keep(page, "accounts-reauthenticate")
    follow(page, page.get_by_role("button", name="继续"))
    secret = page.locator("code").inner_text()
    assert barriers(page) == []
    assert overflow(page) <= 0
    visitor.keep(page, "accounts-factor-on")
    box = page.locator("input[name=code]")
    for _ in range(3):  # a code is good for its half minute only: who is late types the next
        if box.count():
            box.fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
            follow(page, page.get_by_role("button", name="开启"))
    expect(box).to_have_count(0)
    page.goto(stage.address + "/accounts/factor/codes/")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    assert barriers(page) == []
    visitor.keep(page, "accounts-codes")
    first = page.locator(".recovery-codes li").first.inner_text()
    page.locator(".reader").click()
    follow(page, page.get_by_role("button", name="退出登录"))
    page.goto(stage.address + "/accounts/login/")
    page.get_by_label("用户名或邮箱").fill("steward")
    page.get_by_label("密码").fill(stage.passwords["steward"])
    follow(page, page.get_by_role("button", name="登录"))
    page.locator("input[name=code]").fill(first)
    assert barriers(page) == []
    visitor.keep(page, "accounts-factor-asked")
    follow(page, page.get_by_role("button", name="登录"))
    assert page.url == stage.address + "/accounts/me/"


def test_the_record_is_read_and_narrowed(visitor: Visitor, stage: Stage) -> None:
    page = visitor.window(language="zh")
    sign_in(visitor, page, stage, "admin")
    page.goto(stage.address + "/audit/")
    page.get_by_label("操作", exact=True).select_option("organisation.added")
    follow(page, page.get_by_role("button", name="查找"))
    expect(page).to_have_url(re.compile("act=organisation.added"))
    expect(page.locator("tbody tr").first).to_contain_text("登记了单位")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 14
    assert "登记了单位" in lines[1]


def test_messages_are_read(visitor: Visitor, stage: Stage) -> None:
    page = visitor.window(language="zh", width=390)
    sign_in(visitor, page, stage, "lab")
    unread = int(page.locator(".notice-count").inner_text())
    follow(page, page.get_by_role("link", name=f"消息：{unread} 条未读"))
    follow(page, page.locator("tbody a").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("系统将于周六维护")
    expect(page.get_by_role("main")).to_contain_text("届时不能提交。")
    assert barriers(page) == []
    assert overflow(page) <= 0
    visitor.keep(page, "notices-one")
    follow(page, page.get_by_role("link", name="消息", exact=True).first)
    expect(page.locator(".notice-count")).to_have_text(str(unread - 1))
    follow(page, page.get_by_role("button", name="全部标为已读"))
    expect(page.locator(".notice-count")).to_have_count(0)
    follow(page, page.get_by_role("button", name="撤销"))
    expect(page.locator(".notice-count")).to_have_text(str(unread - 1))


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_files_are_brought_and_erased(visitor: Visitor, stage: Stage, language: str, width: int) -> None:
    """What would be refused is marked before it is sent; what the portal refuses is said beside what it keeps."""
    page = visitor.window(language=language, width=width)
    sign_in(visitor, page, stage, "user")
    visitor.open(page, "/files/")
    control = page.locator("main input[type=file]")
    program = {"name": "setup.exe", "mimeType": "", "buffer": b"MZ" + bytes(99)}
    renamed = {"name": "假的.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(99)}
    note = {"name": f"说明 {language}.txt", "mimeType": "text/plain", "buffer": "梧桐".encode()}
    control.set_input_files([program, renamed, note])
    assert not control.evaluate("input => input.checkValidity()")
    visitor.keep(page, f"files-chosen-{language}-{width}")
    assert barriers(page) == []
    page.locator(".upload-chosen button").first.press("Enter")
    expect(page.locator(".upload-chosen li")).to_have_count(2)
    assert control.evaluate("input => input.checkValidity()")
    page.locator("main form[hx-post] button[type=submit]").press("Enter")
    expect(page.locator(".upload-errors li")).to_have_count(1)
    expect(page.locator(".upload-errors li")).to_contain_text("假的.pdf")
    mine = page.locator("tbody tr", has_text=str(note["name"]))
    expect(mine).to_have_count(1)
    visitor.keep(page, f"files-{language}-{width}")
    assert overflow(page) <= 0
    assert barriers(page) == []
    with page.expect_download() as taken:
        mine.locator("a[download]").click()
    assert taken.value.suggested_filename == note["name"]
    assert taken.value.path().read_bytes() == note["buffer"]
    follow(page, mine.locator("a.btn"))
    with leaving(page):
        page.locator("main .btn-danger").press("Enter")
    expect(page.locator(".done")).to_contain_text(str(note["name"]))
    expect(mine).to_have_count(0)


def test_signing_out_by_the_menu(visitor: Visitor, stage: Stage) -> None:
    page = visitor.window(language="en")
    sign_in(visitor, page, stage, "leader")
    page.locator(".reader").click()
    follow(page, page.get_by_role("button", name="Sign out"))
    expect(page.locator(".reader")).to_have_text("Sign in")
    visitor.keep(page, "accounts-out")


def test_each_of_the_ten_risks_is_tried_on_the_server(stage: Stage) -> None:
    """OWASP's ten, from outside and without a browser; tests/portal/test_owasp.py tries each at every address."""
    user, stranger = Attacker(stage.address), Attacker(stage.address)
    assert user.sign_in("user", stage.passwords["user"]).status == 302
    session = next(one for one in user.jar if "session" in one.name)
    # A01 access, A02 secrets, A07 sessions
    assert {user.ask(path).status for path in ("/audit/", "/cases/work/", "/notices/sent/")} == {404}
    assert stranger.ask("/cases/").status == 302
    assert session.has_nonstandard_attr("HttpOnly") and session.name not in stranger.cookies
    assert stage.passwords["user"] not in user.ask("/accounts/me/data.json").text
    # A03 injection, A10 addresses of a visitor
    odd = urllib.parse.quote("' OR 1=1 --<script>alert(7)</script>{{7*7}}../../etc/passwd")
    pages = ("/enterprises/?q=", "/trials/?q=", "/cases/?q=", "/api/v1/enterprises?q=")
    for path, statuses in (*((page, {200, 400}) for page in pages), ("/data/issues/?reason=", {404})):
        answer = user.ask(path + odd)
        assert answer.status in statuses, path
        assert not [one for one in ("<script>alert(7)", "Traceback", "root:x:") if one in answer.text], path
    assert stranger.ask("/static/..%2f..%2fportal/secret_key").status in {400, 404}
    left = Attacker(stage.address).sign_in("user", stage.passwords["user"], next="https://evil.example/")
    assert "evil" not in left.headers.get("Location", "")
    # A05 settings, A08 integrity: no debug page, armed headers, nothing written from another site
    nowhere = stranger.ask("/nowhere/")
    assert nowhere.status == 404 and "DEBUG" not in nowhere.text
    assert "script-src 'self';" in nowhere.headers["Content-Security-Policy"] + ";"
    assert stranger.ask("/", Host="evil.example").status == 400
    assert user.ask("/voice/new/", {"text": "x"}, Origin="https://evil.example").status == 403
    # A04 guessing is slowed; A09 what was refused is on record; A06 is what is installed: test_owasp
    told = [stranger.sign_in("no-such-person", f"wrong-{number}") for number in range(7)]
    assert len({one.text for one in (told[0], told[-1])}) == 2
    stranger.sign_in("lab", "not-this-one")
    auditor = Attacker(stage.address)
    assert auditor.sign_in("admin", stage.passwords["admin"]).status == 302
    refused = auditor.ask("/audit/?act=session.refused").text
    assert "<tbody" in refused and "127.0.0.1" in refused and "not-this-one" not in refused
