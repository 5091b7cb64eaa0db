"""Names of payees as people write them, brought to one spelling so that the same body has the same name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from rashin.notation.letters import SPACES, folded

_SHORT = {
    "株": "株式会社", "有": "有限会社", "合": "合同会社", "同": "合同会社", "名": "合名会社", "資": "合資会社",
    "一社": "一般社団法人", "一財": "一般財団法人", "公社": "公益社団法人", "公財": "公益財団法人", "社": "社団法人",
    "財": "財団法人", "独": "独立行政法人", "地独": "地方独立行政法人", "国研": "国立研究開発法人", "国": "国立大学法人",
    "大": "国立大学法人", "学": "学校法人", "医": "医療法人", "医社": "医療法人社団", "医財": "医療法人財団",
    "社医": "社会医療法人", "福": "社会福祉法人", "社福": "社会福祉法人", "宗": "宗教法人", "特非": "特定非営利活動法人",
    "非": "特定非営利活動法人", "特": "特定非営利活動法人", "npo": "特定非営利活動法人", "農": "農事組合法人",
    "協": "協同組合", "相": "相互会社", "弁": "弁護士法人", "税": "税理士法人", "監": "監査法人",
}  # fmt: skip
_SHORT_FORM = re.compile(r"\((" + "|".join(sorted(_SHORT, key=len, reverse=True)) + r")\)")
_OTHER_WORDS = (("npo法人", "特定非営利活動法人"), ("一般社団", "一般社団法人"), ("一般財団", "一般財団法人"))
_LEGAL = tuple(sorted({*_SHORT.values(), "特例民法法人", "信用金庫"} - {"協同組合"}, key=len, reverse=True))
_LEGAL_FORM = re.compile("|".join(_LEGAL))

_OLD = (
    "亞亜惡悪壓圧圍囲爲為壹壱稻稲隱隠榮栄營営衞衛驛駅圓円鹽塩緣縁艷艶應応歐欧毆殴櫻桜奧奥橫横溫温穩穏假仮價価畫画會会壞壊懷懐繪絵"
    "擴拡殼殻覺覚學学嶽岳樂楽勸勧卷巻寬寛歡歓罐缶觀観關関陷陥館舘巖巌顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙峽峡狹狭曉暁區区驅駆勳勲"
    "徑径惠恵溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸缺欠儉倹劍剣圈圏檢検權権獻献縣県險険顯顕驗験嚴厳效効廣広恆恒鑛鉱號号國国濟済碎砕齋斎劑剤"
    "雜雑參参慘惨棧桟蠶蚕贊賛殘残絲糸齒歯兒児辭辞濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処敍叙奬奨將将燒焼稱称證証乘乗剩剰"
    "壤壌孃嬢條条淨浄疊畳穰穣讓譲釀醸囑嘱觸触寢寝愼慎晉晋眞真盡尽圖図粹粋醉酔隨随髓髄樞枢數数瀨瀬聲声靜静齊斉攝摂竊窃專専戰戦淺浅潛潜"
    "纖繊踐践錢銭禪禅曾曽雙双壯壮搜捜插挿爭争總総聰聡莊荘裝装騷騒增増藏蔵臟臓卽即屬属續続墮堕體体對対帶帯滯滞臺台瀧滝擇択澤沢單単擔担"
    "膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁聽聴鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯當当鬪闘德徳獨独讀読屆届繩縄貳弐腦脳霸覇廢廃拜拝"
    "賣売麥麦發発髮髪拔抜蠻蛮祕秘濱浜濵浜甁瓶拂払佛仏竝並變変邊辺邉辺辨弁瓣弁辯弁舖舗穗穂寶宝豐豊沒没飜翻萬万滿満默黙彌弥藥薬譯訳"
    "豫予餘余與与譽誉搖揺樣様謠謡來来賴頼亂乱覽覧兩両獵猟綠緑鄰隣壘塁淚涙勵励禮礼隸隷靈霊齡齢戀恋爐炉勞労樓楼祿録灣湾﨑崎髙高塚塚"
    "桒桑栁柳凬風黑黒步歩每毎海海都都神神福福祥祥視視社社諸諸逸逸"
)
_DASHES = "‐‑‒–—―−-ｰー─━"
_ONE_KANJI = {ord(old): new for old, new in zip(_OLD[0::2], _OLD[1::2], strict=True) if old != new}
_ONE_DASH = dict.fromkeys(map(ord, _DASHES), "-")
_PREFECTURE = re.compile(r"(北海道|東京都|京都府|大阪府|.{2,3}県)(?=.{1,6}[市区町村]$)")
_SMALL = str.maketrans("ヶゖァィゥェォッャュョヮゕヵ", "ケケアイウエオツヤユヨワカカ")
_PUNCTUATION = re.compile(r"[・.,'’‘\"“”&!?/:;_~()\[\]{}<>「」『』【】-]")

_WHO = (
    "個人事業主|個人事業者|個人|非常勤職員|臨時職員|常勤職員|職員|委員|部外有識者|外部有識者|有識者|専門家|講師|出張者|調査員|相談員|研究者|受給者|"
    "従事者|医師|弁護士|通訳"
)
_MARK = r"[-(]?(?:[a-zア-ン0-9]{1,3}|[甲乙丙丁○●◯*]+)?\)?"
_PERSON = re.compile(
    rf"(?:{_WHO})(?:等|他|ほか)?{_MARK}(?:さん|氏|様|等|他|ほか)?|[a-z○●◯*]{{1,3}}(?:氏|さん|様|個人|職員)|"
    rf"\([a-z0-9]{{1,2}}\)(?:{_WHO})|匿名|非公表|非公開|氏名非公表|[○●◯*]{{2,}}"
)
_SEVERAL = re.compile(
    r"(?:その他|そのほか|他|ほか)(?:[0-9,]*(?:者|社|団体|名|人|件|機関|法人))?(?:等)?|等|計|合計|小計|諸経費|雑費"
)


class Payee(StrEnum):
    """What sort of payee a name stands for."""

    BODY = "body"
    """An organisation."""
    PERSON = "person"
    """A person, masked or not named; no two of them are taken for the same."""
    SEVERAL = "several"
    """Payees that are not told apart, such as その他."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name brought to one spelling."""

    full: str
    """With its legal form where it stands: (株)日立 and ㈱日立 are 株式会社日立, 日立(株) is 日立株式会社."""
    core: str
    """Without its legal form, its punctuation, and the size of small kana."""
    form: str
    """Its legal form with a dash on the side of the name, since 株式会社日立 and 日立株式会社 are two companies; of a town or
    village its prefecture; "" if it states none."""


