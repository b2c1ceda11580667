"""A questionnaire as the contract's messages: what is asked, and the answers."""

from datetime import UTC, datetime, time

from applications.domain.form import Choice, Form, Question
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
from chassis.errors import Violation
from chassis.moments import to_timestamp
from chassis.text import on_one_line
from handmade.applications.v1 import application_pb2 as pb

_Q = pb.Questionnaire


def to_questionnaire(answers: Questionnaire) -> pb.Questionnaire:
    """The answers as a message."""
    artisan, heads = answers.artisan_type, answers.head_count
    plan = answers.seller_plan
    return pb.Questionnaire(
        contact_name=answers.contact_name,
        business_name=answers.business_name,
        country=answers.country,
        artisan_type=_Q.ArtisanType.Value(artisan.value)
        if artisan
        else _Q.ARTISAN_TYPE_UNSPECIFIED,
        head_count=_Q.HeadCount.Value(heads.value) if heads else _Q.HEAD_COUNT_UNSPECIFIED,
        organisation_url=answers.organisation_url,
        group_description=answers.group_description,
        categories=answers.categories,
        production_method=_to_method(answers.production_method),
        process_description=answers.process_description,
        tools=answers.tools,
        production_partners=answers.production_partners,
        shop_urls=answers.shop_urls,
        attest_time=to_timestamp(answers.attested),
        language=answers.language,
        products=[_to_line(line) for line in answers.products],
        statements=[_Q.Statement.Value(statement.value) for statement in answers.statements],
        seller_account=answers.seller_account,
        seller_plan=_Q.SellerPlan.Value(plan.value) if plan else _Q.SELLER_PLAN_UNSPECIFIED,
    )


def from_questionnaire(
    message: pb.Questionnaire, attested: datetime | None, now: datetime
) -> Questionnaire:
    """The answers in a message.

    When the statements were confirmed is for us to say: `attested` if they were before, else
    `now`. The message only says whether they are.
    """
    artisan, heads, plan = message.artisan_type, message.head_count, message.seller_plan
    return Questionnaire(
        contact_name=on_one_line(message.contact_name),
        business_name=on_one_line(message.business_name),
        country=message.country,
        artisan_type=ArtisanType(_Q.ArtisanType.Name(artisan)) if artisan else None,
        head_count=HeadCount(_Q.HeadCount.Name(heads)) if heads else None,
        organisation_url=message.organisation_url.strip(),
        group_description=message.group_description,
        categories=tuple(message.categories),
        production_method=_from_method(message.production_method),
        process_description=message.process_description,
        tools=message.tools,
        production_partners=message.production_partners,
        shop_urls=tuple(url.strip() for url in message.shop_urls),
        attested=(attested or now) if message.HasField("attest_time") else None,
        language=message.language,
        products=tuple(_from_line(line) for line in message.products),
        statements=tuple(Statement(_Q.Statement.Name(each)) for each in message.statements),
        seller_account=on_one_line(message.seller_account),
        seller_plan=SellerPlan(_Q.SellerPlan.Name(plan)) if plan else None,
    )


def to_form(form: Form) -> pb.QuestionnaireForm:
    """A version of the questionnaire as a message."""
    return pb.QuestionnaireForm(
        version=form.version,
        effective_time=to_timestamp(datetime.combine(form.valid_from, time(), UTC)),
        questions=[_to_question(question) for question in form.questions],
    )


def to_problem(problem: Violation) -> pb.ApplicationProblem:
    """What stands against submitting, as a message."""
    return pb.ApplicationProblem(rule=problem.rule, field=problem.subject, message=problem.message)


def _to_line(line: ProductLine) -> pb.Questionnaire.ProductLine:
    return _Q.ProductLine(
        category=line.category,
        production_method=_to_method(line.production_method),
        goods=_Q.Goods.Value(line.goods.value) if line.goods else _Q.GOODS_UNSPECIFIED,
    )


def _from_line(line: pb.Questionnaire.ProductLine) -> ProductLine:
    return ProductLine(
        category=line.category,
        production_method=_from_method(line.production_method),
        goods=Goods(_Q.Goods.Name(line.goods)) if line.goods else None,
    )


def _to_method(
    method: ProductionMethod | None,
) -> pb.Questionnaire.ProductionMethod.ValueType:
    return _Q.ProductionMethod.Value(method.value) if method else _Q.PRODUCTION_METHOD_UNSPECIFIED


def _from_method(method: pb.Questionnaire.ProductionMethod.ValueType) -> ProductionMethod | None:
    return ProductionMethod(_Q.ProductionMethod.Name(method)) if method else None


def _to_question(question: Question) -> pb.QuestionnaireForm.Question:
    return pb.QuestionnaireForm.Question(
        field=question.field,
        text=question.text,
        help=question.help,
        required=question.required,
        least=question.least,
        most=question.most,
        choices=[_to_choice(choice) for choice in question.choices],
    )


def _to_choice(choice: Choice) -> pb.QuestionnaireForm.Choice:
    return pb.QuestionnaireForm.Choice(
        value=choice.value, text=choice.text, accepted=choice.accepted
    )
