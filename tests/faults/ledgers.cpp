// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/ledgers.h"

#include "core/appmetadata.h"
#include "core/moneytext.h"
#include "core/outcome.h"
#include "journal/eventlog.h"
#include "journal/facts.h"
#include "journal/journalcheck.h"
#include "journal/storageerror.h"
#include "journal/store.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

QString text(const QUuid &id)
{
    return id.toString(QUuid::WithoutBraces);
}

class Judge
{
public:
    explicit Judge(const Ledgers &ledgers)
        : m_ledgers(ledgers)
    {
    }

    Verdict judge()
    {
        m_verdict.problems += m_ledgers.journalProblems;
        indexService();
        for (const journal::SaleRecord &sale : m_ledgers.sales)
            judgeSale(sale);
        judgeShown();
        judgeHistory();
        return m_verdict;
    }

private:
    void complain(const char *invariant, const QString &whom, const QString &what)
    {
        m_verdict.problems += QLatin1StringView(invariant) + u": "_s + whom + u' ' + what;
    }

    /// Payments of the service by the sale that they say they belong to.
    void indexService()
    {
        const QJsonArray payments = m_ledgers.service[u"payments"].toArray();
        m_verdict.payments = int(payments.size());
        for (const auto &value : payments) {
            const QJsonObject payment = value.toObject();
            m_service[payment[u"metadata"][metadatakey::attemptId].toString()].append(payment);
        }
        const QJsonArray refunds = m_ledgers.service[u"refunds"].toArray();
        m_verdict.refunds = int(refunds.size());
        countRepeated(m_ledgers.service[u"refunds_by_idempotency_key"].toObject());
        countRepeated(m_ledgers.service[u"creates_by_idempotency_key"].toObject());
        QSet<QString> known;
        for (const journal::SaleRecord &sale : m_ledgers.sales)
            known.insert(text(sale.attemptId));
        for (auto it = m_service.cbegin(); it != m_service.cend(); ++it) {
            if (it->size() > 1) {
                m_verdict.duplicates += int(it->size()) - 1;
                complain("I1", it.key(), u"has %1 payments"_s.arg(it->size()));
            }
            if (!known.contains(it.key())) {
                ++m_verdict.lost;
                complain("I6", it.key(), u"is not in the journal"_s);
            }
        }
    }

    void countRepeated(const QJsonObject &counts)
    {
        for (auto it = counts.begin(); it != counts.end(); ++it) {
            if (it->toInteger() > 1) {
                m_verdict.duplicates += int(it->toInteger()) - 1;
                complain("I1", it.key(), u"was carried out %1 times"_s.arg(it->toInteger()));
            }
        }
    }

    void judgeSale(const journal::SaleRecord &sale)
    {
        const QString id = text(sale.attemptId);
        const QList<QJsonObject> payments = m_service.value(id);
        m_verdict.reviews += sale.needsReview ? 1 : 0;
        if (!isSettled(sale.outcome) && !sale.needsReview)
            complain("I2", id, u"is still "_s + outcomeWord(sale.outcome));
        if (!sale.payment && !payments.isEmpty()) {
            if (!sale.needsReview)
                complain("I6", id, u"is known to the service, but has no payment in the journal"_s);
            if (sale.outcome == Outcome::NotCreated)
                ++m_verdict.wronglyFailed;
        }
        if (sale.payment) {
            judgePayment(id, *sale.payment);
            for (const Payment &other : sale.others)
                judgePayment(id, other);
        }
        const bool paid = std::any_of(payments.begin(), payments.end(),
            [](const QJsonObject &payment) { return payment[u"status"] == "succeeded"_L1; });
        if (paid && isSettled(sale.outcome) && sale.outcome != Outcome::Paid)
            ++m_verdict.wronglyFailed;
        if (paid != (sale.outcome == Outcome::Paid))
            complain("I6", id,
                u"is "_s + outcomeWord(sale.outcome) + (paid ? u", but paid"_s : u", but not paid"_s));
        judgeRefunds(sale);
    }

