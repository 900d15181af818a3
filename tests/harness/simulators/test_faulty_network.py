"""Each fault is really made, and equal seeds give equal fates."""

from harness.simulators.faulty_network import FaultyNetwork, NetworkFaults, Partition

SENT = range(1000)


def fates(faults: NetworkFaults, seed: int = 1, to: int = 1) -> list[tuple[int, ...]]:
    """Return the arrivals of a thousand messages, each sent at 0."""
    network = FaultyNetwork(faults, seed)
    return [network.arrivals(0, 0, to) for _ in SENT]


def test_the_same_seed_gives_the_same_fates() -> None:
    """And another one gives others."""
    faults = NetworkFaults(loss_permille=300, repeat_permille=300, delay=(1, 50))
    assert fates(faults, 5) == fates(faults, 5)
    assert fates(faults, 5) != fates(faults, 6)


def test_links_do_not_disturb_each_other() -> None:
    """What is sent over one link changes nothing on another one."""
    faults = NetworkFaults(loss_permille=300, delay=(1, 50))
    network = FaultyNetwork(faults, 1)
    mixed = []
    for _ in SENT:
        network.arrivals(0, 2, 0)
        mixed.append(network.arrivals(0, 0, 1))
    assert mixed == fates(faults)


def test_messages_get_lost() -> None:
    """About as many as asked for, none without the fault."""
    lost = sum(not arrivals for arrivals in fates(NetworkFaults(loss_permille=300)))
    assert 240 < lost < 360
    assert all(fates(NetworkFaults()))


def test_messages_arrive_twice() -> None:
    """Each time after a delay of its own, so that copies overtake."""
    found = [
        one for one in fates(NetworkFaults(repeat_permille=500, delay=(1, 40))) if len(one) > 1
    ]
    assert 430 < len(found) < 570
    assert any(first > second for first, second in found)


def test_delays_fill_their_span() -> None:
    """Every number of ticks between the bounds happens, and no other one."""
    assert {at for (at,) in fates(NetworkFaults(delay=(2, 6)))} == {2, 3, 4, 5, 6}


def test_some_nodes_are_reached_later() -> None:
    """Delays into one node leave the others alone."""
    faults = NetworkFaults(delay=(1, 2), delays_into=((1, (50, 60)),))
    assert min(at for (at,) in fates(faults, to=1)) == 50
    assert max(at for (at,) in fates(faults, to=2)) == 2


def test_a_partition_cuts_both_ways_and_for_its_time() -> None:
    """Between the sides nothing passes, within a side everything."""
    cut = Partition(10, 20, (0, 1))
    network = FaultyNetwork(NetworkFaults(partitions=(cut,)), 1)
    assert network.arrivals(10, 0, 2) == network.arrivals(19, 2, 1) == ()
    assert network.arrivals(15, 0, 1)
    assert network.arrivals(9, 0, 2)
    assert network.arrivals(20, 0, 2)


def test_a_healed_network_is_healthy() -> None:
    """From then on each message arrives once, within the healed delay."""
    faults = NetworkFaults(
        1000, 1000, (90, 99), (), (Partition(0, 999, (0,)),), healed_at=5, healed_delay=(3, 3)
    )
    network = FaultyNetwork(faults, 1)
    assert network.arrivals(4, 0, 1) == ()
    assert network.arrivals(5, 0, 1) == (8,)
