"""Letters say what a person decided and why, in words for whom it concerns, and never before anybody decided."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from tests.workspace.desk import Desk, contact

from rashin.engines.contract import Outcome
from rashin.errors import ContactMissing, ContactWrong, Erased, LetterTooEarly
from rashin.language import Language, Text
from rashin.workspace.decisions.erasing import erase
from rashin.workspace.letters import Contact, Letter, letter, pdf
from rashin.workspace.reviews import review

YES, NO = Outcome.FAVOURABLE, Outcome.ADVERSE
JARGON = re.compile(
    r"見込み|点数|スコア|確率|モデル|推論|特徴量|AI|[Ss]core|[Pp]robabilit|[Mm]odel|odds|threshold|！|!"
)


@pytest.fixture
def lender(desk: Desk) -> Desk:
    """A desk whose letters say how to reach somebody."""
    contact(desk, responsible="融資部長 羅針太郎", office="お客様相談窓口", telephone="03-0000-0000")
    return desk


def decides(desk: Desk, decision: str, outcome: Outcome, reason: str = "") -> str:
    desk.writing(lambda session: review(session, desk.company.log, decision, desk.hanako, outcome, reason))
    return decision


def written(desk: Desk, decision: str) -> Letter:
    return letter(desk.account(decision), "羅針信用組合", "rashin.log/test")


def said(found: Letter, language: Language) -> str:
    """Every text of a letter in one language."""

    def texts(thing: object) -> list[str]:
        if isinstance(thing, Text):
            return [thing[language]]
        if isinstance(thing, (tuple, list)):
            return [text for one in thing for text in texts(one)]
        if is_dataclass(thing):
            return [text for part in fields(thing) for text in texts(getattr(thing, part.name))]
        return [thing] if isinstance(thing, str) else []

    return "\n".join(texts(found))


def test_a_refusal_gives_reasons_and_what_would_change_it(lender: Desk) -> None:
    decision = decides(lender, lender.one(handed_over=False, outcome=NO), NO)
    found, account = written(lender, decision), lender.account(decision)
    assert account.told is not None
    assert found.adverse
    assert not found.draft
    against = [one.label for one in account.told.against()]
    assert [one.label for one in found.reasons] == against[:4]
    assert found.changes_lead is not None
    change = account.change
    assert change is not None
    if change.found:
        assert [one.label for one in found.changes] == [one.label for one in change.found.changes]
    else:
        assert found.changes == ()


def test_a_grant_gives_what_spoke_for_it_and_nothing_to_change(lender: Desk) -> None:
    decision = decides(lender, lender.one(handed_over=False, outcome=YES), YES)
    found, account = written(lender, decision), lender.account(decision)
    assert account.told is not None
    assert not found.adverse
    assert [one.label for one in found.reasons] == [one.label for one in account.told.in_favour()][:4]
    assert (found.changes_lead, found.changes, found.changes_rest) == (None, (), None)


def test_where_a_person_overruled_their_reason_is_given_and_no_other(lender: Desk) -> None:
    decision = decides(lender, lender.one(handed_over=True, outcome=YES), NO, "受注の書類がないため")
    found = written(lender, decision)
    assert found.persons_reason == "受注の書類がないため"
    assert (found.reasons, found.changes_lead, found.changes) == ((), None, ()), "those would be of another outcome"


def test_the_letter_follows_the_review_that_stands(lender: Desk) -> None:
    decision = decides(lender, lender.one(handed_over=True, outcome=YES), NO, "受注の書類がないため")
    last = lender.account(decision).last
    assert last is not None
    lender.writing(
        lambda session: review(
            session, lender.company.log, decision, lender.jiro, YES, "書類が届いたため", seen=last.review.id
        )
    )
    found = written(lender, decision)
    assert not found.adverse
    assert found.persons_reason == "書類が届いたため"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("outcome", [YES, NO])
def test_no_letter_needs_a_dictionary(lender: Desk, outcome: Outcome, language: Language) -> None:
    decision = decides(lender, lender.one(handed_over=False, outcome=outcome), outcome)
    found = JARGON.search(said(written(lender, decision), language).replace("rashin.log/test", ""))
    assert found is None, found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_letter_says_who_answers_and_how_to_ask(lender: Desk, language: Language) -> None:
    decision = decides(lender, lender.one(handed_over=True), YES)
    text = said(written(lender, decision), language)
    words = {
        "ja": ("担当者", "責任", "もう一度の検討", "開示", "受領証", "03-0000-0000"),
        "en": ("person", "answers for", "another look", "ask to see the data", "receipt", "03-0000-0000"),
    }
    for word in (*words[language], "融資部長 羅針太郎", decision):
        assert word in text, word


def test_before_anybody_decided_it_is_a_draft_or_nothing(lender: Desk) -> None:
    waiting, suggested = lender.one(handed_over=True), lender.one(handed_over=False)
    with pytest.raises(LetterTooEarly):
        written(lender, waiting)
    draft = written(lender, suggested)
    assert draft.draft
    with pytest.raises(LetterTooEarly):
        pdf(draft, "ja")


def test_of_an_erased_decision_there_is_no_letter(lender: Desk) -> None:
    decision = decides(lender, lender.one(handed_over=True), YES)
    lender.writing(lambda session: erase(session, lender.company.log, decision, lender.taro, "本人の求め"))
    with pytest.raises(Erased):
        written(lender, decision)


def test_without_a_way_to_reach_anybody_no_letter_goes_out(desk: Desk) -> None:
    decision = decides(desk, desk.one(handed_over=True), YES)
    found = written(desk, decision)
    assert "羅針信用組合" in found.responsible.ja, "the organisation answers for it"
    with pytest.raises(ContactMissing):
        pdf(found, "ja")


def test_a_contact_is_kept_on_one_line_and_bounded() -> None:
    kept = Contact.written({"office": "  融資部 \n お客様相談窓口 ", "responsible": "部長", "csrf": "x"})
    assert kept == Contact(office="融資部 お客様相談窓口", responsible="部長")
    with pytest.raises(ContactWrong):
        Contact.written({"office": "あ" * 201})
    with pytest.raises(ContactWrong):
        Contact.written({"office": "表\x00示"})


class TestPdf:
    """The letter on paper."""

    @pytest.fixture
    def made(self, lender: Desk, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
        language: Language = request.param
        decision = decides(lender, lender.one(handed_over=False, outcome=NO), NO)
        path = tmp_path / f"{language}.pdf"
        path.write_bytes(pdf(written(lender, decision), language, "株式会社 #山田 *商店* $1"))
        return path

    @pytest.mark.parametrize("made", ["ja", "en"], indirect=True)
    def test_it_says_what_the_letter_says(self, made: Path) -> None:
        text = words_of(made)
        expected = {
            "ja": ("融資のお申込みの結果のお知らせ", "主な理由", "連絡先", "03-0000-0000", "検討に用いた項目"),
            "en": ("The outcome of your application for a loan", "The main reasons", "How to reach us", "03-0000-0000"),
        }
        for words in expected[made.stem]:
            assert squeezed(words) in squeezed(text), words
        assert squeezed("株式会社 #山田 *商店* $1") in squeezed(text), "signs of the typesetter are plain signs"

    @pytest.mark.parametrize("made", ["ja", "en"], indirect=True)
    def test_it_can_be_read_aloud(self, made: Path) -> None:
        raw = made.read_bytes()
        assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", raw)
        assert re.search(rb"/Lang\s*\(%s" % made.stem.encode(), raw)
        assert b"<pdfuaid:part>1</pdfuaid:part>" in raw
        assert b"/DisplayDocTitle true" in raw

    @pytest.mark.parametrize("made", ["ja", "en"], indirect=True)
    def test_its_tags_tell_headings_and_tables_from_the_rest(self, made: Path) -> None:
        tags = tagged(made)
        title = {"ja": "融資のお申込みの結果のお知らせ", "en": "The outcome of your application for a loan"}[made.stem]
        reasons, item = {"ja": ("主な理由", "項目"), "en": ("The main reasons", "Item")}[made.stem]
        assert [squeezed(words) for tag, words in tags if tag == "H1"] == [squeezed(title)]
        assert squeezed(reasons) in [squeezed(words) for tag, words in tags if tag == "H2"]
        assert squeezed(item) in [squeezed(words) for tag, words in tags if tag == "TH"]
        assert {"P", "Table", "TR", "TD"} <= {tag for tag, _ in tags}

    @pytest.mark.parametrize("made", ["ja"], indirect=True)
    def test_it_brings_its_letters_along(self, made: Path) -> None:
        assert b"/FontFile" in made.read_bytes()


def test_hostile_words_do_not_reach_the_typesetter(lender: Desk) -> None:
    reason = '#read("/etc/passwd") $x$ *b* _i_ `c` <a> @b \\ " // /* */'
    decision = decides(lender, lender.one(handed_over=True, outcome=YES), NO, reason)
    assert pdf(written(lender, decision), "ja", reason).startswith(b"%PDF-")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words_of(path: Path) -> str:
    return poppler("pdftotext", str(path), "-")


def tagged(path: Path) -> list[tuple[str, str]]:
    """The tags of a PDF, each with its own words."""
    found: list[tuple[str, str]] = []
    for line in poppler("pdfinfo", "-struct-text", str(path)).splitlines():
        tag, text = re.match(r" *([A-Z]\w*)", line), line.strip()
        if tag is not None:
            found.append((tag[1], ""))
        elif text.startswith('"'):
            found[-1] = (found[-1][0], found[-1][1] + text.strip('"'))
    return found


def poppler(name: str, *arguments: str) -> str:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"no {name} on this machine: apt-get install poppler-utils")
    made = subprocess.run([program, *arguments], capture_output=True, check=True).stdout
    return made.decode(errors="replace")  # it prints titles of headings as they are encoded
