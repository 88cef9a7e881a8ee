// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"
#include "journal/samples.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace samples;

/// The asynchronous face: who is called, when, on which thread, and what is never called.
class TestJournal : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void opensAndIntroducesItself();
    void opensTwice();
    void answersInOrder();
    void readsWhatWasAppended();
    void announcesAfterTheCallback();
    void announcesOnlyWhatWasRecorded();
    void answersOnTheThreadOfTheContext();
    void answersNobodyWhoIsGone();
    void contextMayDieOnItsOwnThread();
    void finishesWhatWasAppended();
    void answersAlthoughItWasDestroyed();
    void isNotOpen();
    void cannotBeOpened();

private:
    QString directory() const { return m_home->filePath(u"journal"_s); }
    void open(Journal &journal);
    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

template <typename T> Callback<T> into(std::optional<Result<T>> &answer)
{
    return [&answer](const Result<T> &result) { answer = result; };
}

} // namespace

void TestJournal::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
}

void TestJournal::open(Journal &journal)
{
    std::optional<Result<Done>> opened;
    journal.open(this, into(opened));
    QVERIFY2(!opened, "a callback never comes from inside the call");
    QTRY_VERIFY(opened);
    QVERIFY2(opened->ok(), opened->ok() ? "" : qPrintable(opened->error().detail));
}

void TestJournal::opensAndIntroducesItself()
{
    QUuid till;
    QByteArray salt;
    {
        Journal journal(directory());
        open(journal);
        till = journal.tillId();
        salt = journal.fingerprintSalt();
        QVERIFY(!till.isNull());
        QCOMPARE(salt.size(), 16);
    }
    Journal again(directory());
    open(again);
    QCOMPARE(again.tillId(), till);
    QCOMPARE(again.fingerprintSalt(), salt);
}

void TestJournal::opensTwice()
{
    Journal journal(directory());
    open(journal);
    const QUuid till = journal.tillId();
    open(journal);
    QCOMPARE(journal.tillId(), till);
}

void TestJournal::answersInOrder()
{
    Journal journal(directory());
    open(journal);
    QList<QUuid> appended;
    QList<QUuid> answered;
    for (int i = 0; i < 50; ++i) {
        appended += makeUuidV7();
        journal.append(intent(appended.last()), this,
            [&answered](const Result<SaleRecord> &sale) { answered += sale->attemptId; });
    }
    QTRY_COMPARE(answered.size(), appended.size());
    QCOMPARE(answered, appended);
}

void TestJournal::readsWhatWasAppended()
{
    Journal journal(directory());
    open(journal);
    const QUuid id = makeUuidV7();
    const auto ignore = [](const Result<SaleRecord> &) {};
    journal.append(intent(id), this, ignore);
    std::optional<Result<QList<SaleRecord>>> open;
    journal.needingAttention(this, into(open));
    journal.append(snapshotEvent(id, answer(id, PaymentStatus::Succeeded), {}), this, ignore);
    std::optional<Result<SaleRecord>> sale;
    journal.sale(id, this, into(sale));
    std::optional<Result<QList<SaleRecord>>> page;
    journal.newestFirst({.limit = 10}, this, into(page));

    QTRY_VERIFY(page);
    QCOMPARE(open->value().size(), 1);
    QCOMPARE(open->value().constFirst().outcome, Outcome::InProgress);
    QCOMPARE(sale->value().outcome, Outcome::Paid);
    QCOMPARE(page->value().size(), 1);
}

void TestJournal::announcesAfterTheCallback()
{
    Journal journal(directory());
    open(journal);
    QStringList order;
    QSignalSpy changed(&journal, &Journal::saleChanged);
    connect(&journal, &Journal::saleChanged, this, [&order] { order += u"signal"_s; });
    const QUuid id = makeUuidV7();
    for (const Event &event : {intent(id), pageShownEvent(id)})
        journal.append(event, this, [&order](const Result<SaleRecord> &) { order += u"callback"_s; });
    QTRY_COMPARE(order.size(), 4);
    QCOMPARE(order, (QStringList{u"callback"_s, u"signal"_s, u"callback"_s, u"signal"_s}));
    QCOMPARE(changed.at(1).at(0).value<SaleRecord>().attemptId, id);
}

