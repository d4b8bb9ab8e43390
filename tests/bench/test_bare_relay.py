from bench.parts.bare_relay import one_after_the_other, relayed
from bench.parts.quantiles import quantile


def test_the_relay_delivers_every_event_to_every_socket() -> None:
    taken = relayed(3, rate=20, count=4)

    assert len(taken) == 12
    assert taken == sorted(taken)
    assert taken[0] > 0


def test_times_that_never_vary_add_up() -> None:
    assert set(one_after_the_other([5.0, 5.0], [1.5])) == {6.5}


def test_two_rare_delays_seldom_coincide() -> None:
    first = [1.0] * 99 + [100.0]
    second = [2.0] * 99 + [200.0]

    together = one_after_the_other(first, second)

    assert quantile(together, 0.97) == 3.0
    assert 200.0 < together[-1] <= 300.0
