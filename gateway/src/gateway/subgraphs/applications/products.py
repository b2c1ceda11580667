"""What an applicant makes: lines of products, each with its kind of goods."""

from enum import Enum
from typing import Self

import strawberry

from gateway.values import ProductionMethod
from handmade.applications.v1 import application_pb2 as pb

_Q = pb.Questionnaire


def _value(name: str, description: str) -> strawberry.types.enum.EnumValueDefinition:
    return strawberry.enum_value(name, description=description)


@strawberry.enum(
    description="What kind of goods products are; the programme does not take all of them."
)
class Goods(Enum):
    FINISHED = _value("FINISHED", "Finished goods.")
    SUPPLIES_IN_KIT = _value(
        "SUPPLIES_IN_KIT", "Supplies in a kit with which buyers make something."
    )
    SUPPLIES_MADE = _value("SUPPLIES_MADE", "Supplies that the maker produced.")
    SUPPLIES_ALTERED = _value("SUPPLIES_ALTERED", "Supplies that the maker altered.")
    AIR_PLANT_WITH_POT = _value(
        "AIR_PLANT_WITH_POT", "An air plant that comes with a handmade pot."
    )
    SUPPLIES_BOUGHT = _value("SUPPLIES_BOUGHT", "Supplies as they were bought; not taken.")
    DIGITAL = _value("DIGITAL", "Downloads and other digital goods; not taken.")
    FOOD = _value("FOOD", "Food and other edible goods; not taken.")
    ELECTRONICS = _value(
        "ELECTRONICS", "Electronics; not taken, but their accessories are finished goods."
    )
    LIVE_PLANTS = _value("LIVE_PLANTS", "Other live plants; not taken.")
    FROM_BOUGHT_KIT = _value(
        "FROM_BOUGHT_KIT", "Products put together from a bought kit; not taken."
    )


@strawberry.type(
    description="Products of one category that are made alike and are the same kind of goods."
)
class ProductLine:
    category: str = strawberry.field(description="The category, such as `home-and-kitchen`.")
    production_method: ProductionMethod | None = strawberry.field(
        description="How they are made; null until that is answered."
    )
    goods: Goods | None = strawberry.field(
        description="What kind of goods they are; null until that is answered."
    )

    @classmethod
    def from_proto(cls, line: pb.Questionnaire.ProductLine) -> Self:
        """Reads a line."""
        method, goods = line.production_method, line.goods
        return cls(
            category=line.category,
            production_method=(
                ProductionMethod[_Q.ProductionMethod.Name(method)] if method else None
            ),
            goods=Goods[_Q.Goods.Name(goods)] if goods else None,
        )


@strawberry.input(
    description="Products of one category that are made alike and are the same kind of goods."
)
class ProductLineInput:
    category: str = strawberry.field(description="The category, such as `home-and-kitchen`.")
    production_method: ProductionMethod | None = strawberry.field(
        default=None, description="How they are made."
    )
    goods: Goods | None = strawberry.field(default=None, description="What kind of goods they are.")

    def to_proto(self) -> pb.Questionnaire.ProductLine:
        """Writes the line."""
        line = _Q.ProductLine(category=self.category)
        if self.production_method is not None:
            line.production_method = _Q.ProductionMethod.Value(self.production_method.name)
        if self.goods is not None:
            line.goods = _Q.Goods.Value(self.goods.name)
        return line