    void judgePayment(const QString &sale, const Payment &payment)
    {
        const QList<QJsonObject> payments = m_service.value(sale);
        const auto found = std::find_if(payments.begin(), payments.end(),
            [&payment](const QJsonObject &other) { return other[u"id"].toString() == payment.id; });
        if (found == payments.end()) {
            complain("I6", sale, u"has a payment that the service does not know"_s);
            return;
        }
        const QJsonObject &truth = *found;
        if (truth[u"amount"].toInteger() != payment.amount.minorUnits()
            || truth[u"currency"].toString() != currencyWireCode(payment.amount.currency()))
            complain("I4", sale, u"has another amount at the service"_s);
        if (truth[u"status"].toString() != payment.status.toWire())
            complain("I6", sale,
                u"is %1, and %2 in the journal"_s.arg(truth[u"status"].toString(), payment.status.toWire()));
        if (truth[u"refunded_amount"].toInteger() != payment.refundedAmount.minorUnits())
            complain("I6", sale, u"has another refunded amount in the journal"_s);
        const QJsonArray refunds = truth[u"refunds"].toArray();
        bool same = refunds.size() == payment.refunds.size();
        for (qsizetype i = 0; same && i < refunds.size(); ++i) {
            same = refunds[i][u"id"].toString() == payment.refunds[i].id
                && refunds[i][u"status"].toString() == payment.refunds[i].status
                && refunds[i][u"amount"].toInteger() == payment.refunds[i].amount.minorUnits();
        }
        if (!same)
            complain("I6", sale, u"has other refunds in the journal than at the service"_s);
    }

    /// Each refund of the service belongs to one intent, and each intent to at most one refund.
    void judgeRefunds(const journal::SaleRecord &sale)
    {
        const QString id = text(sale.attemptId);
        QSet<QString> claimed;
        for (const journal::RefundRecord &record : sale.refunds) {
            if (!isSettled(record.state) && !sale.needsReview)
                complain("I2", id, u"has a refund that is not settled"_s);
            if (!record.serviceId.isEmpty() && claimed.contains(record.serviceId))
                complain("I1", id, u"has two intents for one refund"_s);
            claimed.insert(record.serviceId);
        }
        const QList<QJsonObject> payments = m_service.value(id);
        for (const QJsonObject &payment : payments) {
            const QJsonArray refunds = payment[u"refunds"].toArray();
            for (const auto &refund : refunds) {
                const auto record = std::find_if(
                    sale.refunds.begin(), sale.refunds.end(), [&refund](const journal::RefundRecord &r) {
                        return r.serviceId == refund[u"id"].toString();
                    });
                if (record == sale.refunds.end()) {
                    ++m_verdict.lost;
                    complain("I6", id, u"has a refund at the service that no intent claims"_s);
                    continue;
                }
                const bool executed = refund[u"status"] == "succeeded"_L1;
                if (executed != (record->state == journal::RefundState::Refunded)) {
                    m_verdict.wronglyFailed += executed && isSettled(record->state) ? 1 : 0;
                    complain("I6", id, u"has a refund that is told wrongly"_s);
                }
                if (record->amount.minorUnits() != refund[u"amount"].toInteger())
                    complain("I4", id, u"has a refund of another amount"_s);
            }
        }
    }

    void judgeShown()
    {
        QHash<QString, QJsonObject> rows;
        for (const auto &row : m_ledgers.shown)
            rows.insert(row[u"sale"].toString(), row.toObject());
        if (rows.size() != m_ledgers.shown.size())
            complain("I6", u"the list"_s, u"shows a sale twice"_s);
        if (rows.size() != m_ledgers.sales.size())
            complain(
                "I6", u"the list"_s, u"shows %1 of %2 sales"_s.arg(rows.size()).arg(m_ledgers.sales.size()));
        for (const journal::SaleRecord &sale : m_ledgers.sales) {
            const QString id = text(sale.attemptId);
            const QJsonObject row = rows.value(id);
            if (row.isEmpty()) {
                ++m_verdict.lost;
                complain("I6", id, u"is not shown"_s);
                continue;
            }
            if (row[u"status"].toString() != statusToShow(sale)
                || row[u"payment"].toString() != (sale.payment ? sale.payment->id : QString())
                || row[u"amount"].toString() != moneyText(sale.amount, QLocale()))
                complain("I6", id, u"is shown as "_s + row[u"status"].toString());
        }
    }

