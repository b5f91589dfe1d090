"""What each operation of the API does, in both languages: for the OpenAPI document and for the page about the API."""

from dataclasses import dataclass
from typing import Any

from wutong.kernel.bilingual import Text
from wutong.portal.shared.api.building import both


@dataclass(frozen=True, slots=True)
class Doc:
    """One operation. `example` is a query string that works on any release."""

    tag: str
    summary: Text
    description: Text
    example: str = ""


def _doc(tag: str, zh: str, en: str, zh_more: str, en_more: str, example: str = "") -> Doc:
    return Doc(tag, Text(zh=zh, en=en), Text(zh=zh_more, en=en_more), example)


OPERATIONS = {
    "enterprises": _doc(
        "enterprises",
        "企业列表",
        "Enterprises",
        "按与搜索页相同的条件筛选、排序、分页。同一参数重复出现时为“或”，不同参数之间为“且”；"
        "不给 tier 时只含生物医药三层。",
        "Filtered, sorted and paged as on the search page. A repeated parameter means “or”, different parameters "
        "mean “and”; without `tier`, the three biomedical tiers are meant.",
        "?tier=core&limit=5",
    ),
    "facets": _doc(
        "enterprises",
        "各条件的企业数",
        "Counts of every facet",
        "同样的筛选条件下，每个条件的每个取值各有多少企业。",
        "Under the same filters, how many enterprises each value of each facet holds.",
        "?segment=device",
    ),
    "enterprise": _doc(
        "enterprises",
        "一家企业",
        "One enterprise",
        "企业画像的全部内容；每个值都带来源、文件、行号、读入日期、原文与规则。blocks 为各板块的前若干条："
        "产品、试验、批准、申请、融资、季度数据、名称，每条带原文名称与归属理由；存疑的另列，不计数。",
        "Everything on its portrait; each value with its source, file, row, date, wording in the register, and rule. "
        "`blocks` holds the first items of each: products, trials, approvals, applications, financing, figures and "
        "names, each with the name as written and why it is tied; what is unsure stands apart and is not counted.",
    ),
    "records": _doc(
        "enterprises",
        "一家企业一个板块的全部记录",
        "Every record of one block of one enterprise",
        "画像一个板块的完整列表，分页；每条带原文名称、归属理由、来源、文件与行号。",
        "The whole list of one block of a portrait, in pages; each item with the name as written, the reasons, "
        "and its source, file and row.",
    ),
    "neighbours": _doc(
        "enterprises",
        "一家企业的链上邻居",
        "Neighbours of one enterprise",
        "同一节点上的核心与相关企业，由近及远：同区县、同市、同省、全国。",
        "Core and related enterprises of the same nodes, the nearest first: district, city, province, nation.",
    ),
    "dossier": _doc(
        "enterprises",
        "一家企业的档案",
        "The dossier of one enterprise",
        "档案的全部内容：封面、各章表格与图、以及编号的来源（来源、文件、行号、读入日期）。",
        "All that the dossier holds: cover, chapters with tables and charts, and numbered notes with source, file, "
        "row and date.",
    ),
    "dossier_file": _doc(
        "enterprises",
        "一家企业的档案文件",
        "The dossier as a file",
        "docx 或 PDF 文件，中文或英文；每个客户端每分钟最多 10 份。",
        "A docx or PDF file in Chinese or English; at most ten a minute for each client.",
    ),
    "suggest": _doc(
        "enterprises",
        "按名称联想",
        "Suggest by name",
        "按简称、曾用名、拼音、首字母或信用代码查找，容许一个错字，并说明为何命中。",
        "By short or former name, pinyin, initials or credit code, forgiving one wrong letter, with why each is found.",
        "?q=yiyao&limit=5",
    ),
    "chain": _doc(
        "chain",
        "产业链",
        "The chain",
        "领域、环节、节点及其定义与上下游。",
        "Fields, segments and nodes with their definitions, and what feeds what.",
    ),
    "chain_figures": _doc(
        "chain",
        "产业链在一地的数字",
        "Figures of the chain in one place",
        "每个环节与节点在该地与全国的企业数、份额与区位商。",
        "For every segment and node: enterprises in the place and in the nation, shares and location quotient.",
        "?place=000000",
    ),
    "node": _doc(
        "chain",
        "一个节点",
        "One node",
        "节点的定义与上下游，在一地与全国的数字，逐年新增，以及各地区。",
        "A node's definition and edges, its figures in a place and in the nation, its years and its regions.",
        "?place=000000",
    ),
    "cockpit": _doc(
        "places",
        "一地的驾驶舱",
        "The cockpit of one place",
        "各层级、各环节、各年份、下级地点的企业数，最新登记的企业，时效与覆盖。",
        "Enterprises by tier, segment, year and place below; newest entrants; freshness and coverage.",
        "?place=000000",
    ),
    "clusters": _doc(
        "places",
        "集群",
        "Clusters",
        "已声明的集群及其片区、边界与出处。",
        "The declared clusters with their zones, boundary and source.",
    ),
    "places": _doc(
        "places",
        "有数字的地点",
        "Places with figures",
        "全国、省、市、区县、集群与片区。",
        "The nation, provinces, cities, districts, clusters and zones.",
        "?kind=zone",
    ),
    "compare": _doc(
        "places",
        "多地比较",
        "Compare places",
        "多个地点的各层级、各环节、各年份数字。",
        "Tiers, segments and years of several places.",
        "?place=000000",
    ),
    "sources": _doc(
        "data",
        "来源",
        "Sources",
        "每个来源的文件数与行数之和；每页 100 个。",
        "Files and rows of each source, with their sum; 100 a page.",
        "?page=1",
    ),
    "files": _doc(
        "data",
        "文件",
        "Files",
        "每个读入的文件及其摘要与行数；每页 100 个。",
        "Every file that was read, its hash and its rows; 100 a page.",
        "?page=1",
    ),
    "issues": _doc(
        "data",
        "问题行",
        "Issues",
        "每一行有问题的原始记录，连同原因与原文；每页 50 行。",
        "Every raw row with a problem, its reason and its text; 50 a page.",
        "?page=1",
    ),
    "reasons": _doc(
        "data",
        "问题原因",
        "Reasons of issues",
        "每个来源的每种原因各有多少问题。",
        "How many issues of each source have each reason.",
    ),
    "indicators": _doc(
        "data",
        "指标的定义",
        "Indicator definitions",
        "每个指标的定义、算法、单位与注意事项。",
        "What every figure means, how it is computed, its unit, and what it hides.",
    ),
    "indicator": _doc(
        "data",
        "一个指标的数值",
        "Figures of one indicator",
        "按所给维度（by）与筛选（where、within，写作“维度:值”）给出数值、分子、分母、行数与覆盖率；"
        "不可公布的数值为空，且 is_withheld 为真。",
        "By the dimensions asked for (`by`) under a filter (`where`, `within`, written dimension:value): value, "
        "numerator, denominator, rows and coverage. A figure that must not be told is null and `is_withheld`.",
    ),
    "indicator_rows": _doc(
        "data",
        "一个指标依据的行",
        "Rows behind one indicator",
        "同样筛选下，数值依据的行，分页给出；涉及商业秘密的不列出。",
        "Under the same filter, the rows that the figure is taken from, in pages; those of trade secrets stay closed.",
    ),
    "changes": _doc(
        "data",
        "版本之间的变化",
        "What a release changed",
        "两个版本之间生物医药企业的变化：新登记、不再登记、改名、层级、环节、地点与资本；"
        "按环节与地区计数，并分页列出。首次比较需要数秒，期间 is_ready 为假。",
        "Biomedical enterprises that differ between two releases: new, gone, renamed, of other tier, segment, place or "
        "capital; counted by segment and place, and listed in pages. The first comparison takes seconds, during which "
        "`is_ready` is false.",
    ),
    "following": _doc(
        "data",
        "我的关注",
        "What I follow",
        "登录者关注的企业、节点、检索与指标，以及各版本之间的变化；未登录者为空。",
        "What the caller follows, and what releases changed about it; empty for whoever has not signed in.",
    ),
    "releases": _doc(
        "data",
        "版本",
        "Releases",
        "保留的各版本，标明正在使用的一个。",
        "The releases that are kept, and which is served.",
    ),
    "manifest": _doc(
        "data",
        "版本清单",
        "Manifest",
        "当前版本的来源、摘要、行数、问题与检查。",
        "Sources, hashes, rows, issues and checks of the release.",
    ),
    "device_class": _doc(
        "devices",
        "医疗器械的可能类别",
        "The likely class of a device",
        "按产品名称与描述给出可能的分类编码（前三个）、管理类别及其把握、起作用的词句、相近的官方界定结果。"
        "没有界定结果的版本返回 404；每个客户端每分钟最多 30 次。",
        "From a name and a description: the three likeliest codes, the risk class with how sure it is, what spoke for "
        "it, and official decisions that it resembles. A release without decisions answers 404; at most 30 a minute.",
        "?product=%E8%BD%AF%E6%80%A7%E6%8E%A5%E8%A7%A6%E9%95%9C",
    ),
    "pipeline": _doc(
        "pipeline",
        "管线",
        "The pipeline",
        "产品、批准、申请、适应症与试验分别计数，从不相加；产品与试验按各条件计数；coverage 为 [已知, 总数]。",
        "Products, approvals, applications, indications and trials, counted apart and never to be added; products and "
        "trials by every facet; coverage is [known, all].",
        "?place=000000",
    ),
    "products": _doc(
        "pipeline",
        "产品列表",
        "Products",
        "按名称、持有人或任一编号（受理号、批准文号、CTR、NCT）查找，按阶段、药物类型、类别等筛选，分页。",
        "By name, holder or any number (acceptance, approval, CTR, NCT), narrowed by stage, modality, class and more, "
        "in pages.",
        "?q=none&limit=5",
    ),
    "product": _doc(
        "pipeline",
        "一种产品",
        "One product",
        "产品及其批准、申请（含天数）、适应症、试验与申办者；每项带出处，名称带判断与理由。",
        "A product with its approvals, applications (with days), indications, trials and sponsors; each with where it "
        "was read, names with verdict and reasons.",
    ),
    "approvals": _doc(
        "pipeline",
        "批准列表",
        "Approvals",
        "每条为一个批准文号或注册证号，附产品与持有人；筛选与页面相同，分页。",
        "One line is one approval number or licence, with its product and holder; narrowed as on the page, in pages.",
        "?limit=5",
    ),
    "applications": _doc(
        "pipeline",
        "申请列表",
        "Drug applications",
        "每条为一个受理号，附承办、办结日期与天数；筛选与页面相同，分页。",
        "One line is one acceptance number, with days accepted and decided; narrowed as on the page, in pages.",
        "?limit=5",
    ),
    "application": _doc(
        "pipeline",
        "一个申请",
        "One drug application",
        "申请及其出处、申请人归属，写明该受理号的试验，以及所属产品。",
        "An application with where it was read and who applied, trials that name it, and products that it is of.",
    ),
    "indications": _doc(
        "pipeline",
        "适应症列表",
        "Indications",
        "每条为一种产品的一个适应症原文，附试验数；分页。",
        "One line is one indication of one product as written, with how many trials; in pages.",
        "?limit=5",
    ),
    "trials": _doc(
        "pipeline",
        "试验列表",
        "Clinical trials",
        "按题目、药物、适应症、申办者或任一编号查找；筛选与页面相同，分页。",
        "By title, drug, indication, sponsor or any number; narrowed as on the page, in pages.",
        "?q=none&limit=5",
    ),
    "trial": _doc(
        "pipeline",
        "一项试验",
        "One clinical trial",
        "各字段的最新内容与历次说法，申办者及归属理由，机构与医院，其他编号，所属产品。",
        "Of each field the latest word and what was said before; sponsors with why they are tied, sites with "
        "hospitals, other numbers, products.",
    ),
    "hospitals": _doc(
        "pipeline",
        "医院列表",
        "Hospitals",
        "按标准名称或任何写法查找，按治疗领域、分期、地区筛选，分页。",
        "By standard name or any way of writing it, narrowed by therapeutic field, phase and place, in pages.",
        "?limit=5",
    ),
    "hospital": _doc(
        "pipeline",
        "一家医院",
        "One hospital",
        "标准名称与各种写法、在该院的试验按条件计数、申办者、逐年列首位的次数。",
        "Standard name and ways of writing it, trials at it by facet, sponsors, and how often it stands first by year.",
    ),
    "tables": _doc(
        "data",
        "表的定义",
        "Table definitions",
        "每张表的每一列：类型、单位、含义。",
        "Every column of every table: type, unit and meaning.",
    ),
}


def said(name: str) -> dict[str, Any]:
    """The arguments that describe an operation to ninja."""
    doc = OPERATIONS[name]
    return {
        "summary": f"{doc.summary.en} · {doc.summary.zh}",
        "description": both(doc.description.zh, doc.description.en),
        "operation_id": name,
        "url_name": name,
        "tags": [doc.tag],
    }
