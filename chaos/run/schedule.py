"""Chooses the faults of each trial; the same seed chooses the same."""

import random
from collections.abc import Iterator, Sequence

from chaos.faults import Fault

# How many faults a trial has: mostly one or two that overlap.
_MANY = (1, 1, 2, 2, 3)


def plan(faults: Sequence[Fault], trials: int, seed: int) -> list[tuple[Fault, ...]]:
    """Return the faults of each trial. All come equally often: they are dealt from a deck."""
    deck = _deck(sorted(faults, key=lambda fault: fault.name), seed)
    chance = random.Random(f"{seed}:plan")
    return [_deal(deck, chance.choice(_MANY)) for _ in range(trials)]


class _Deck:
    """A deck that is shuffled again when it is used up; cards that do not fit go on top again."""

    def __init__(self, cards: Iterator[Fault]) -> None:
        self._cards = cards
        self._back: list[Fault] = []

    def draw(self) -> Fault:
        return self._back.pop() if self._back else next(self._cards)

    def put_back(self, cards: Sequence[Fault]) -> None:
        self._back.extend(reversed(cards))


def _deck(faults: Sequence[Fault], seed: int) -> _Deck:
    return _Deck(_shuffled(faults, random.Random(f"{seed}:deck")))


def _shuffled(faults: Sequence[Fault], chance: random.Random) -> Iterator[Fault]:
    while True:
        yield from chance.sample(faults, len(faults))


def _deal(deck: _Deck, many: int) -> tuple[Fault, ...]:
    chosen = [deck.draw()]
    unfit: list[Fault] = []
    for _ in range(8):
        if len(chosen) >= many or chosen[0].alone:
            break
        card = deck.draw()
        if card.alone or any(card.touches & other.touches for other in chosen):
            unfit.append(card)
        else:
            chosen.append(card)
    deck.put_back(unfit)
    return tuple(chosen)
