"""The declared chain holds together, and a mistake in it is refused with the thing that is wrong."""

import re
import shutil
from collections.abc import Callable
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from wutong.catalog.catalog import load_catalog
from wutong.catalog.chain import Chain, load_chain
from wutong.catalog.chain.checks import ChainRefused
from wutong.catalog.root import declarations
from wutong.catalog.yaml_file import DeclarationRefused
from wutong.warehouse.enrich.placement.words import any_of, grouped, lookup, name_words, sign_words, votes

CHAIN = declarations() / "catalog" / "chain" / "biomedicine"


@pytest.fixture(scope="module")
def chain() -> Chain:
    return load_catalog().chain


def test_fields_segments_and_nodes(chain: Chain) -> None:
    assert len(chain.outline.fields) == 5
    assert tuple(segment.code for segment in chain.segments) == chain.outline.segments
    assert len(chain.segments) == 15
    assert len(chain.nodes) >= 90
    assert {segment.field for segment in chain.segments} == {field.code for field in chain.outline.fields}


def test_edges_can_be_walked_both_ways(chain: Chain) -> None:
    assert chain.edges
    for edge in chain.edges:
        assert edge.upstream in chain.upstream(edge.downstream)
        assert edge.downstream in chain.downstream(edge.upstream)


def test_every_node_stands_on_the_chain_and_nothing_flows_in_a_circle(chain: Chain) -> None:
    joined = {code for edge in chain.edges for code in (edge.upstream, edge.downstream)}
    assert not chain.nodes.keys() - joined
    order = TopologicalSorter({code: node.upstream for code, node in chain.nodes.items()}).static_order()
    assert set(order) == chain.nodes.keys()


@pytest.mark.parametrize(
    "code", ["cell_storage", "viral_vectors", "antibody_drugs", "immunoassay", "medical_logistics"]
)
def test_nodes_that_users_ask_for(chain: Chain, code: str) -> None:
    assert chain.nodes[code].signs


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the chain in which one piece of one file is replaced."""

    def edit(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "chain"
        shutil.copytree(CHAIN, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edit


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("segments/cell_gene_therapy.yml", "upstream: [cell_storage,", "upstream: [no_such_node,", "no_such_node"),
        ("segments/ivd.yml", "code: immunoassay", "code: antibody_drugs", "antibody_drugs"),
        ("segments/ivd.yml", "field: devices", "field: no_such_field", "ivd"),
        ("segments/ivd.yml", "code: ivd\n", "code: ivds\n", "ivd"),
        ("segments/tcm.yml", "lists: [herbs]", "lists: [no_such_list]", "no_such_list"),
        ("segments/biologic.yml", "words: [核酸药物,", "words: [核酸药物, 核酸药物,", "核酸药物"),
        ("segments/biologic.yml", "words: [核酸药物,", "words: [核酸药物, 抗体药物,", "抗体药物"),
        ("segments/distribution.yml", "further_segment: tcm", "further_segment: herbs", "herbs"),
        ("names.yml", "words: [药业]", "words: [药业, 医药]", "医药"),
        ("names.yml", "node: drug_retail", "node: no_such_node", "no_such_node"),
        ("decisions.yml", "name: [veterinary]", "name: [no_such_kind]", "no_such_kind"),
        ("decisions.yml", "segment: distribution", "segment: no_such_segment", "no_such_segment"),
    ],
)
def test_files_that_disagree_are_refused(
    edited: Callable[[str, str, str], Path], file: str, old: str, new: str, told: str
) -> None:
    with pytest.raises(ChainRefused) as refused:
        load_chain(edited(file, old, new))
    assert told in refused.value.text.zh
    assert told in refused.value.text.en


def test_unknown_keys_are_refused(edited: Callable[[str, str, str], Path]) -> None:
    with pytest.raises(DeclarationRefused):
        load_chain(edited("segments/ivd.yml", "precision: specific", "precison: specific"))


def test_a_word_is_looked_for_once(chain: Chain) -> None:
    said = votes(chain)
    assert len({(vote.word, vote.activity) for vote in said}) == len(said)
    words = [word.word for word in name_words(chain)]
    assert len(set(words)) == len(words)


def test_words_that_begin_alike_are_looked_for_together(chain: Chain) -> None:
    groups = grouped(sign_words(chain))
    assert sorted(word for group in groups for word in group) == sign_words(chain)
    firsts = [{word[0] for word in group} for group in groups]
    assert all(not one & other for place, one in enumerate(firsts) for other in firsts[:place])


def test_the_longest_word_is_found_first() -> None:
    assert re.findall(any_of(["药", "药品", "药品包装", "CAR-T", "C++"]), "药品包药品包装CAR-TC++药") == [
        "药品",
        "药品包装",
        "CAR-T",
        "C++",
        "药",
    ]


def test_lookup_has_the_columns_it_names() -> None:
    table = lookup(("word", "number"), [("甲", 1), ("乙", 2)])
    assert dict(table.schema().items()).keys() == {"word", "number"}
