"""Texts are compared as people write them: without case and accents, in scripts without spaces too."""

# ruff: noqa: RUF001 -- letters that look like others are what is tested

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadline.folding import fold, indexed, placed, sought, words

INDEX = apsw.Connection(":memory:")
INDEX.execute("CREATE VIRTUAL TABLE texts USING fts5(content, tokenize='ascii')")
ODD = (
    "aA ıİßẞΣςσάΰée\u0301\u0338øŁæﬁｶﾞガ한\u1112\u1161\u11ab"
    "退款กำคั้ច្ង\u00ad\u200b\u200d\ufe0f\u20e3😡🏽יִשְׁאِأةᾳёm²½™٣-_'*。・"
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Übergrößen NAÏVE", "ubergrossen naive"),
        ("straße STRASSE STRAẞE", "strasse strasse strasse"),
        ("Łódź, Đà Nẵng, smørrebrød", "lodz, da nang, smorrebrod"),
        ("Œuvre Æsir œuf", "oeuvre aesir oeuf"),
        ("ISPARTA ısparta İzmir", "isparta isparta izmir"),
        ("ħobż Þór eð", "hobz thor ed"),
        ("ΣΟΦΟΣ σοφός Αΐδης τῷ", "σοφοσ σοφοσ αιδησ τω"),
        ("Ёлка ёж, Їжак, ґанок", "елка еж, іжак, ганок"),
        ("мой и твой", "мой и твой"),
        ("أحمد إلى آخر مسؤول", "احمد الي اخر مسوول"),
        ("كِتَابٌ محمـــد مدرسة", "كتاب محمد مدرسه"),
        ("شָׁ שָׁלוֹם", "ش שלום"),
        ("ज़रूरत", "जरूरत"),
        ("ﬁle oﬃce", "file office"),
        ("ＡＢＣ１２３ ｻﾝﾄﾞ", "abc123 サンド"),
        ("Rech\u00adnung zero\u200bwidth", "rechnung zerowidth"),
        ("می\u200cخواهم", "ميخواهم"),
        ("٤٢ ۴۲ ४२", "42 42 42"),
        ("Threadline™", "threadline "),
        ("\u1112\u1161\u11ab", "한"),
    ],
)
def test_a_text_is_compared_without_case_accents_and_forms(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Don't re-fold", ["don", "t", "re", "fold"]),
        ("iPhone手机壳", ["iphone", "手机", "机壳", "壳"]),
        ("エラー・が", ["エラ", "ラー", "ー", "が"]),
        ("상품이 아직", ["상품", "품이", "이", "아직", "직"]),
        ("คืนเงิน", ["คืน", "นเ", "เงิ", "งิน", "น"]),
        ("ប្រាក់", ["ប្រា", "រាក់", "ក់"]),
        ("fix😡👍🏽please ❤️", ["fix", "😡", "👍", "please", "❤"]),
        ("a → b │ c", ["a", "b", "c"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
    ],
)
def test_a_text_is_cut_into_words(text: str, cut: list[str]) -> None:
    assert words(text) == cut


FOUND = [
    ("我的订单还没有到货，请问怎么退款？谢谢", ["退款", "订单", "货", "怎么退款", "谢"]),
    ("サンドボックスの修正テストを実行しました。", ["サンドボックス", "修正", "ｻﾝﾄﾞ", "テスト"]),
    (
        "주문한 상품이 아직 도착하지 않았습니다",
        ["상품", "주문", "아직 도착", "\u110b\u1161\u110c\u1175\u11a8"],
    ),
    ("ฉันต้องการคืนเงินสำหรับคำสั่งซื้อของฉัน", ["คืนเงิน", "คำสั่งซื้อ"]),
    ("ខ្ញុំចង់បានប្រាក់វិញ", ["ប្រាក់", "ចង់បាន"]),
    ("ຂ້ອຍຕ້ອງການເງິນຄືນ", ["ເງິນ"]),
    ("ငွေပြန်အမ်းလိုချင်ပါတယ်", ["ပြန်အမ်း"]),
    ("第3章のiPhone手机壳v2版", ["第3章", "iphone", "手机", "v2", "v2版", "iPhone手机"]),
    ("Der Übertrag für die Straße", ["ubertrag", "STRASSE"]),
]


@pytest.mark.parametrize(("text", "parts"), FOUND)
def test_every_part_of_a_text_is_found_and_what_is_not_in_it_is_not(text: str, parts: list[str]) -> None:
    for part in parts:
        assert is_found(text, part), part
    for _, others in FOUND:
        for part in others:
            assert is_found(text, part) is (part in parts), part


def is_found(text: str, part: str) -> bool:
    tokens, is_open = sought(part)
    INDEX.execute("DELETE FROM texts")
    INDEX.execute("INSERT INTO texts VALUES (?)", (indexed(text),))
    match = f'"{" ".join(tokens)}"{" *" * is_open}'
    return INDEX.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (match,)).fetchone() == (1,)


@given(st.text(ODD))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_sign_folded_once_is_folded() -> None:
    signs = [chr(code) for code in (*range(0x3400), *range(0xF900, 0x20000))]
    assert [each for each in signs if fold(fold(each)) != fold(each)] == []


@given(st.text(ODD))
def test_a_folded_text_with_places_is_the_folded_text_and_its_places_ascend(text: str) -> None:
    found = placed(text)
    assert found.folded == fold(text)
    starts = [found.start(place) for place in range(len(found.folded) + 1)]
    assert starts == sorted(starts)
    assert all(found.end(place + 1) > found.start(place) for place in range(len(found.folded)))
    assert found.end(len(found.folded)) == len(text)


@given(st.text(), st.text(ODD))
def test_the_index_has_the_words_that_are_told(text: str, odd: str) -> None:
    tokenizer = INDEX.fts5_tokenizer("ascii", [])
    found = tokenizer(
        indexed(text + odd).encode("utf-8", "replace"),
        apsw.FTS5_TOKENIZE_DOCUMENT,
        None,
        include_offsets=False,
        include_colocated=False,
    )
    assert [str(each) for each in found] == words(text + odd)
