"""Where Apollo Gateway is known to answer otherwise than GraphQL wants; nobody asks such at random.

A field that a variable lets in, and of whose selection `@skip` and `@include` leave nothing, is an
empty object. Apollo's planner drops the fetch where nothing is left of it, and answers null.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    visit,
)


def leaves_nothing(document: DocumentNode, variables: Mapping[str, Any]) -> bool:
    """Whether `@skip` and `@include` keep out all of some selection.

    That is more than the difference needs, so that no query comes near it by chance.
    """
    found = _Selections(document, variables)
    visit(document, found)
    return found.has_empty


class _Selections(Visitor):
    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        super().__init__()
        self.has_empty = False
        self._fragments: dict[str, SelectionSetNode] = {}
        self._values: dict[str, Any] = {}
        for one in document.definitions:
            if isinstance(one, FragmentDefinitionNode):
                self._fragments[one.name.value] = one.selection_set
            if isinstance(one, OperationDefinitionNode):
                for defined in one.variable_definitions or ():
                    if isinstance(defined.default_value, BooleanValueNode):
                        self._values[defined.variable.name.value] = defined.default_value.value
        self._values |= variables

    def enter_selection_set(self, node: SelectionSetNode, *_: object) -> None:
        self.has_empty = self.has_empty or not self._is_left(node)

    def _is_left(self, node: SelectionSetNode) -> bool:
        return any(
            not self._is_out(one)
            and (isinstance(one, FieldNode) or self._is_left(self._within(one)))
            for one in node.selections
        )

    def _within(self, node: SelectionNode) -> SelectionSetNode:
        if isinstance(node, InlineFragmentNode):
            return node.selection_set
        return self._fragments[node.name.value]

    def _is_out(self, node: SelectionNode) -> bool:
        return any(
            self._value(directive.arguments[0].value) == (directive.name.value == "skip")
            for directive in node.directives or ()
        )

    def _value(self, node: Any) -> Any:
        return self._values[node.name.value] if isinstance(node, VariableNode) else node.value