void TestJournal::announcesOnlyWhatWasRecorded()
{
    Journal journal(directory());
    open(journal);
    QSignalSpy changed(&journal, &Journal::saleChanged);
    const QUuid id = makeUuidV7();
    std::optional<Result<SaleRecord>> orphan;
    journal.append(pageShownEvent(id), this, into(orphan)); // of no sale
    std::optional<Result<SaleRecord>> first;
    journal.append(intent(id), this, into(first));
    std::optional<Result<SaleRecord>> second;
    Event again = intent(id);
    again.at = again.at.addSecs(1); // another one, not the first one's repetition
    journal.append(again, this, into(second)); // refused
    QTRY_VERIFY(second);
    QVERIFY(orphan->ok());
    QVERIFY(first->ok());
    QVERIFY(!second->ok());
    open(journal); // behind all of the above
    QCOMPARE(changed.size(), 1);
}

void TestJournal::answersOnTheThreadOfTheContext()
{
    Journal journal(directory());
    open(journal);
    QThread thread;
    thread.start();
    auto *context = new QObject;
    context->moveToThread(&thread);
    connect(&thread, &QThread::finished, context, &QObject::deleteLater);
    std::atomic<QThread *> answeredOn = nullptr;
    journal.append(intent(makeUuidV7()), context,
        [&answeredOn](const Result<SaleRecord> &) { answeredOn = QThread::currentThread(); });
    QTRY_VERIFY(answeredOn.load() != nullptr);
    QCOMPARE(answeredOn.load(), &thread);
    thread.quit();
    QVERIFY(thread.wait());
}

void TestJournal::answersNobodyWhoIsGone()
{
    Journal journal(directory());
    open(journal);
    int answers = 0;
    const auto count = [&answers](const Result<SaleRecord> &) { ++answers; };
    const QUuid id = makeUuidV7();
    {
        QObject context;
        journal.append(intent(id), &context, count);
    }
    // Behind it in the queue: when this is answered, the other would have been.
    std::optional<Result<SaleRecord>> sale;
    journal.sale(id, this, into(sale));
    QTRY_VERIFY(sale);
    QVERIFY2(sale->ok(), "the event is recorded, whoever asked for it");
    QCOMPARE(answers, 0);

    auto context = std::make_unique<QObject>();
    journal.sale(id, context.get(), [&](const Result<SaleRecord> &) {
        ++answers;
        context.reset();
    });
    journal.sale(id, context.get(), count); // its context dies in the callback before
    open(journal);
    QCOMPARE(answers, 1);
}

/// Contexts die on their own thread at any moment of the answer: the sanitizers watch this.
void TestJournal::contextMayDieOnItsOwnThread()
{
    Journal journal(directory());
    open(journal);
    const QUuid id = makeUuidV7();
    std::optional<Result<SaleRecord>> appended;
    journal.append(intent(id), this, into(appended));
    QTRY_VERIFY(appended);
    QThread thread;
    thread.start();
    std::atomic<int> wrong = 0;
    for (int i = 0; i < 300; ++i) {
        auto *context = new QObject;
        context->moveToThread(&thread);
        journal.sale(id, context, [&wrong](const Result<SaleRecord> &sale) {
            if (!sale.ok())
                ++wrong;
        });
        QMetaObject::invokeMethod(context, [context] { delete context; });
    }
    open(journal);
    thread.quit();
    QVERIFY(thread.wait());
    QCOMPARE(wrong.load(), 0);
}

void TestJournal::finishesWhatWasAppended()
{
    constexpr int many = 100;
    {
        Journal journal(directory());
        open(journal);
        for (int i = 0; i < many; ++i)
            journal.append(intent(makeUuidV7()), this, [](const Result<SaleRecord> &) {});
    }
    QCOMPARE(openStore(directory())->newestFirst({.limit = 1000})->size(), many);
}

void TestJournal::answersAlthoughItWasDestroyed()
{
    std::optional<Result<SaleRecord>> appended;
    {
        Journal journal(directory());
        open(journal);
        journal.append(intent(makeUuidV7()), this, into(appended));
    }
    QTRY_VERIFY(appended);
    QVERIFY(appended->ok());
}

void TestJournal::isNotOpen()
{
    Journal journal(directory());
    std::optional<Result<SaleRecord>> appended;
    journal.append(intent(makeUuidV7()), this, into(appended));
    QTRY_VERIFY(appended);
    QVERIFY(!appended->ok());
    QCOMPARE(appended->error().kind, ErrorKind::Storage);
    QVERIFY(!QFileInfo::exists(directory()));
}

void TestJournal::cannotBeOpened()
{
    QFile inTheWay(directory());
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    Journal journal(directory());
    std::optional<Result<Done>> opened;
    journal.open(this, into(opened));
    QTRY_VERIFY(opened);
    QVERIFY(!opened->ok());
    QCOMPARE(opened->error().kind, ErrorKind::Storage);
    QVERIFY(journal.tillId().isNull());
    QVERIFY(inTheWay.remove());
    open(journal); // as soon as it can be
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
