"""The list of hospitals: those with a standard name, and the trials that their names are written in. Reads nothing."""

from dataclasses import dataclass

from wutong.portal.atlas.queries.lists.kinds import Facet, ListKind, Order


@dataclass(frozen=True, slots=True)
class HospitalRow:
    """One standard name with what is tied to it."""

    hospital_id: str
    name: str
    cities: tuple[str, ...]
    alias_count: int
    trial_count: int
    sponsored_count: int
    first_year: int | None
    last_year: int | None


_RELATION = """
SELECT standard.hospital_id, standard.name, standard.source_id, standard.file_id, standard.row_number,
  coalesce(site.provinces, []) AS provinces, coalesce(site.cities, []) AS cities,
  coalesce(site.phases, []) AS phases, coalesce(site.fields, []) AS fields,
  coalesce(alias.number, 0) AS alias_count, alias.names AS alias_names, coalesce(site.number, 0) AS trial_count,
  coalesce(lead.number, 0) AS sponsored_count, site.first_year, site.last_year,
  CASE WHEN site.number IS NULL THEN 'no' ELSE 'yes' END AS has_trials
FROM hospital_standard_names AS standard
LEFT JOIN (SELECT tie.hospital_id, count(DISTINCT tie.trial_id) AS number,
  list(DISTINCT place.province) FILTER (WHERE place.province IS NOT NULL) AS provinces,
  list(DISTINCT place.city) FILTER (WHERE place.city IS NOT NULL) AS cities,
  list(DISTINCT trial.phase) FILTER (WHERE trial.phase IS NOT NULL) AS phases,
  list_distinct(flatten(list(trial.fields) FILTER (WHERE trial.fields IS NOT NULL))) AS fields,
  min(year(trial.registered_on)) AS first_year, max(year(trial.registered_on)) AS last_year
  FROM site_hospitals AS tie
  JOIN trial_sites AS place ON place.trial_id = tie.trial_id AND place.position = tie.position
  JOIN trials AS trial ON trial.trial_id = tie.trial_id GROUP BY tie.hospital_id) AS site
  ON site.hospital_id = standard.hospital_id
LEFT JOIN (SELECT hospital_id, count(DISTINCT name) AS number,
  string_agg(name, ' ') AS names FROM hospital_aliases GROUP BY hospital_id) AS alias
  ON alias.hospital_id = standard.hospital_id
LEFT JOIN (SELECT hospital_id, count(DISTINCT trial_id) AS number FROM sponsor_hospitals GROUP BY hospital_id) AS lead
  ON lead.hospital_id = standard.hospital_id
"""
HOSPITALS = ListKind(
    code="hospitals",
    table="hospital_standard_names",
    relation=_RELATION,
    key="hospital_id",
    row=HospitalRow,
    text="lower(concat_ws(' ', name, alias_names))",
    numbers=("hospital_id IN (SELECT hospital_id FROM site_hospitals WHERE upper(trial_id) = ?)",),
    facets=(
        Facet("has_trials", "has_trials"),
        Facet("field", "fields", is_list=True),
        Facet("phase", "phases", is_list=True),
        Facet("province", "provinces", is_list=True),
        Facet("city", "cities", is_list=True),
    ),
    orders={
        "trials": Order("trial_count DESC", "descending"),
        "name": Order("name", "ascending", "-name"),
        "-name": Order("name DESC", "descending", "name"),
        "sponsored": Order("sponsored_count DESC, trial_count DESC", "descending"),
        "aliases": Order("alias_count DESC", "descending"),
    },
    exported=(
        *("hospital_id", "name", "provinces", "cities", "alias_count", "trial_count", "sponsored_count", "phases"),
        *("fields", "first_year", "last_year", "source_id", "file_id", "row_number"),
    ),
)
