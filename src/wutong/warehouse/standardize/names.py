"""Parts of a name: region, proper name, trade, legal form, branch mark. English names have no region."""

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wutong.catalog.kinds import Kinds
from wutong.catalog.names import Branches, LegalForms, Names, Regions
from wutong.warehouse.standardize.regions import COUNTRY, PlaceBook, code_of, is_short, read_region
from wutong.warehouse.standardize.text import NO_TEXT, any_of, cut, from_position, is_single_word, table_of

_SHORTEST_PROPER_NAME = 2


def with_parts(table: ir.Table, names: Names, kinds: Kinds, book: PlaceBook, places: ir.Table) -> ir.Table:
    """`table` with parent_length, name_region, name_code (of the region), proper_name, trade, legal_form, form_kind.

    Needs `name` (folded), is_unusual, told_province. The parts of a branch are its parent's.
    """
    ended = _with_ending(_with_parent_length(table, names.branches), names.legal_forms)
    stemmed = _with_stem(ended, names.legal_forms, kinds, book)
    located = _with_region(stemmed, names.regions, places)
    return _with_trade(located, names)


def _with_parent_length(table: ir.Table, branches: Branches) -> ir.Table:
    """`table` with parent_length: so many characters of `name` are the parent's; null where it is no branch's."""
    word = branches.company_word
    at = table.name.find(word)
    found = table.mutate(
        company_end=at + len(word),
        tail=ibis.ifelse(at > 1, from_position(table.name, at + len(word)), ""),
        # Most names hold the word; the others are matched against their marks. So is the 分公司 of what is no company.
        other_parent=ibis.ifelse(
            (at < 0) | ((at == table.name.length() - len(word)) & table.name.endswith("分" + word)),
            _parent_of_no_company(table.name, branches),
            "",
        ),
    ).view()
    of_company = ibis.ifelse(found.tail == "", False, ~found.tail.re_search(_no_branch(branches)))
    length = ibis.cases((of_company, found.company_end), (found.other_parent != "", found.other_parent.length()))
    return found.mutate(parent_length=length).drop("company_end", "tail", "other_parent").view()


def _no_branch(branches: Branches) -> str:
    """A tail that is only a remark in brackets or the end of one, or that ends as a company of its own."""
    return rf"^\([^()]*\)$|^[^()]*\)+$|^\({any_of(branches.remarks)}|{any_of(branches.own_forms)}$"


def _parent_of_no_company(name: ir.StringValue, branches: Branches) -> ir.StringValue:
    """`name` up to its last legal form before a mark of branches, or before any words; empty where there is none."""
    marks, endings = any_of(branches.marks), any_of((*branches.parent_endings, *branches.lasting_endings))
    lasting = any_of(branches.lasting_endings)
    by_mark = name.re_extract(f"^(..+{endings}).*{marks}$", 1)
    by_form = name.re_extract(f"^(..+{lasting})[^()]+$", 1)
    own = name.re_search(f"{any_of(branches.lasting_own_forms)}$")
    return ibis.cases((name.re_search(f"{marks}$"), by_mark), (~own, by_form), else_="")


def _with_ending(table: ir.Table, forms: LegalForms) -> ir.Table:
    """`entity`, the name without branch mark; its legal form as written; and what it has in brackets."""
    whole = ibis.ifelse(table.parent_length.isnull(), table.name, cut(table.name, 1, table.parent_length))
    named = table.mutate(entity=ibis.ifelse(table.is_unusual, _without_remark(whole, forms), whole)).view()
    known = any_of(ending for form in forms.forms for ending in form.endings)
    upper = named.entity.upper()
    english = upper.re_extract(f"[ ,]{any_of(forms.english)}$", 0).re_replace("^[ ,]", "")
    return named.mutate(
        chinese=named.entity.re_extract(f"{any_of(forms.group_words)}?{known}$", 0),
        english=ibis.ifelse(named.is_unusual, ibis.ifelse(upper.re_search("[A-Z]"), english, ""), ""),
        inner=ibis.ifelse(named.is_unusual, named.entity.re_extract(r"\(([^()]{2,12})\)", 1).nullif(""), NO_TEXT),
    ).view()


def _without_remark(entity: ir.StringValue, forms: LegalForms) -> ir.StringValue:
    """A remark in brackets at the end goes, unless it is itself the legal form."""
    kept = any_of(ending for form in forms.forms for ending in form.endings if ending.endswith(")"))
    has_remark = entity.endswith(")") & ~entity.re_search(f"{kept}$")
    return ibis.ifelse(has_remark, entity.re_replace(r"\([^()]*\)$", ""), entity)


def _with_stem(table: ir.Table, forms: LegalForms, kinds: Kinds, book: PlaceBook) -> ir.Table:
    """legal_form, form_kind, the region in brackets as in 三丰仪器(上海), and `core`: the entity without either."""
    endings = forms.endings | forms.english
    told = [kinds.legal_forms.get(form) for form in endings.values()]
    codes = table_of(
        {
            "ending": pa.array(endings),
            "legal_form": pa.array(endings.values()),
            "form_kind": pa.array(told, pa.string()),
        }
    )
    regions = _region_words(book)
    ending = ibis.ifelse(table.chinese == "", table.english, table.chinese)
    joined = table.left_join(codes, ending == codes.ending).left_join(regions, table.inner == regions.bracket_region)
    stem = cut(joined.entity, 1, joined.entity.length() - ending.length())
    without = stem.replace("(" + joined.inner + ")", "")
    core = ibis.cases(
        (joined.inner.isnull(), stem),
        (joined.bracket_region.notnull(), without),
        else_=stem.re_replace("[()]", ""),
    )
    kept = [name for name in table.columns if name not in ("entity", "chinese", "english", "inner", "is_unusual")]
    return joined.select(
        *kept, "is_unusual", "legal_form", "form_kind", "bracket_region", "bracket_code", core=core
    ).view()


