"""Names of hospitals: each once, standard and written ones apart."""

from unit.records.drawn import reasons, row
from wutong.warehouse.records.hospitals import hospital_tables
from wutong.warehouse.rows import Account


def test_the_name_of_the_file_tells_the_list() -> None:
    account = Account()
    made = hospital_tables(
        [
            row(1, file_id="a", file_name="standard-names.txt", name_text="虚构市第一人民医院"),
            row(1, file_id="b", file_name="names.txt", name_text=" 虚构一院（本部）\u3000"),
            row(2, file_id="b", file_name="names.txt", name_text="虚构一院（本部）"),
            row(3, file_id="b", file_name="names.txt"),
            row(1, file_id="c", file_name="标准名称.txt", name_text="样例医院"),
        ],
        account,
    )
    assert [one["name"] for one in made["hospital_standard_names"]] == ["样例医院", "虚构市第一人民医院"]
    assert [one["name"] for one in made["hospital_written_names"]] == ["虚构一院（本部）"]
    assert reasons(account) == [("row.repeated", "name_text"), ("name.absent", "name_text")]
    assert account.used == {"a": 1, "b": 2, "c": 1}