    /// By what the service says of its refunds, and what the journal says of a review.
    QString statusToShow(const journal::SaleRecord &sale) const
    {
        QString status = outcomeWord(sale.outcome);
        const QList<QJsonObject> payments = m_service.value(text(sale.attemptId));
        for (const QJsonObject &payment : payments) {
            const qint64 refunded = payment[u"refunded_amount"].toInteger();
            if (refunded > 0)
                status
                    += payment[u"amount"].toInteger() == refunded ? u", refunded"_s : u", partly refunded"_s;
        }
        if (!sale.needsReview)
            return status;
        return isSettled(sale.outcome) ? status + u", needs review"_s : u"Needs review"_s;
    }

    /// Only what the service answers to a question ends a sale badly, and what is final stays.
    void judgeHistory()
    {
        QHash<QString, PaymentStatus> final;
        QHash<QUuid, QSet<QString>> asked;
        for (const journal::Event &event : m_ledgers.events) {
            const auto payment = journal::paymentOf(event);
            if (!payment || event.kind == journal::EventKind::Contradiction)
                continue;
            if (final.contains(payment->id) && final[payment->id] != payment->status)
                complain("I5", payment->id, u"was final, and changed"_s);
            if (payment->status.isFinal())
                final.insert(payment->id, payment->status);
            if (event.kind == journal::EventKind::Snapshot && payment->status.isFinal())
                asked[event.attemptId].insert(payment->status.toWire());
        }
        for (const journal::SaleRecord &sale : m_ledgers.sales) {
            const bool bad = sale.outcome == Outcome::Declined || sale.outcome == Outcome::Canceled
                || sale.outcome == Outcome::Expired || sale.outcome == Outcome::Paid;
            if (bad && (!sale.payment || !asked[sale.attemptId].contains(sale.payment->status.toWire()))) {
                m_verdict.wronglyFailed += sale.outcome == Outcome::Paid ? 0 : 1;
                complain("I3", text(sale.attemptId), u"has an end that no GET told"_s);
            }
        }
    }

    const Ledgers &m_ledgers;
    QHash<QString, QList<QJsonObject>> m_service;
    Verdict m_verdict;
};

} // namespace

void readJournal(const QString &directory, Ledgers &ledgers)
{
    const auto report = journal::checkJournal(directory);
    ledgers.journalProblems
        = report ? report->problems : QStringList{report.error().text + u' ' + report.error().detail};
    const QStringList movedAside = journal::damagedJournals(directory);
    for (const QString &file : movedAside)
        ledgers.journalProblems += u"a journal was taken for damaged: "_s + file;
    try {
        journal::Database database({.directory = directory, .mayCreate = false});
        database.open();
        journal::EventLog(database).forEach([&ledgers](const journal::EventRow &row) {
            if (const auto event = journal::toEvent(row))
                ledgers.events.append(*event);
            else
                ledgers.journalProblems += u"an event cannot be read"_s;
        });
    } catch (const journal::StorageFailure &failure) {
        ledgers.journalProblems += failure.error.detail;
    }
    const auto store = journal::Store::open({.directory = directory, .mayCreate = false});
    const auto sales = store ? (*store)->newestFirst({.limit = 1'000'000}) : store.error();
    if (sales)
        ledgers.sales = *sales;
    else
        ledgers.journalProblems += sales.error().detail;
}

Verdict judge(const Ledgers &ledgers)
{
    return Judge(ledgers).judge();
}

} // namespace paydesk::test
