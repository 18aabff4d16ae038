"""Canned queries on the reference tables: the questions that a specialty's page answers, as SQL that anybody may change."""

from __future__ import annotations

from typing import Any

WITHIN = "(specialty_id = :specialty or lower(specialty) = lower(:specialty))"

REFERENCE_QUERIES: dict[str, dict[str, Any]] = {
    "match_by_year": {
        "title": "How many IMGs matched in a specialty, by year",
        "description": "Counts by year and way of counting, both groups of IMGs side by side. Give a specialty's id or name, such as "
        "neurology. Ways of counting (scope, track) are not to be compared with each other. Empty means not known.",
        "sql": f"""\
select year, scope, track,
  max(case when applicant_type = 'non_us_img' then matched_n end) as non_us_img_matched,
  max(case when applicant_type = 'non_us_img' then not_matched_n end) as non_us_img_not_matched,
  max(case when applicant_type = 'us_img' then matched_n end) as us_img_matched,
  max(case when applicant_type = 'us_img' then not_matched_n end) as us_img_not_matched,
  max(case when applicant_type = 'all_img' then matched_n end) as all_img_matched,
  max(positions_filled) as positions_filled, max(second_hand) as second_hand, group_concat(distinct report) as reports
from match_outcomes
where measure = 'counts' and conflict is null and {WITHIN}
group by year, scope, track
order by scope, track, year""",
        "params": ["specialty"],
    },
    "where_i_stand": {
        "title": "Where my score, ranks or publications lie",
        "description": "Both groups' quartiles of one measure (step2ck, contiguous_ranks or publications), and where your value lies in "
        "each. The groups overlap: no value decides.",
        "sql": f"""\
select specialty, year, measure, :value as mine,
  matched_q1, matched_median, matched_q3,
  case when :value = '' or matched_median is null then 'not known' when :value + 0 < matched_q1 then 'in the lowest quarter'
    when :value + 0 < matched_median then 'below the median, within the middle half' when :value + 0 = matched_median then 'at the median'
    when :value + 0 <= matched_q3 then 'above the median, within the middle half' else 'in the top quarter' end as of_those_who_matched,
  not_matched_q1, not_matched_median, not_matched_q3,
  case when :value = '' or not_matched_median is null then 'not known' when :value + 0 < not_matched_q1 then 'in the lowest quarter'
    when :value + 0 < not_matched_median then 'below the median, within the middle half' when :value + 0 = not_matched_median then 'at the median'
    when :value + 0 <= not_matched_q3 then 'above the median, within the middle half' else 'in the top quarter' end as of_those_who_did_not,
  report, second_hand
from match_outcomes
where measure = coalesce(nullif(:measure, ''), 'step2ck') and conflict is null and {WITHIN}
  and (matched_median is not null or not_matched_median is not null)
order by year desc""",
        "params": ["specialty", "measure", "value"],
    },
    "director_factors": {
        "title": "What directors name first",
        "description": "The specialty's own rows where there are any, else those over all specialties, as the column specialty says; "
        "newest survey first. Rows that are held back are left out.",
        "sql": f"""\
select specialty, year, factor, percent_citing, mean_importance, rank, report, second_hand, confidence, source_url
from director_survey
where held is null and stage = 'interview'
  and case when exists (select 1 from director_survey where held is null and stage = 'interview' and specialty_id is not null and {WITHIN})
    then specialty_id is not null and {WITHIN} else specialty_id is null end
order by year desc, coalesce(rank, 99), percent_citing desc, mean_importance desc""",
        "params": ["specialty"],
    },
    "years_not_known": {
        "title": "Years without a figure",
        "description": "For a specialty and kind of applicant (non_us_img unless you name another): the years since 2012 for which no "
        "way of counting gives how many matched.",
        "sql": f"""\
with recursive years(year) as (select 2012 union all select year + 1 from years where year < (select max(year) from match_outcomes))
select year from years
where year not in (
  select year from match_outcomes
  where measure = 'counts' and matched_n is not null and conflict is null
    and applicant_type = coalesce(nullif(:applicant_type, ''), 'non_us_img') and {WITHIN}
)
order by year""",
        "params": ["specialty", "applicant_type"],
    },
    "awards_not_yet_read": {
        "title": "Awards we know of but have not read",
        "description": "Awards found in lists by others, with the day on which a deadline is expected and the year it was stated for. "
        "Nothing here is confirmed.",
        "sql": """\
select name, institution, specialty, award_kind, amount_usd, open_to_img, career_stage, country_rule, deadline_text,
  deadline_stated_year, deadline_expected, deadline_basis, seen_on, link_state, url
from leads
where kind = 'award' and (coalesce(:specialty, '') = '' or specialty_id = :specialty or lower(specialty) = lower(:specialty))
order by case when deadline_expected = '[]' then 1 else 0 end, deadline_expected, name""",
        "params": ["specialty"],
    },
    "contradictions": {
        "title": "Match figures that contradict each other",
        "description": "Rows that deny themselves or that another source denies. They enter no chart.",
        "sql": "select specialty, row_label, year, applicant_type, scope, matched_n, conflict, report, source_url\n"
        "from match_outcomes where conflict is not null order by specialty, year, id",
    },
}
