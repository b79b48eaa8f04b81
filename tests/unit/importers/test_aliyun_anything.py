"""Nothing in a document of Alibaba Cloud rules breaks the import."""

import json

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.unit.importers.documents import COMPLAINS, document, rulebook

ODD = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "rid",
                    "cid",
                    "lambda",
                    "operators",
                    "type",
                    "param",
                    "keywords",
                    "check_range",
                    "anchor",
                    "range",
                    "from",
                    "to",
                    "role",
                    "conditions",
                    "rules",
                    "level",
                    "scoreNum",
                    "triggers",
                    "oid",
                    "preqRule",
                    "words",
                    "begin",
                ]
            ),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(["rid", "lambda", "name", "level", "triggers", "scoreNum", "preqRule"]), ODD), ODD
)
@example(fields={}, inside="\x85")
@example(fields={}, inside="一\u2028二\u2029")
def test_nothing_in_a_document_breaks_the_import_and_nothing_is_lost(fields, inside):
    odd = {"cid": "1", "operators": [{"oid": "1", "type": "HIT_ANY_KEYWORDS", "param": inside}], "check_range": inside}
    text = document(
        [odd, COMPLAINS | {"cid": "2"}], [{"rid": "1", "lambda": "1||2"} | fields, {"rid": "2", "lambda": "2"}]
    )

    origins = [rule.origin for rule in rulebook(text).rules]

    kept = [json.loads(origin) if isinstance(origin, str) else origin for origin in origins]
    assert json.loads(text)["rules"] == [origin["rule"] for origin in kept if "rule" in origin]
    assert odd in [condition for origin in kept for condition in origin["conditions"]]
