// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/paymentcell.h"

#include "core/moneytext.h"
#include "models/paymentsmodel.h"
#include "models/saletext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::models::paymentcell {

using journal::SaleOrder;

namespace {

struct CellText
{
    Q_DECLARE_TR_FUNCTIONS(PaymentCell)
};

/// A tool tip takes what looks like HTML for HTML; these texts come from staff and from the service.
QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? text : u"<qt>"_s + text.toHtmlEscaped() + u"</qt>"_s;
}

struct ColumnOrder
{
    int column;
    SaleOrder::Key key;
};

/// Not the ids: they say nothing by their letters.
constexpr ColumnOrder orders[] = {
    {PaymentsModel::Time, SaleOrder::Time},
    {PaymentsModel::Amount, SaleOrder::Amount},
    {PaymentsModel::Refunded, SaleOrder::Refunded},
    {PaymentsModel::Status, SaleOrder::Status},
    {PaymentsModel::Description, SaleOrder::Description},
    {PaymentsModel::CardUsed, SaleOrder::Card},
    {PaymentsModel::Channel, SaleOrder::Channel},
    {PaymentsModel::TillUsed, SaleOrder::Till},
};

} // namespace

QString text(const journal::SaleRecord &sale, int column, const QUuid &thisTill)
{
    switch (column) {
    case PaymentsModel::Time:
        return whenText(sale.startedAt);
    case PaymentsModel::Amount:
        return moneyText(sale.amount, QLocale());
    case PaymentsModel::Refunded: {
        const Money refunded = journal::refundedAmount(sale);
        return refunded.minorUnits() > 0 ? moneyText(refunded, QLocale()) : QString();
    }
    case PaymentsModel::Status:
        return saleStatus(sale).text;
    case PaymentsModel::Description:
        return sale.description;
    case PaymentsModel::CardUsed:
        return cardText(sale.payment);
    case PaymentsModel::Channel:
        return channelText(sale.channel);
    case PaymentsModel::TillUsed:
        return tillText(sale.till, thisTill);
    case PaymentsModel::FlowlixId:
        return sale.payment ? sale.payment->id : QString();
    default:
        return {};
    }
}

QString toolTip(const journal::SaleRecord &sale, int column, const QUuid &thisTill)
{
    if (column == PaymentsModel::Time)
        return QLocale().toString(sale.startedAt.toLocalTime(), QLocale::LongFormat);
    if (column == PaymentsModel::Status && !sale.problem.isEmpty()
        && (sale.needsReview || !isSettled(sale.outcome)))
        return plainToolTip(sale.problem);
    return plainToolTip(text(sale, column, thisTill));
}

QString title(int column)
{
    switch (column) {
    case PaymentsModel::Time:
        return CellText::tr("Time");
    case PaymentsModel::Amount:
        return CellText::tr("Amount");
    case PaymentsModel::Refunded:
        return CellText::tr("Refunded");
    case PaymentsModel::Status:
        return CellText::tr("Status");
    case PaymentsModel::Description:
        return CellText::tr("Description");
    case PaymentsModel::CardUsed:
        return CellText::tr("Card");
    case PaymentsModel::Channel:
        return CellText::tr("Channel");
    case PaymentsModel::TillUsed:
        return CellText::tr("Till");
    case PaymentsModel::FlowlixId:
        return CellText::tr("Flowlix ID");
    default:
        return {};
    }
}

std::optional<SaleOrder::Key> orderOf(int column)
{
    const auto *found = std::find_if(std::begin(orders), std::end(orders),
        [column](const ColumnOrder &order) { return order.column == column; });
    return found == std::end(orders) ? std::nullopt : std::optional(found->key);
}

int columnOf(SaleOrder::Key key)
{
    return std::find_if(std::begin(orders), std::end(orders), [key](const ColumnOrder &order) {
        return order.key == key;
    })->column;
}

} // namespace paydesk::models::paymentcell
