// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/openjournal.h"
#include "support/uuidat.h"

#include <QApplication>
#include <QDialog>
#include <QImage>

namespace paydesk::test {

/// The day of which the books below tell.
inline const QDate bookDay(2026, 3, 10);

/// Sales of a day, in two currencies, of which two are not known yet and one is to be looked at.
inline void fillBooks(OpenJournal &source)
{
    using namespace Qt::StringLiterals;
    const auto at = [](int hour, int minute) { return QDateTime(bookDay, QTime(hour, minute), Qt::UTC); };
    const auto sell = [&source](const QDateTime &when, const PaymentStatus &status, Money amount) {
        const QUuid id = uuidAt(when);
        source.append({samples::intent(id, amount)});
        if (status.isFinal())
            source.settle(id, status, amount);
        return id;
    };
    for (int hour = 8; hour < 19; ++hour)
        sell(at(hour, 7), PaymentStatus::Succeeded, Money(1250 + (hour * 7 % 11) * 900, Currency::Eur));
    sell(at(11, 30), PaymentStatus::Failed, Money(900, Currency::Eur));
    sell(at(12, 30), PaymentStatus::Canceled, Money(900, Currency::Eur));
    sell(at(13, 30), PaymentStatus::Succeeded, Money(4000, Currency::Usd));
    const QUuid returned = sell(at(14, 30), PaymentStatus::Succeeded, Money(2500, Currency::Eur));
    source.append(
        {journal::snapshotEvent(returned, samples::refunded(returned, 2000, u"succeeded"_s, at(16, 0)), {})});
    const QUuid unanswered = sell(at(15, 5), PaymentStatus::Pending, Money(3300, Currency::Eur));
    source.append(
        {journal::createUnknownEvent(unanswered, samples::failure(ErrorKind::Network, u"No answer."_s))});
    const QUuid lost = sell(at(15, 40), PaymentStatus::Pending, Money(4711, Currency::Eur));
    source.append({journal::sessionEvent(
        lost, samples::answer(lost, PaymentStatus::Pending, {}, Money(4711, Currency::Eur)), {})});
    const QUuid odd = sell(at(17, 40), PaymentStatus::Succeeded, Money(2500, Currency::Eur));
    source.append({journal::contradictionEvent(odd, samples::answer(odd, PaymentStatus::Failed), {})});
}

/// Keeps what a dialog looks like where PAYDESK_TEST_PICTURES names a folder, for whoever wants to look.
inline QImage pictureOf(QWidget &widget, const QString &name)
{
    const QImage image = widget.grab().toImage();
    if (const QString folder = qEnvironmentVariable("PAYDESK_TEST_PICTURES"); !folder.isEmpty())
        image.save(folder + u'/' + name + QStringLiteral(".png"));
    return image;
}

} // namespace paydesk::test
