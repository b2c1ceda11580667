"""What an applicant is asked, and how answers are given."""

from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Self

import strawberry

from gateway.subgraphs.applications.enums import (
    ArtisanType,
    HeadCount,
    ProductionMethod,
    ProgrammeStatement,
    SellerPlan,
)
from gateway.subgraphs.applications.products import ProductLine, ProductLineInput
from gateway.values import moment
from handmade.applications.v1 import application_pb2 as pb


@strawberry.type(description="The answers of an applicant; null is what is not given yet.")
class Questionnaire:
    contact_name: str | None = strawberry.field(description="The name of the person to contact.")
    business_name: str | None = strawberry.field(description="The name of the business or store.")
    country: str = strawberry.field(
        description="The country it sells from, as an ISO 3166-1 code; it fixes the region."
    )
    artisan_type: ArtisanType | None = strawberry.field(description="Who makes the products.")
    head_count: HeadCount | None = strawberry.field(
        description="How many people make the products."
    )
    organisation_url: str | None = strawberry.field(
        description="A link to online documents about the organisation."
    )
    group_description: str | None = strawberry.field(
        description="What kind of group it is, for an artisan type that is not listed."
    )
    categories: list[str] = strawberry.field(
        description="The categories of its products, such as `home-and-kitchen`; since version "
        "`v2` of the questionnaire they stand in `products`."
    )
    production_method: ProductionMethod | None = strawberry.field(
        description="How the products are made; since version `v2` that stands in `products`."
    )
    products: list[ProductLine] = strawberry.field(
        description="The products; empty before version `v2`."
    )
    process_description: str | None = strawberry.field(
        description="How the products are made, step by step."
    )
    tools: str | None = strawberry.field(description="The tools and machines used.")
    production_partners: str | None = strawberry.field(
        description="What others do in production; null if nobody else takes part."
    )
    shop_urls: list[str] = strawberry.field(description="Links to existing shops.")
    attested_at: datetime | None = strawberry.field(
        description="When the applicant confirmed the programme's statements, if so."
    )
    statements: list[ProgrammeStatement] = strawberry.field(
        description="The statements that the applicant confirms, since version `v2` one by one."
    )
    seller_plan: SellerPlan | None = strawberry.field(
        description="The plan of a selling account that the applicant has already."
    )
    seller_account: str | None = strawberry.field(description="The number of that account.")
    language: str | None = strawberry.field(
        description="The language to write to the applicant in, such as `fr`; null: by the country."
    )

    @classmethod
    def from_proto(cls, answers: pb.Questionnaire) -> Self:
        """Reads the answers."""
        artisan, heads = answers.artisan_type, answers.head_count
        method, plan = answers.production_method, answers.seller_plan
        return cls(
            contact_name=answers.contact_name or None,
            business_name=answers.business_name or None,
            country=answers.country,
            artisan_type=ArtisanType[pb.Questionnaire.ArtisanType.Name(artisan)]
            if artisan
            else None,
            head_count=HeadCount[pb.Questionnaire.HeadCount.Name(heads)] if heads else None,
            organisation_url=answers.organisation_url or None,
            group_description=answers.group_description or None,
            categories=list(answers.categories),
            production_method=(
                ProductionMethod[pb.Questionnaire.ProductionMethod.Name(method)] if method else None
            ),
            process_description=answers.process_description or None,
            tools=answers.tools or None,
            production_partners=answers.production_partners or None,
            shop_urls=list(answers.shop_urls),
            attested_at=moment(answers.attest_time) if answers.HasField("attest_time") else None,
            products=[ProductLine.from_proto(line) for line in answers.products],
            statements=[
                ProgrammeStatement[pb.Questionnaire.Statement.Name(each)]
                for each in answers.statements
            ],
            seller_plan=SellerPlan[pb.Questionnaire.SellerPlan.Name(plan)] if plan else None,
            seller_account=answers.seller_account or None,
            language=answers.language or None,
        )


@strawberry.input(
    description="Answers to the questionnaire; what is left out stays as it is, null clears it."
)
class QuestionnaireInput:
    country: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The country it sells from, such as `US`; an application must have one.",
    )
    contact_name: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The name of the person to contact, up to 100 characters.",
    )
    business_name: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The name of the business or store, up to 100 characters.",
    )
    artisan_type: ArtisanType | None = strawberry.field(
        default=strawberry.UNSET, description="Who makes the products."
    )
    head_count: HeadCount | None = strawberry.field(
        default=strawberry.UNSET, description="How many people make the products."
    )
    organisation_url: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="An `https` link to online documents about the organisation.",
    )
    group_description: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="What kind of group it is, for an artisan type that is not listed, up to "
        "1,000 characters.",
    )
    categories: list[str] | None = strawberry.field(
        default=strawberry.UNSET,
        description="The categories of its products, such as `home-and-kitchen`; for drafts of "
        "version `v1` of the questionnaire.",
    )
    production_method: ProductionMethod | None = strawberry.field(
        default=strawberry.UNSET,
        description="How the products are made; for drafts of version `v1`.",
    )
    products: list[ProductLineInput] | None = strawberry.field(
        default=strawberry.UNSET,
        description="The products, one line for those of a category that are made alike and are "
        "the same kind of goods, up to 20; since version `v2`.",
    )
    process_description: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="How the products are made, step by step, 200 to 5,000 characters.",
    )
    tools: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The tools and machines used, up to 1,000 characters.",
    )
    production_partners: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="What others do in production, up to 1,000 characters; left out if nobody else "
        "takes part.",
    )
    shop_urls: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="Up to five `https` links to existing shops."
    )
    attested: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description="Whether you confirm that you or your group make the products, that the "
        "designs are your own or licensed, and that you neither resell nor drop-ship; for drafts "
        "of version `v1`, and following from `statements` since `v2`.",
    )
    statements: list[ProgrammeStatement] | None = strawberry.field(
        default=strawberry.UNSET,
        description="The statements that you confirm; since version `v2`, where all must be.",
    )
    seller_plan: SellerPlan | None = strawberry.field(
        default=strawberry.UNSET,
        description="The plan of a selling account that you have already; since version `v2`.",
    )
    seller_account: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The number of that account, up to 100 characters; since version `v2`.",
    )
    language: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The language to write to you in, one of `en`, `fr`, `de`, `es`, `it`; left "
        "out, that of the country. Since version `v2`.",
    )

    def given(self) -> dict[str, object]:
        """Returns what the client gave, by the contract's field names."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        if named["attested"] is not strawberry.UNSET:
            named["attest_time"] = named["attested"]
        del named["attested"]
        return {name: value for name, value in named.items() if value is not strawberry.UNSET}

    def to_proto(self) -> pb.Questionnaire:
        """Writes the answers; what is null or not given is not set."""
        answers = pb.Questionnaire()
        for name, value in self.given().items():
            match value:
                case None | False:
                    continue
                case True:
                    # Only that it is set counts, the time is the service's own; and a repeated
                    # request must be the same to the byte.
                    answers.attest_time.SetInParent()
                case list():
                    getattr(answers, name).extend(_written(item) for item in value)
                case _:
                    setattr(answers, name, _written(value))
        return answers


def _written(value: object) -> object:
    match value:
        case ProductLineInput():
            return value.to_proto()
        case Enum():
            return pb.Questionnaire.DESCRIPTOR.enum_values_by_name[value.name].number
        case _:
            return value
