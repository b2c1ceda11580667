"""What the marketplace reported of selling accounts, in MongoDB."""

from collections.abc import Iterable

from applications.domain.maker import Plan, SellerAccount
from chassis.mongo import Database, Document, Session

Key = tuple[str, str]
"""A subject and a region: one account each."""


class Accounts:
    """The latest report of each account."""

    def __init__(self, database: Database) -> None:
        self._accounts = database["seller_accounts"]

    async def find(self, subject: str, region: str) -> SellerAccount | None:
        """What is known of an account."""
        return (await self.known([(subject, region)])).get((subject, region))

    async def known(self, keys: Iterable[Key]) -> dict[Key, SellerAccount]:
        """What is known of several accounts, in one command."""
        ids = [_id(subject, region) for subject, region in keys]
        found = [_from_document(row) async for row in self._accounts.find({"_id": {"$in": ids}})]
        return {
            (account.subject, account.region): account for account in found if account is not None
        }

    async def lock(self, subject: str, region: str, session: Session) -> SellerAccount | None:
        """What is known of an account, which nobody else changes until the transaction ends.

        A report confirms what was redeemed, and a redemption looks at what was reported. Without
        a write that both make, each could commit without having seen the other.
        """
        found = await self._accounts.find_one_and_update(
            {"_id": _id(subject, region)}, {"$inc": {"locked": 1}}, upsert=True, session=session
        )
        return None if found is None else _from_document(found)

    async def put(self, account: SellerAccount, session: Session) -> SellerAccount:
        """Replaces what was known. Lock it first, in the same transaction."""
        await self._accounts.update_one(
            {"_id": _id(account.subject, account.region)},
            {"$set": {"facts": _to_facts(account)}},
            session=session,
        )
        return account


def _id(subject: str, region: str) -> str:
    return f"{region}/{subject}"


def _to_facts(account: SellerAccount) -> Document:
    return {
        "account": account.account,
        "subject": account.subject,
        "region": account.region,
        "email": account.email,
        "plan": account.plan.value,
        "on_legacy_platform": account.on_legacy_platform,
        "verified": account.verified,
        "linked": account.linked,
        "refused": account.refused,
        "refuse_reason": account.refuse_reason,
        "version": account.version,
    }


def _from_document(document: Document) -> SellerAccount | None:
    facts = document.get("facts")
    return None if facts is None else SellerAccount(**{**facts, "plan": Plan(facts["plan"])})
