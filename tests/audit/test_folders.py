"""What lies in the audited folder, where the site says that it is published, and what the command answers."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

import build
from sitegen.audit import NotASite, audit_site, site

ALONE = """\
<!doctype html>
<html lang="en-CA">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>TITLE</title>
<meta name="description" content="A guide.">
<meta name="referrer" content="no-referrer">
<link rel="canonical" href="BASE/en/">
</head>
<body>
<a href="#main">Skip</a>
<p><a href="tel:988">Call 9-8-8</a> <a href="sms:988">Text 9-8-8</a> <a href="tel:911">Call 9-1-1</a></p>
<main id="main">
<h1>Ketamine</h1>
MAIN
</main>
</body>
</html>
"""


def page(main: str = "", *, title: str = "Ketamine", base: str = "https://guide.example") -> str:
    return ALONE.replace("TITLE", title).replace("MAIN", main).replace("BASE", base)


def small_site(folder: Path, home: str, base: str = "https://guide.example") -> Path:
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "index.html").write_text(home, "utf-8")
    (folder / "sitemap.xml").write_text(f"<urlset><url><loc>{base}/en/</loc></url></urlset>\n", "utf-8")
    (folder / "build.json").write_text("{}\n", "utf-8")
    return folder


def told(folder: Path) -> list[str]:
    return [str(problem).replace(": error: ", ": ", 1) for problem in audit_site(folder)]


def test_a_link_of_the_file_system_is_told_and_not_followed(tmp_path: Path) -> None:
    built = small_site(tmp_path / "site", page())
    (tmp_path / "secret.html").write_text("<script>", "utf-8")
    (built / "en" / "secret.html").symlink_to(tmp_path / "secret.html")
    (built / "up").symlink_to(tmp_path)
    assert told(built) == [
        "en/secret.html:1:1: audit/not-plain: this is neither a plain file nor a folder; take it away",
        "up:1:1: audit/not-plain: this is neither a plain file nor a folder; take it away",
    ]


def test_a_pipe_is_told_and_never_opened(tmp_path: Path) -> None:
    built = small_site(tmp_path, page())
    os.mkfifo(built / "en" / "pipe.html")
    assert told(built) == ["en/pipe.html:1:1: audit/not-plain: this is neither a plain file nor a folder; take it away"]


def test_what_is_not_utf_8_is_told_and_still_read(tmp_path: Path) -> None:
    built = small_site(tmp_path, page())
    (built / "en" / "index.html").write_bytes(page('<p title="None">\xe9</p>').encode("latin-1"))
    assert told(built) == [
        "en/index.html:1:1: audit/unreadable: byte 507 is not UTF-8",
        'en/index.html:16:1: audit/leftover: "None" was left over in title of <p>',
    ]


def test_two_pages_of_a_language_with_one_title_are_told(tmp_path: Path) -> None:
    built = small_site(tmp_path, page())
    (built / "en" / "a.html").write_text(page().replace('href="https://guide.example/en/"', 'href="https://guide.example/en/a.html"'), "utf-8")
    (built / "sitemap.xml").write_text("<x><loc>https://guide.example/en/</loc><loc>https://guide.example/en/a.html</loc></x>", "utf-8")
    assert told(built) == ['en/index.html:6:1: audit/duplicate-title: "Ketamine" is already the title of en/a.html']


def test_a_missing_sitemap_is_told_once(tmp_path: Path) -> None:
    built = small_site(tmp_path, page())
    (built / "sitemap.xml").unlink()
    assert told(built) == ["sitemap.xml:1:1: audit/sitemap: there is no sitemap"]


@pytest.mark.parametrize("base", ["https://guide.example", "https://guide.example/a/b", "http://127.0.0.1:8000"])
def test_the_base_is_read_from_the_home_page(base: str, tmp_path: Path) -> None:
    prefix = base.split("/", 3)[3:]
    home = "/".join(["", *prefix, "en/"])
    built = small_site(
        tmp_path, page(f'<p><a href="{home}">a</a> <a href="{base}/en/">b</a> <a href="./">c</a> <a href="{home}lost/">d</a></p>', base=base), base
    )
    assert [problem.split(" ", 2)[2] for problem in told(built)] == [f"{home}lost/ leads nowhere: there is no en/lost/index.html"]


def test_an_address_beside_the_site_on_its_own_host_is_not_the_sites(tmp_path: Path) -> None:
    base = "https://host.example/guide"
    built = small_site(tmp_path, page('<img src="/guide-of-others/x.png" alt=""> <img src="/guide/../x.png" alt="">', base=base), base)
    assert [problem.split(": ", 2)[2].split(" from ")[0] for problem in told(built)] == [
        "<img> fetches /guide-of-others/x.png",
        "<img> fetches /guide/../x.png",
    ]


def test_without_a_canonical_address_the_base_is_read_from_the_sitemap(tmp_path: Path) -> None:
    home = page('<p><a href="https://guide.example/en/lost/">x</a></p>').replace('<link rel="canonical" href="https://guide.example/en/">\n', "")
    assert told(small_site(tmp_path, home)) == [
        "en/index.html:1:1: audit/canonical: this page has no canonical address",
        "en/index.html:15:4: audit/broken-link: https://guide.example/en/lost/ leads nowhere: there is no en/lost/index.html",
    ]


def test_several_processes_say_what_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = small_site(tmp_path, page('<p style="">x</p>'))
    for number in range(40):
        (built / "en" / f"{number}.html").write_text(page(f'<a href="/{number}/">x</a>', title=f"Page {number}"), "utf-8")
    (built / "en" / "bytes.html").write_bytes(b"\xff")
    alone = told(built)
    monkeypatch.setattr(site, "FEW", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert told(built) == alone
    assert len(alone) > 40


@pytest.mark.parametrize(
    "main",
    [
        "<b>" * 20000,
        "<a href=x>y" * 10000,
        "</p>" * 20000,
        "[[" * 20000,
        f'<img alt srcset="{"," * 20000}">',
        f'<p title="{"url(" * 20000}">',
        f"<style>{'url(' * 5000}",
    ],
    ids=lambda main: str(main[:20]),
)
def test_a_page_made_to_be_slow_is_not(main: str, tmp_path: Path) -> None:
    started = os.times()
    audit_site(small_site(tmp_path, page(main)))
    assert os.times().user - started.user < 5  # seconds; about 0.3 on the machine that this was written on


@pytest.mark.parametrize("missing", ["build.json", "en/index.html", ""])
def test_a_folder_that_no_build_made_is_wrong_usage(missing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built = small_site(tmp_path / "site", page())
    if missing:
        (built / missing).unlink()
    asked = built if missing else tmp_path / "nowhere"
    with pytest.raises(NotASite):
        audit_site(asked)
    assert build.main(["audit", str(asked)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(rf"(There is no folder )?{re.escape(str(asked))}\b.*[a-z]\.\n", said.err)


def test_a_clean_site_answers_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built = small_site(tmp_path / "output", page())
    assert build.main(["audit", "--root", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"0 errors, 0 warnings. Nothing in {built}/ should hurt a reader.\n")


def test_a_site_with_problems_answers_1_in_the_form_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built = small_site(tmp_path, page('<p style="">x</p>'))
    assert build.main(["audit", str(built)]) == 1
    text = capsys.readouterr()
    assert (text.out, text.err) == ("", "en/index.html:16:1: error: audit/style-attribute: <p> has a style attribute; give it a class\n1 error, 0 warnings.\n")
    assert build.main(["audit", str(built), "--format", "json"]) == 1
    assert [(p["file"], p["line"], p["column"], p["rule"]) for p in json.loads(capsys.readouterr().out)] == [("en/index.html", 16, 1, "audit/style-attribute")]
    assert build.main(["audit", str(built), "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=en/index.html,line=16,col=1,title=audit/style-attribute::")


def test_the_audit_shares_no_code_with_the_builder() -> None:
    folder = Path(site.__file__).parent
    imported = {name for file in folder.glob("*.py") for name in re.findall(r"^\s*(?:from|import) (sitegen[\w.]*)", file.read_text("utf-8"), re.MULTILINE)}
    assert {name for name in imported if not name.startswith("sitegen.audit")} == {"sitegen.problems"}
