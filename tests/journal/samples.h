// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/uuidv7.h"
#include "journal/facts.h"
#include "journal/store.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

/// Sales and answers as the journal's tests use them.
namespace samples {

using namespace paydesk;
using namespace paydesk::journal;
using namespace Qt::StringLiterals;

inline IntentFacts charge(const QUuid &attemptId, Money amount = Money(2500, Currency::Eur))
{
    return {.request = {.amount = amount,
                .description = u"Two concert tickets, row 7 \u2013 \U0001F3BB"_s,
                .metadata = {{u"order"_s, u"4711"_s}, {u"guest"_s, u"Zo\u00eb"_s}},
                .returnUrl = QUrl(u"https://paydesk.invalid/return"_s)},
        .idempotencyKey = attemptId.toByteArray(QUuid::WithoutBraces),
        .keyFingerprint = "0123456789abcdef",
        .requestBody = "{\"amount\":" + QByteArray::number(amount.minorUnits()) + "}"};
}

inline Event intent(const QUuid &attemptId, Money amount = Money(2500, Currency::Eur))
{
    return intentEvent(attemptId, charge(attemptId, amount));
}

/// An answer of the service, with an id that is this sale's own unless `id` says otherwise.
inline Payment answer(const QUuid &attemptId, const PaymentStatus &status, const QString &id = {},
    Money amount = Money(2500, Currency::Eur))
{
    Payment payment;
    payment.id = id.isEmpty() ? u"pay_"_s + attemptId.toString(QUuid::WithoutBraces) : id;
    payment.amount = amount;
    payment.refundedAmount = Money(0, amount.currency());
    payment.status = status;
    payment.created = QDateTime::fromSecsSinceEpoch(1'790'000'000, Qt::UTC);
    if (status == PaymentStatus::Succeeded) {
        payment.card = Card{.brand = u"visa"_s, .last4 = u"1111"_s, .expiryMonth = 12, .country = u"FR"_s};
        payment.providerReference = u"1402758057"_s;
    }
    payment.raw = "{\"id\":\"" + payment.id.toUtf8() + "\",\"status\":\"" + status.toWire().toUtf8() + "\"}";
    return payment;
}

/// A paid payment of which `minor` was given back, or is being.
inline Payment refunded(const QUuid &attemptId, qint64 minor, const QString &status = u"succeeded"_s,
    const QDateTime &at = QDateTime::currentDateTimeUtc(), Money amount = Money(2500, Currency::Eur))
{
    Payment payment = answer(attemptId, PaymentStatus::Succeeded, {}, amount);
    if (status == "succeeded"_L1)
        payment.refundedAmount = Money(minor, amount.currency());
    payment.refunds = {{.id = u"rf_"_s + attemptId.toString(QUuid::WithoutBraces),
        .amount = Money(minor, amount.currency()),
        .reason = u"Goods returned"_s,
        .status = status,
        .createdAt = at}};
    payment.raw = "{\"id\":\"" + payment.id.toUtf8() + "\",\"refund\":\"" + status.toUtf8() + "\"}";
    return payment;
}

inline Error failure(ErrorKind kind, const QString &text)
{
    return {
        .kind = kind, .text = text, .detail = u"detail"_s, .requestId = u"req_failure"_s, .code = u"code"_s};
}

/// A plain connection to a journal's file, past all of the program's rules.
class RawDatabase
{
public:
    explicit RawDatabase(const QString &directory)
        : m_name(u"raw-"_s + QUuid::createUuid().toString())
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
        database.setDatabaseName(directory + u"/journal.db"_s);
        if (!database.open())
            qFatal("%s", qPrintable(database.lastError().text()));
    }
    ~RawDatabase()
    {
        QSqlDatabase::database(m_name).close();
        QSqlDatabase::removeDatabase(m_name);
    }
    Q_DISABLE_COPY_MOVE(RawDatabase)

    /// Every column of every row; one empty text where there is none. A failure is its text.
    QStringList run(const QString &sql)
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        if (!query.exec(sql))
            return {query.lastError().databaseText()};
        QStringList cells;
        while (query.next()) {
            for (int i = 0; query.value(i).isValid(); ++i)
                cells += query.value(i).toString();
        }
        return cells;
    }

private:
    QString m_name;
};

/// Makes of a journal that nobody has open one that a program of the first schema wrote.
inline void revertToFirstSchema(const QString &directory)
{
    RawDatabase raw(directory);
    QStringList failures;
    for (const char *step : {"DROP INDEX events_by_attempt", "DROP INDEX events_refunds",
             "DROP TABLE search_terms", "DROP TABLE search", "DROP TABLE payments",
             "CREATE TABLE payments (row_id INTEGER PRIMARY KEY, attempt_id TEXT NOT NULL UNIQUE, "
             "payment_id TEXT, started_ms INTEGER NOT NULL) STRICT",
             "CREATE UNIQUE INDEX payments_by_payment ON payments(payment_id) WHERE payment_id IS NOT NULL"})
        failures += raw.run(QString::fromLatin1(step));
    failures += raw.run(u"PRAGMA user_version = 1"_s);
    if (!failures.isEmpty())
        qFatal("%s", qPrintable(failures.join(u'\n')));
}

/// The open store, or a failed test.
inline std::unique_ptr<Store> openStore(const QString &directory)
{
    auto store = Store::open({.directory = directory});
    if (!store)
        qFatal("%s", qPrintable(store.error().text + store.error().detail));
    return std::move(store).value();
}

} // namespace samples
