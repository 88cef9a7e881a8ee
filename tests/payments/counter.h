// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/checkoutprocess.h"
#include "flowlix/client.h"
#include "journal/history.h"
#include "journal/journal.h"
#include "payments/charge.h"
#include "payments/chargemachine.h"
#include "payments/services.h"
#include "payments/till.h"
#include "support/service.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace paydesk::test {

/// A home folder of a test's own, which also the programs that it starts take for theirs.
class Home
{
public:
    Home() { qputenv("HOME", QFile::encodeName(m_directory.path())); }
    ~Home() { qputenv("HOME", m_before); }
    Q_DISABLE_COPY_MOVE(Home)

    QString journal() const { return m_directory.filePath(QStringLiteral("journal")); }
    QString journalFile() const { return journal() + QStringLiteral("/journal.db"); }
    /// What the stand-in for the checkout noted, a line each.
    QStringList notes() const
    {
        QFile file(m_directory.filePath(QStringLiteral("notes")));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    }

private:
    QByteArray m_before = qgetenv("HOME");
    QTemporaryDir m_directory;
};

inline const QByteArray counterKey = QByteArrayLiteral("fl_test_sk_0123456789abcdef");

/// The real services of a till, but for a checkout without a window.
class Counter
{
public:
    Counter(const Home &home, const QUrl &service, const QByteArray &key = counterKey,
        std::chrono::milliseconds deadline = std::chrono::seconds(30), double pace = 0.1)
        : journal(home.journal())
        , history(home.journal())
        , client({.baseUrl = service, .key = SecretKey::parse(key).value(), .deadline = deadline})
        , checkout(QStringLiteral("fakecheckout"))
        , services{.client = client,
              .journal = journal,
              .checkout = checkout,
              .key = SecretKey::parse(key).value(),
              .pace = pace}
        , till(services,
              {.shopName = QStringLiteral("quiet"),
                  .returnUrl = QUrl(QStringLiteral("https://paydesk.invalid/return"))})
    {
    }

    /// False where the journal could not be opened.
    bool open()
    {
        std::optional<bool> opened;
        QObject context;
        journal.open(&context, [&opened](const Result<Done> &result) { opened = result.ok(); });
        return QTest::qWaitFor([&opened] { return opened.has_value(); }) && *opened;
    }

    /// The outcome of the sale at the counter.
    Outcome outcome() const { return till.current()->state().sale.outcome; }
    payments::Phase phase() const { return till.current()->state().phase; }

    journal::Journal journal;
    journal::History history;
    flowlix::Client client;
    checkout::CheckoutProcess checkout;
    payments::Services services;
    payments::Till till;
};

inline ChargeRequest saleOf(qint64 minorUnits, const QString &description = {})
{
    return {.amount = Money(minorUnits, Currency::Eur), .description = description};
}

} // namespace paydesk::test
