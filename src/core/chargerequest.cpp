// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chargerequest.h"

#include "core/appmetadata.h"
#include "core/moneytext.h"

#include <QCoreApplication>

namespace paydesk {

static_assert(maximumStaffMetadataPairs + appMetadataPairs == maximumMetadataPairs);

namespace {

struct ChargeRequestText
{
    Q_DECLARE_TR_FUNCTIONS(ChargeRequest)
};

} // namespace

qsizetype characterCount(const QString &text)
{
    return text.toUcs4().size();
}

Result<Done> validate(const ChargeRequest &request)
{
    const qint64 units = request.amount.minorUnits();
    if (units < 1 || units > Money::maximumCharge)
        return invalidInput(
            ChargeRequestText::tr("The amount must lie between %1 and %2.")
                .arg(moneyText(Money(1, request.amount.currency()), QLocale()),
                    moneyText(Money(Money::maximumCharge, request.amount.currency()), QLocale())));
    if (characterCount(request.description) > maximumDescriptionLength)
        return invalidInput(
            ChargeRequestText::tr("The description is longer than %n character(s). Shorten it.", nullptr,
                maximumDescriptionLength));
    if (request.metadata.size() > maximumStaffMetadataPairs)
        return invalidInput(ChargeRequestText::tr(
            "There is room for %n metadata row(s). Remove some.", nullptr, maximumStaffMetadataPairs));
    for (auto it = request.metadata.cbegin(); it != request.metadata.cend(); ++it) {
        if (it.key().trimmed().isEmpty())
            return invalidInput(
                ChargeRequestText::tr("A metadata row has a value but no name. Name it or remove it."));
        if (isAppMetadataKey(it.key()))
            return invalidInput(ChargeRequestText::tr(
                "Names that begin with \"paydesk_\" are kept for Paydesk. Rename \"%1\".")
                                    .arg(it.key()));
        if (characterCount(it.value()) > maximumMetadataValueLength)
            return invalidInput(
                ChargeRequestText::tr("The value of \"%1\" is longer than %n character(s). Shorten it.",
                    nullptr, maximumMetadataValueLength)
                    .arg(it.key()));
    }
    return Done();
}

} // namespace paydesk