def normalised(written: str) -> Name:
    """The name in its one spelling: width, case, spaces, dashes, short legal forms, and old forms of kanji.

    Two bodies may share a spelling, as 沢 and 澤 are told apart by some; who looks names up must mind that.
    """
    plain = SPACES.sub("", folded(written).casefold()).translate(_ONE_KANJI).translate(_ONE_DASH)
    full = _SHORT_FORM.sub(lambda short: _SHORT[short[1]], plain)
    for word, whole in _OTHER_WORDS:
        full = re.sub(rf"{word}(?!法人)", whole, full)
    form = _LEGAL_FORM.search(full) or _PREFECTURE.match(full)
    rest = full[: form.start()] + full[form.end() :] if form else full
    core = _PUNCTUATION.sub("", rest).translate(_SMALL)
    if form is None or not core:
        return Name(full, core or full, "")
    return Name(full, core, f"{form[0]}-" if form.start() == 0 else f"-{form[0]}")


def sort_of(written: str) -> Payee:
    """Whether a name stands for an organisation, for a person, or for several that are not told apart."""
    plain = SPACES.sub("", unicodedata.normalize("NFKC", written).casefold())
    if not plain or _SEVERAL.fullmatch(plain):
        return Payee.SEVERAL
    return Payee.PERSON if _PERSON.fullmatch(plain) else Payee.BODY