def _region_words(book: PlaceBook) -> ir.Table:
    words: dict[str, str | None] = dict.fromkeys(book.regions.national)
    large = [form for form in book.forms.values() if form.code.endswith("00")]
    for form in sorted(large, key=lambda form: form.code, reverse=True):
        words[form.full] = words[form.short] = form.code
    return table_of({"bracket_region": pa.array(words), "bracket_code": pa.array(words.values(), pa.string())})


def _with_region(table: ir.Table, regions: Regions, places: ir.Table) -> ir.Table:
    """Up to three divisions from the outside in, then a development zone or a town; `core` is what is left.

    Adds region (text), name_code, and last_short: the last division where it was written without its rank, for it
    may as well be the proper name.
    """
    read = table.mutate(region=ibis.literal(""), name_code=NO_TEXT, last_short=ibis.literal("")).view()
    read = _moved(read_region(read, places, rest="core", parent=ibis.literal(COUNTRY)))
    in_province = ibis.ifelse(read.region == "", read.told_province, NO_TEXT)
    read = _moved(read_region(read, places, rest="core", parent=in_province))
    read = _moved(read_region(read, places, rest="core", parent=read.name_code))
    further_in = ibis.ifelse(read.name_code.endswith("00"), read.name_code, NO_TEXT)
    read = _moved(read_region(read, places, rest="core", parent=further_in))
    return _with_further(read, regions)


def _moved(read: ir.Table) -> ir.Table:
    """Take the division that was read, if it leaves a proper name or cannot be one."""
    short, form = is_short(read.step_code), read.step_form
    left = read.core.length() - form.length()
    fits = form.notnull() & (~short | (left >= _SHORTEST_PROPER_NAME))
    moved = read.mutate(
        region=ibis.ifelse(fits, read.region + form, read.region),
        core=ibis.ifelse(fits, from_position(read.core, form.length()), read.core),
        name_code=ibis.ifelse(fits, code_of(read.step_code), read.name_code),
        last_short=ibis.ifelse(fits, ibis.ifelse(short, form, ""), read.last_short),
    )
    return moved.drop("step_form", "step_code").view()


def _with_further(table: ir.Table, regions: Regions) -> ir.Table:
    """A development zone, or a town, right after the region."""
    town = f"[一-龥]{{2,3}}(?:镇|街道)|[一-龥]{{1,2}}[^{regions.not_before_township}]乡"
    pattern = f"^(?:{any_of(regions.zones)}|{town})"
    found = table.mutate(further=ibis.ifelse(table.name_code.isnull(), "", table.core.re_extract(pattern, 0))).view()
    fits = (found.further != "") & (found.core.length() - found.further.length() >= _SHORTEST_PROPER_NAME)
    return (
        found.mutate(
            region=ibis.ifelse(fits, found.region + found.further, found.region),
            core=ibis.ifelse(fits, from_position(found.core, found.further.length()), found.core),
            last_short=ibis.ifelse(fits, "", found.last_short),
        )
        .drop("further")
        .view()
    )


def _with_trade(table: ir.Table, names: Names) -> ir.Table:
    """proper_name and trade out of `core`. Every name has a proper name: where nothing else is left, the last
    division of the region is it."""
    words = any_of(word for word in names.trades.words if is_single_word(word, names.trades.words))
    tailed = table.mutate(tail=table.core.re_extract(f"{words}+$", 0)).view()
    before = tailed.core.length() - tailed.tail.length()
    # 石化销售: where all is trade and no division can be lent, the first word is what tells the firm.
    bare = (before == 0) & (tailed.last_short == "") & (tailed.core.length() >= 2 * _SHORTEST_PROPER_NAME)
    kept = ibis.ifelse(bare, _SHORTEST_PROPER_NAME, before)
    ended = tailed.mutate(proper=cut(tailed.core, 1, kept), tail=from_position(tailed.core, kept)).view()
    lent = (ended.proper == "") & (ended.last_short != "")
    # English names leave the space or comma before their legal form.
    proper = ibis.ifelse(ended.is_unusual, ended.proper.re_replace("[ ,]+$", ""), ended.proper)
    shorter = cut(ended.region, 1, ended.region.length() - ended.last_short.length())
    region = ibis.ifelse(lent, shorter, ended.region)
    return (
        ended.mutate(
            proper_name=ibis.ifelse(lent, ended.last_short, proper).nullif(""),
            trade=ended.tail.nullif(""),
            name_region=ibis.coalesce(region.nullif(""), ended.bracket_region),
            name_code=ibis.coalesce(ended.name_code, ended.bracket_code),
        )
        .drop("core", "tail", "proper", "last_short", "region", "bracket_region", "bracket_code")
        .view()
    )
