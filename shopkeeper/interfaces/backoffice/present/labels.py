"""A package's label and what its carrier said, ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from shopkeeper.commerce.shipping.models import Label
from shopkeeper.interfaces.backoffice.present import words


@dataclass(frozen=True)
class LabelView:
    """``can_again``: refused, so another one may be bought."""

    status: str
    tracking: str
    problem: str
    trouble: str
    events: tuple[tuple[str, str], ...]
    pdf_url: str
    void_url: str
    settle_url: str
    can_again: bool


def label_view(label: Label, number: str) -> LabelView:
    url = f"/office/orders/{number}/labels/{label.pk}"
    is_bought = label.status == Label.Status.BOUGHT
    return LabelView(
        status=label.get_status_display(),
        tracking=label.tracking_number,
        problem=label.problem,
        trouble=label.get_trouble_display() if label.trouble else "",
        events=tuple(
            (words.when(event.at), event.text or event.kind.replace("_", " ").capitalize())
            for event in label.events.all()
        ),
        pdf_url=f"{url}.pdf" if is_bought else "",
        void_url=f"{url}/void" if label.status in {Label.Status.BOUGHT, Label.Status.WANTED} else "",
        settle_url=f"{url}/settle",
        can_again=label.status == Label.Status.REFUSED,
    )
