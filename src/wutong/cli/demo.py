"""`wutong demo-data`: invented registers in the real shape."""

from pathlib import Path
from typing import Annotated

import typer

from wutong.catalog.catalog import load_catalog
from wutong.cli.progress import Bars
from wutong.cli.terminal import UnusedHome, say
from wutong.demo.generating import generate
from wutong.demo.records.writing import generate_records
from wutong.kernel.bilingual import Text


def demo_data(
    enterprises: Annotated[int, typer.Option(min=1, help="How many enterprises. 企业数。")] = 60_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same files. 随机种子。")] = 1,
    out: Annotated[Path, typer.Option(help="A new or empty folder. 输出目录。")] = Path("demo-data"),
    cluster: Annotated[str | None, typer.Option(help="Dense around this cluster. 以此集群为中心。")] = None,
    single_file: Annotated[bool, typer.Option(help="One plain register.csv. 写成单个文件。")] = False,
    records: Annotated[bool, typer.Option(help="Trials, drugs, money too. 也生成试验、药品、融资等记录。")] = False,
    home: UnusedHome = None,
) -> None:
    """Write invented registers, as messy as real ones, and the truth about them. 生成虚构的登记数据及其真值。

    Example: `wutong demo-data --enterprises 60000 --seed 1 --out demo-data --cluster qiantang`
    """
    catalog = load_catalog()
    title = Text(zh="生成虚构登记", en="Inventing registers")
    with Bars() as progress, progress.stage(title, enterprises) as advance:
        made = generate(
            enterprises=enterprises,
            seed=seed,
            out=out,
            catalog=catalog,
            cluster=cluster,
            on_rows=advance,
            single_file=single_file,
        )
    if records:
        generate_records(truth=made.truth, seed=seed, out=out / "records", catalog=catalog, cluster=cluster)
    say(f"已写入 {made.rows} 行：{out}。", f"Wrote {made.rows} rows to {out}.")


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command("demo-data")(demo_data)
