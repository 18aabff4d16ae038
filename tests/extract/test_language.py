"""Pages in other languages are recognised by their text and reported; what they say of themselves is not believed."""

from __future__ import annotations

import pytest

from pipeline.model import Reading
from pipeline.reading import read
from tests.extract.page import page

ENGLISH = (
    "We offer clinical observerships to international medical graduates. The program lasts four weeks and the fee is "
    "$300. Applicants must submit a curriculum vitae and an application form sixty days before they start."
)
OTHERS = {
    "Spanish": "El programa ofrece a los médicos graduados en el extranjero la oportunidad de observar la atención de los "
    "pacientes en nuestro hospital durante cuatro semanas. La cuota del programa es de $300 y los solicitantes deben "
    "presentar su currículum con una carta de recomendación. Observership para graduados: solicite una plaza por correo.",
    "French": "Le programme offre aux médecins diplômés à l'étranger la possibilité d'observer les soins dans notre hôpital "
    "pendant quatre semaines. Les frais sont de $300 et les candidats doivent présenter leur dossier avec une lettre. "
    "Observership pour les diplômés: une demande doit être envoyée soixante jours avant le début.",
    "German": "Das Programm bietet Ärzten mit ausländischem Abschluss die Möglichkeit, die Versorgung der Patienten in unserem "
    "Krankenhaus vier Wochen lang zu beobachten. Die Gebühr beträgt $300 und die Bewerber müssen einen Lebenslauf "
    "einreichen. Observership für Absolventen: eine Bewerbung ist sechzig Tage vor dem Beginn zu senden.",
    "Portuguese": "O programa oferece aos médicos formados no exterior a oportunidade de observar o atendimento aos pacientes em "
    "nosso hospital durante quatro semanas. A taxa é de $300 e os candidatos devem apresentar uma carta. Observership "
    "para graduados: a solicitação deve ser enviada sessenta dias antes do início. Não aceitamos estudantes.",
    "another script": "本院为国际医学毕业生提供为期四周的临床观摩项目(Observership)。项目费用为$300。申请人须在开始日期前六十天提交简历、推荐信和"
    "申请表。观摩者可参加查房和会议,但不得接触患者。我们不接受医学生。请发送电子邮件。",
    "another language": "Klinik gözlemcilik programı, yurt dışından mezun olan doktorlara hastanemizde dört hafta boyunca hasta "
    "bakımını gözlemleme fırsatı sunar. Program ücreti $300 olup başvuranların özgeçmiş ve tavsiye mektubu sunması "
    "gerekir. Observership için başvurular altmış gün önce yapılmalıdır.",
}


def said(*paragraphs: str, lang: str = "en") -> Reading:
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return read(
        page(
            f"<html lang={lang}><title>Observership Program</title><main><h1>Observership Program</h1>{body}</main>"
        )
    )


@pytest.mark.parametrize("name", OTHERS)
def test_a_page_in_another_language_is_reported_though_it_says_that_it_is_english(name: str) -> None:
    reading = said(OTHERS[name])
    assert (reading.kind, reading.listings, reading.refusals) == ("irrelevant", (), ())
    assert name in reading.reason
    (issue,) = reading.issues
    assert "not in English" in issue.message and "English page" in issue.remedy


@pytest.mark.parametrize("lang", ["es", "fr-CA", "zh", "x", ""])
def test_an_english_page_is_read_whatever_it_says_of_its_language(lang: str) -> None:
    assert said(ENGLISH, lang=lang).listings == said(ENGLISH).listings != ()


@pytest.mark.parametrize("name", OTHERS)
def test_of_a_page_in_two_languages_the_english_text_is_read(name: str) -> None:
    for order in ((ENGLISH, OTHERS[name]), (OTHERS[name], ENGLISH)):
        (listing,) = said(*order).listings
        assert listing.audience["img_graduate"] == "yes"
        assert {fee.amount for fee in listing.fees} == {300.0}


@pytest.mark.parametrize(
    "english",
    [
        "We do not accept international medical graduates. " * 8,
        "Fee: $300 per week. No stipend. Duration: 4 weeks. Do bring a passport. Visa: B-1. No housing. " * 3,
        "Neurology, Cardiology, Dermatology, Surgery, Pediatrics, Urology. Observership, 4 weeks, fee $300 per week. "
        * 4,
    ],
)
def test_terse_english_is_english(english: str) -> None:
    assert "English" not in said(english).reason
