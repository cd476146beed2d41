"""Entering ballots without its widgets: scan or type a paper, one key a matter, on to the next."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.ballot import Number, answered, spelled, words
from desktop.domain.door import Door
from desktop.domain.errors import Refusal
from desktop.domain.ids import Ref
from desktop.domain.poll import Matter
from desktop.domain.terms import BallotState, MatterKind
from desktop.register import Register
from desktop.services.ballots import BallotLine
from desktop.services.entries import Card
from ui.presenter import Presenter, Runner
from ui.votes.screen import Typing, VoteScreen

RECENT = 8


class EntryActs(Presenter[VoteScreen]):
    """The part of the votes presenter that takes keys. Nothing is asked, nothing needs a mouse."""

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(VoteScreen(), runner)
        self._register = register

    @property
    def matters(self) -> tuple[Matter, ...]:
        told = self.state.told
        return told.matters if told else ()

    @property
    def current(self) -> Matter | None:
        """The matter the next key is for."""
        typing = self.state.typing
        if typing.card is None or len(typing.keys) >= len(self.matters):
            return None
        return self.matters[len(typing.keys)]

    def read_again(self, *, again: bool) -> None:
        """Switch between first reading and the second person's."""
        self._type(card=None, keys=(), digits="", again=again, said="", wrong=False)
        self._find_next(0)

    def scan(self, text: str) -> None:
        """A number was scanned, or a number or a door typed; blank takes the next of the stack."""
        ref, typing = self.state.ref, self.state.typing
        if ref is None:
            return
        if self._secret:
            self._type(card=_unnamed(ref), keys=(), digits="", said="", wrong=False)
            return
        if typing.blocked and _short(text):
            said = (
                f"上一张没有找到，“{text.strip()}”没有录入。按 Esc 后再继续，或重新扫码、输入房号。"
            )
            self._type(said=said, wrong=True)
            return
        if not text.strip():
            if typing.next is not None:
                self._show_card(typing.next)
            return

        def failed(error: BaseException) -> None:
            if not isinstance(error, Refusal):
                raise error
            self._type(card=None, keys=(), digits="", said=str(error), wrong=True, blocked=True)

        self._runner.run(
            lambda: self._register.entries.look(ref, text, again=typing.again),
            self._show_card,
            failed,
        )

    def key(self, character: str) -> bool:
        """One key for the current matter; tell whether it meant anything.

        The paper is not kept before ``finish``: a scanner's burst of digits must be told apart.
        """
        matter, typing = self.current, self.state.typing
        if matter is None:
            return False
        if matter.kind is MatterKind.ELECTION and character.isdecimal() and character != "0":
            self._type(digits=typing.digits + character, said="", wrong=False)
            return True
        key = character
        if character in "\r\n ":
            if not typing.digits:
                return False
            many = len(matter.options) > 9
            key = typing.digits if many else " ".join(typing.digits)
        try:
            answered(matter, key)
        except Refusal as refusal:
            self._type(digits="", said=str(refusal), wrong=True)
            return True
        self._type(keys=(*typing.keys, key), digits="", said="", wrong=False)
        return True

    def back(self) -> None:
        """Take back the last key."""
        typing = self.state.typing
        if typing.digits:
            self._type(digits=typing.digits[:-1])
        elif typing.keys:
            self._type(keys=typing.keys[:-1])

    def cancel(self) -> None:
        """Put the paper aside; nothing of it is kept."""
        self._type(card=None, keys=(), digits="", said="", wrong=False, blocked=False)

    @property
    def complete(self) -> bool:
        typing = self.state.typing
        return typing.card is not None and len(typing.keys) == len(self.matters) > 0

    def finish(self) -> None:
        """Keep the paper whose last key was typed, and be ready for the next one at once."""
        ref, typing = self.state.ref, self.state.typing
        card = typing.card
        if ref is None or card is None or not self.complete:
            return
        keys, again = typing.keys, typing.again
        entries = self._register.entries
        self._type(card=None, keys=(), digits="")

        if self._secret:
            self._finish_secret(ref, keys)
            return

        def kept(done: Card) -> None:
            word = "两次录入不一致，待核对" if done.state.value == "differs" else "已录入"
            line = f"{done.number.paper} 号　{done.door}　{word}"
            recent = (line, *self.state.typing.recent)[:RECENT]
            said = line + self._read_back(keys)
            self._type(recent=recent, said=said, wrong=done.state.value == "differs")
            self._find_next(done.number.paper)

        def failed(error: BaseException) -> None:
            if not isinstance(error, Refusal):
                raise error
            line = f"{card.number.paper} 号　{card.door}　没有录入"
            recent = (line, *self.state.typing.recent)[:RECENT]
            self._type(recent=recent, said=str(error), wrong=True)

        def work() -> Card:
            keep = entries.check if again else entries.enter
            return keep(ref, card.number.code, keys)

        self._runner.run(work, kept, failed)

    def correct_entry(self, text: str, keys: Sequence[str], reason: str) -> None:
        """Put a reading right, by the number or the door of its paper."""
        ref, entries = self.state.ref, self._register.entries
        if ref is not None:
            self._act(
                lambda: entries.correct(entries.find(ref, text).ref, keys, reason),
                "已改录，原来的录入留着。",
            )

    def receive_besides(self, text: str, why: str) -> None:
        """Take one more paper of a door that has one already, and read it at once."""
        ref = self.state.ref
        if ref is None:
            return

        def taken(line: BallotLine) -> None:
            self.scan(line.number.code)

        self._act(lambda: self._register.ballots.receive_besides(ref, text, why), "", taken)

    def correct_secret(self, place: int, keys: Sequence[str], reason: str) -> None:
        """Put the reading of a ballot in a secret box right, by its place in the box."""
        ref, entries = self.state.ref, self._register.entries
        if ref is not None:
            self._act(
                lambda: entries.correct_secret(ref, place, keys, reason),
                f"箱内第 {place} 张已改录，改录的人、时间和原因留着。",
            )

    def _read_back(self, keys: tuple[str, ...]) -> str:
        """What was typed, to be seen at once; not where a second person shall not know."""
        told = self.state.told
        if told is None or told.rules.two_person:
            return ""
        return "：" + "、".join(words(told.matters, spelled(told.matters, keys)))

    @property
    def _secret(self) -> bool:
        told = self.state.told
        return told is not None and told.rules.secret

    def _finish_secret(self, ref: Ref, keys: tuple[str, ...]) -> None:
        def kept(place: int) -> None:
            line = f"箱内第 {place} 张　已录入"
            self._type(said=line, wrong=False, recent=(line, *self.state.typing.recent)[:RECENT])

        def failed(error: BaseException) -> None:
            if not isinstance(error, Refusal):
                raise error
            self._type(said=str(error), wrong=True)

        self._runner.run(lambda: self._register.entries.enter_secret(ref, keys), kept, failed)

    def _show_card(self, card: Card) -> None:
        self._type(card=card, keys=(), digits="", said="", wrong=False, blocked=False)

    def _find_next(self, paper: int) -> None:
        ref, again = self.state.ref, self.state.typing.again
        if ref is None or not self._attached:
            return

        def found(card: Card | None) -> None:
            if ref == self.state.ref:
                self._type(next=card)

        self._runner.run(
            lambda: self._register.entries.next(ref, paper, again=again), found, self._lost
        )

    def _lost(self, error: BaseException) -> None:
        if not isinstance(error, Refusal):
            raise error

    def _type(self, **fields: object) -> None:
        self._change(typing=replace(self.state.typing, **fields))  # type: ignore[arg-type]

    def fresh(self, ref: Ref) -> None:
        """Nothing typed: another vote was opened."""
        self._change(typing=Typing())
        if ref == self.state.ref:
            self._find_next(0)


def _short(text: str) -> bool:
    """Whether a text could as well be marks that were typed into the scan line."""
    plain = text.strip()
    return len(plain) <= 3 and (not plain or plain.isdecimal())


def _unnamed(ref: Ref) -> Card:
    """The card of a secret ballot: it has no number and belongs to nobody."""
    return Card(ref, Number(0, 0), Door("", "", ""), "无记名票", 0, BallotState.RETURNED, 0)
