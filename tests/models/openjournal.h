// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/history.h"
#include "journal/journal.h"
#include "journal/samples.h"

#include <QTemporaryDir>
#include <QTest>

namespace paydesk::test {

/// A journal in a folder of its own, written to as a test asks. Waits for each answer.
class OpenJournal
{
public:
    OpenJournal()
        : m_journal(m_directory.filePath(QStringLiteral("journal")))
        , m_history(m_directory.filePath(QStringLiteral("journal")))
    {
        bool opened = false;
        m_journal.open(&m_context, [&opened](const Result<Done> &result) { opened = result.ok(); });
        if (!QTest::qWaitFor([&opened] { return opened; }))
            qFatal("no journal");
    }
    Q_DISABLE_COPY_MOVE(OpenJournal)

    journal::Journal &journal() { return m_journal; }
    journal::History &history() { return m_history; }

    /// Appends everything, and returns when all of it is on the disk and was told to whoever listens.
    void append(const QList<journal::Event> &events)
    {
        qsizetype told = 0;
        const auto counting
            = QObject::connect(&m_journal, &journal::Journal::saleChanged, &m_context, [&told] { ++told; });
        for (const journal::Event &event : events)
            m_journal.append(event, &m_context, [](const Result<journal::SaleRecord> &result) {
                if (!result)
                    qFatal("%s", qPrintable(result.error().text + result.error().detail));
            });
        if (!QTest::qWaitFor([&told, &events] { return told == events.size(); }, 60'000))
            qFatal("the journal does not answer");
        QObject::disconnect(counting);
    }

    /// New sales, oldest first.
    QList<QUuid> sell(int count, Money amount = Money(2500, Currency::Eur))
    {
        QList<QUuid> ids;
        QList<journal::Event> events;
        for (int i = 0; i < count; ++i) {
            ids += makeUuidV7();
            events += samples::intent(ids.last(), amount);
        }
        append(events);
        return ids;
    }

    /// The service says what became of a sale.
    void settle(const QUuid &sale, PaymentStatus status, Money amount = Money(2500, Currency::Eur))
    {
        append({journal::sessionEvent(
                    sale, samples::answer(sale, PaymentStatus::Pending, {}, amount), QString()),
            journal::snapshotEvent(sale, samples::answer(sale, status, {}, amount), QString())});
    }

private:
    QTemporaryDir m_directory;
    QObject m_context;
    journal::Journal m_journal;
    journal::History m_history;
};

} // namespace paydesk::test
