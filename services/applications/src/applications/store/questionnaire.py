"""Answers as they stand in the documents of applications."""

from applications.domain.questionnaire import (
    ArtisanType,
    Goods,
    HeadCount,
    ProductionMethod,
    ProductLine,
    Questionnaire,
    SellerPlan,
    Statement,
)
from chassis.mongo import Document


def from_questionnaire(answers: Questionnaire) -> Document:
    """The answers as a document."""
    return {
        "contact_name": answers.contact_name,
        "business_name": answers.business_name,
        "country": answers.country,
        "artisan_type": answers.artisan_type and answers.artisan_type.value,
        "head_count": answers.head_count and answers.head_count.value,
        "organisation_url": answers.organisation_url,
        "group_description": answers.group_description,
        "categories": list(answers.categories),
        "production_method": answers.production_method and answers.production_method.value,
        "process_description": answers.process_description,
        "tools": answers.tools,
        "production_partners": answers.production_partners,
        "shop_urls": list(answers.shop_urls),
        "attested": answers.attested,
        "language": answers.language,
        "products": [_from_line(line) for line in answers.products],
        "statements": [statement.value for statement in answers.statements],
        "seller_account": answers.seller_account,
        "seller_plan": answers.seller_plan and answers.seller_plan.value,
    }


def to_questionnaire(document: Document) -> Questionnaire:
    """The answers in a document. Those of release 0.1.0 lack what `v2` asks."""
    artisan, heads = document["artisan_type"], document["head_count"]
    method, plan = document["production_method"], document.get("seller_plan")
    return Questionnaire(
        contact_name=document["contact_name"],
        business_name=document["business_name"],
        country=document["country"],
        artisan_type=ArtisanType(artisan) if artisan else None,
        head_count=HeadCount(heads) if heads else None,
        organisation_url=document["organisation_url"],
        group_description=document["group_description"],
        categories=tuple(document["categories"]),
        production_method=ProductionMethod(method) if method else None,
        process_description=document["process_description"],
        tools=document["tools"],
        production_partners=document["production_partners"],
        shop_urls=tuple(document["shop_urls"]),
        attested=document["attested"],
        language=document.get("language", ""),
        products=tuple(_to_line(line) for line in document.get("products", ())),
        statements=tuple(Statement(each) for each in document.get("statements", ())),
        seller_account=document.get("seller_account", ""),
        seller_plan=SellerPlan(plan) if plan else None,
    )


def _from_line(line: ProductLine) -> Document:
    return {
        "category": line.category,
        "production_method": line.production_method and line.production_method.value,
        "goods": line.goods and line.goods.value,
    }


def _to_line(document: Document) -> ProductLine:
    method, goods = document["production_method"], document["goods"]
    return ProductLine(
        category=document["category"],
        production_method=ProductionMethod(method) if method else None,
        goods=Goods(goods) if goods else None,
    )
