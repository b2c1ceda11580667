"""What stands in a document, counted before anything of it is understood."""

from dataclasses import dataclass

from graphql import DocumentNode, FieldNode, Node, SelectionSetNode


@dataclass
class Census:
    """Counts what stands in a document, whatever its types are."""

    aliases: int = 0
    directives: int = 0
    duplicates: int = 0
    empty: int = 0
    introspects: bool = False

    @classmethod
    def of(cls, document: DocumentNode) -> "Census":
        """Counts without recursion, however deep the document is."""
        census = cls()
        waiting: list[Node] = list(document.definitions)
        while waiting:
            node = waiting.pop()
            census.directives += len(getattr(node, "directives", None) or ())
            selection: SelectionSetNode | None = getattr(node, "selection_set", None)
            inner = selection.selections if selection else ()
            census.empty += selection is not None and not inner
            fields = [one for one in inner if isinstance(one, FieldNode)]
            keys = {(one.alias or one.name).value for one in fields}
            census.duplicates += len(fields) - len(keys)
            census.aliases += sum(one.alias is not None for one in fields)
            census.introspects |= any(one.name.value in ("__schema", "__type") for one in fields)
            waiting += inner
        return census
