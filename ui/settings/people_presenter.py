"""人员 without its widgets: accounts, what each role may do, who signed in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from desktop.domain.rights import Role
from desktop.register import Register
from desktop.services.accounts import TWO_CLOSE, AccountLine, SignInLine
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class PeopleScreen(Screen):
    accounts: tuple[AccountLine, ...] = ()
    signed: tuple[SignInLine, ...] = ()
    compounds: tuple[tuple[UUID, str], ...] = ()
    two_close: bool = False


class PeoplePresenter(Presenter[PeopleScreen]):
    nouns = frozenset({"account", "account_compound", "compound"})

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(PeopleScreen(), runner)
        self._register = register

    def load(self) -> None:
        register = self._register

        def work() -> dict[str, object]:
            lines = register.communities.lines()
            return {
                "accounts": tuple(register.accounts.lines()),
                "signed": tuple(register.accounts.log()),
                "compounds": tuple((line.id, line.facts.name) for line in lines),
                "two_close": bool(register.settings.get(TWO_CLOSE)),
            }

        self._read(work, lambda found: self._change(**found))

    @property
    def who(self) -> str:
        return self._register.who

    def add(
        self,
        name: str,
        role: Role,
        password: str,
        again: str,
        compounds: Collection[UUID] | None,
        then: Callable[[], None],
    ) -> None:
        """A new account; ``then`` when it was the first, under which one works from now on."""
        first = not any(not each.ended for each in self.state.accounts)

        def done(_: UUID) -> None:
            self.load()
            if first:
                then()

        self._act(
            lambda: self._register.accounts.add(name, role, password, again, compounds),
            f"已加上 {name}。" + ("从现在起，打开这个数据文件要登录。" if first else ""),
            done,
        )

    def change(self, account: AccountLine, role: Role, compounds: Collection[UUID] | None) -> None:
        accounts = self._register.accounts
        self._act(lambda: accounts.change(account.id, role, compounds), f"已改 {account.name}。")

    def reset(self, account: AccountLine, password: str, again: str) -> None:
        accounts = self._register.accounts
        said = f"已给 {account.name} 换了密码，请当面告诉本人。"
        self._act(lambda: accounts.reset(account.id, password, again), said)

    def own_password(self, old: str, new: str, again: str) -> None:
        accounts = self._register.accounts
        self._act(lambda: accounts.own_password(old, new, again), "密码已改。")

    def end(self, account: AccountLine) -> None:
        accounts = self._register.accounts
        said = f"已停用 {account.name}；做过的事仍记在这个名字下，可以恢复。"
        self._act(lambda: accounts.end(account.id), said)

    def take_back(self, account: AccountLine) -> None:
        accounts = self._register.accounts
        self._act(lambda: accounts.take_back(account.id), f"已恢复 {account.name}，密码照旧。")

    def want_two(self, *, on: bool) -> None:
        self._act(
            lambda: self._register.settings.put(TWO_CLOSE, on),
            "截止收票要第二个人输入密码。" if on else "一个人就可以截止收票。",
            lambda _: self.load(),
        )
