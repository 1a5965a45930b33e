from statistics import median

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from formcheck.measurements.rolling import Rolling

values = st.floats(-1e6, 1e6) | st.sampled_from((0.0, 1.0, 2.0))


@given(st.lists(values, min_size=1, max_size=60), st.sampled_from((0, 10, 50, 90, 100)))
def test_it_is_what_sorting_the_window_anew_would_give(numbers: list[float], percent: int) -> None:
    rolling = Rolling(1.0)
    for index, number in enumerate(numbers):
        rolling.add(index / 10, number)
    lately = [number for index, number in enumerate(numbers) if (len(numbers) - 1) / 10 - index / 10 <= 1.0]
    assert len(rolling) == len(lately)
    assert rolling.median == median(lately)
    assert abs(rolling.percentile(percent) - float(np.percentile(lately, percent))) <= 1e-9 * 1e6
