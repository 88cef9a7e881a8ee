// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journalcheck.h"
#include "journal/samples.h"
#include "payments/counter.h"
#include "support/filesizelimit.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

using namespace paydesk;
using namespace paydesk::payments;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// One sale with the real journal and the real client: what is on the disk when, and what is sent.
class TestCharge : public QObject
{
    Q_OBJECT
private slots:
    void intentIsOnTheDiskBeforeTheFirstByte();
    void endsPaid();
    void refusesWithoutJournal();
    void goesOnWhenTheDiskFailsAfterTheSend();
    void repeatsALostCreate();
    void showsThePage();

private:
    /// The size that the journal's files cannot grow beyond any more.
    static qint64 sizeOf(const Home &home) { return QFileInfo(home.journalFile() + u"-wal"_s).size(); }
};

void TestCharge::intentIsOnTheDiskBeforeTheFirstByte()
{
    const Home home;
    auto tcp = std::make_unique<QTcpServer>();
    QStringList atConnection;
    connect(tcp.get(), &QTcpServer::newConnection, this, [&home, &atConnection] {
        atConnection = samples::RawDatabase(home.journal()).run(u"SELECT kind, payload FROM events"_s);
    });
    Service service(std::move(tcp));
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
    QVERIFY2(service.requests().isEmpty(), "nothing leaves within the call");
    QTRY_COMPARE(service.creates().size(), 1);

    const RawServer::Request create = service.creates().first();
    QCOMPARE(atConnection, (QStringList{u"intent"_s, QString::fromUtf8(create.body)}));
    const QStringList keys
        = samples::RawDatabase(home.journal()).run(u"SELECT idempotency_key FROM payments"_s);
    QCOMPARE(keys, QStringList{QString::fromLatin1(create.header("Idempotency-Key"))});
}

void TestCharge::endsPaid()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    service.setStatus(u"succeeded"_s);
    QVERIFY(counter.till.charge(saleOf(2500, u"Two tickets"_s)).ok());
    QTRY_COMPARE(counter.outcome(), Outcome::Paid);
    QTRY_VERIFY(counter.till.current()->isFinished());
    QCOMPARE(service.requests().size(), 2);
    QVERIFY2(
        service.requests().last().line.startsWith("GET /v1/payments/pay_"), "paid is said by a GET only");
    QCOMPARE(journal::checkJournal(home.journal())->problems, QStringList());
}

void TestCharge::refusesWithoutJournal()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const QSignalSpy storageFailed(&counter.till, &Till::storageFailed);
    {
        const FileSizeLimit limit(sizeOf(home));
        QVERIFY(counter.till.charge(saleOf(2500)).ok());
        QTRY_COMPARE(counter.phase(), Phase::NotStarted);
    }
    const std::optional<Error> problem = counter.till.current()->state().problem;
    QVERIFY(problem.has_value());
    QCOMPARE(problem->kind, ErrorKind::Storage);
    QVERIFY2(problem->text.contains(u"disk"_s), qPrintable(problem->text));
    QVERIFY(counter.till.current()->isFinished());
    QCOMPARE(storageFailed.size(), 0); // It is said where the sale was asked for.

    // The next one goes well, and is the only one that the service ever saw.
    QVERIFY(counter.till.charge(saleOf(1200)).ok());
    QTRY_COMPARE(counter.phase(), Phase::Open);
    QCOMPARE(service.creates().size(), 1);
    QVERIFY(service.creates().first().body.contains("1200"));
    QCOMPARE(journal::checkJournal(home.journal())->sales, 1);
}

void TestCharge::goesOnWhenTheDiskFailsAfterTheSend()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    counter.checkout.warmUp(); // before the limit, which it would inherit
    QTRY_COMPARE(home.notes(), QStringList{u"start"_s});
    QSignalSpy failed(&counter.till, &Till::storageFailed);
    QSignalSpy recovered(&counter.till, &Till::storageRecovered);

    std::optional<FileSizeLimit> limit;
    service.beforeCreate([&home, &limit] { limit.emplace(sizeOf(home)); });
    service.setStatus(u"succeeded"_s);
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
    QTRY_COMPARE(counter.outcome(), Outcome::Paid);
    QVERIFY(!failed.isEmpty());
    QCOMPARE(failed.first().first().value<Error>().kind, ErrorKind::Storage);
    QCOMPARE(recovered.size(), 0);
    QVERIFY2(!counter.till.current()->isFinished(), "what is not on the disk is not forgotten");
    const QString paid = u"SELECT COUNT(*) FROM payments WHERE outcome = 'paid'"_s;
    QCOMPARE(samples::RawDatabase(home.journal()).run(paid), QStringList{u"0"_s});

    limit.reset();
    QTRY_COMPARE_WITH_TIMEOUT(recovered.size(), 1, 20'000);
    QTRY_VERIFY(counter.till.current()->isFinished());
    QCOMPARE(samples::RawDatabase(home.journal()).run(paid), QStringList{u"1"_s});
    QCOMPARE(service.creates().size(), 1);
    QCOMPARE(journal::checkJournal(home.journal())->problems, QStringList());
}

void TestCharge::repeatsALostCreate()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    service.loseAnswers(true);
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
    QTRY_COMPARE(counter.outcome(), Outcome::NotKnownYet);
    service.loseAnswers(false);
    QTRY_COMPARE_WITH_TIMEOUT(counter.phase(), Phase::Open, 20'000);
    const QList<RawServer::Request> creates = service.creates();
    QVERIFY(creates.size() >= 2);
    for (const RawServer::Request &create : creates) {
        QCOMPARE(create.body, creates.first().body);
        QCOMPARE(create.header("Idempotency-Key"), creates.first().header("Idempotency-Key"));
    }
    QCOMPARE(service.payments(), 1);
}

void TestCharge::showsThePage()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
    const QString id = counter.till.current()->attemptId().toString(QUuid::WithoutBraces);
    QTRY_COMPARE(home.notes(), (QStringList{u"start"_s, u"show "_s + id}));
    QVERIFY(counter.till.current()->state().pageOpen);
    service.setStatus(u"canceled"_s);
    QTRY_COMPARE_WITH_TIMEOUT(counter.outcome(), Outcome::Canceled, 20'000); // asked without a return
    QTRY_COMPARE(home.notes().last(), u"hide "_s + id);
}

QTEST_GUILESS_MAIN(TestCharge)
#include "tst_charge.moc"
