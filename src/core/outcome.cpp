// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outcome.h"

#include <QCoreApplication>

namespace paydesk {

namespace {

struct OutcomeText
{
    Q_DECLARE_TR_FUNCTIONS(Outcome)
};

} // namespace

Outcome outcomeOf(const PaymentStatus &status)
{
    switch (status.value()) {
    case PaymentStatus::Succeeded:
        return Outcome::Paid;
    case PaymentStatus::Failed:
        return Outcome::Declined;
    case PaymentStatus::Expired:
        return Outcome::Expired;
    case PaymentStatus::Canceled:
        return Outcome::Canceled;
    case PaymentStatus::Pending:
    case PaymentStatus::RequiresAction:
    case PaymentStatus::Other:
        return Outcome::NotKnownYet;
    }
    Q_UNREACHABLE();
}

QString outcomeWord(Outcome outcome)
{
    switch (outcome) {
    case Outcome::InProgress:
        return OutcomeText::tr("In progress");
    case Outcome::Paid:
        return OutcomeText::tr("Paid");
    case Outcome::Declined:
        return OutcomeText::tr("Declined");
    case Outcome::Canceled:
        return OutcomeText::tr("Canceled");
    case Outcome::Expired:
        return OutcomeText::tr("Expired");
    case Outcome::NotKnownYet:
        return OutcomeText::tr("Not known yet");
    case Outcome::NotCreated:
        return OutcomeText::tr("Not created");
    }
    Q_UNREACHABLE();
}

Tone outcomeTone(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Paid:
        return Tone::Good;
    case Outcome::Declined:
    case Outcome::Canceled:
    case Outcome::Expired:
    case Outcome::NotCreated:
        return Tone::Bad;
    case Outcome::InProgress:
    case Outcome::NotKnownYet:
        return Tone::Open;
    }
    Q_UNREACHABLE();
}

bool isSettled(Outcome outcome)
{
    return outcomeTone(outcome) != Tone::Open;
}

} // namespace paydesk
