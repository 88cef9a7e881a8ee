// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxfixture.h"

#include <csignal>
#include <sys/resource.h>

using namespace paydesk;
using namespace paydesk::sandbox;
using namespace paydesk::sandbox::test;
using namespace Qt::StringLiterals;

namespace {

LedgerPayment examplePayment(const QString &id)
{
    LedgerPayment entry;
    Payment &payment = entry.payment;
    payment.id = id;
    payment.amount = Money(2500, Currency::Gbp);
    payment.status = PaymentStatus::Succeeded;
    payment.created = QDateTime::fromSecsSinceEpoch(1'900'000'000, Qt::UTC);
    payment.succeededAt = payment.created.addSecs(60);
    payment.description = u"Order <1> \u00e4\n\"x\""_s;
    payment.card = Card{.brand = u"visa"_s, .last4 = u"1111"_s, .expiryMonth = 4, .expiryYear = 2031};
    payment.customer = Payer{u"ada@example.org"_s, u"Ada Lovelace"_s};
    payment.metadata = {{u"a"_s, u"1"_s}, {u"b"_s, u""_s}};
    payment.refundedAmount = Money(0, Currency::Gbp);
    payment.providerReference = u"1402758057"_s;
    payment.refunds.append({.id = u"re_1"_s,
        .amount = Money(5, Currency::Gbp),
        .reason = u"r"_s,
        .status = u"pending"_s,
        .createdAt = payment.created,
        .updatedAt = payment.created});
    entry.refundPlans.append({.idempotencyKey = u"refund-1"_s, .dueMs = 7, .fails = true});
    entry.returnUrl = QUrl(u"https://a.example/r?x=%26"_s);
    entry.idempotencyKey = u"key-1"_s;
    entry.expiresMs = 123;
    return entry;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Lets files of this process grow so far and no further, as a full disk does.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(qint64 bytes)
        : m_signalHandler(::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{.rlim_cur = static_cast<rlim_t>(bytes), .rlim_max = m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        ::signal(SIGXFSZ, m_signalHandler);
    }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
    rlimit m_before{};
    void (*m_signalHandler)(int);
};

void append(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append));
    file.write(bytes);
}

} // namespace

class TestStateFile : public QObject
{
    Q_OBJECT
private slots:
    void readsBackWhatItWrote();
    void isForItsOwnerOnly();
    void leavesACutOffLineOut();
    void refusesWhatItCannotRead_data();
    void refusesWhatItCannotRead();
    void isForOneProcess();
    void tellsWhenItCannotWrite();
    void serverGoesOnWhereItStopped();
};

void TestStateFile::readsBackWhatItWrote()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(u"deeper/state.jsonl"_s);
    LedgerPayment payment = examplePayment(u"pay_1"_s);
    LedgerPayment waiting = examplePayment(u"pay_2"_s);
    waiting.payment.status = PaymentStatus::Pending;
    waiting.outcome = PendingOutcome{PaymentStatus::Failed, u"lost_card"_s, 99};
    {
        StateFile file(path);
        QVERIFY(file.open());
        QVERIFY(file.rewrite({.payments = {payment}, .port = 4711}));
        payment.payment.metadata.insert(u"later"_s, u"2"_s);
        QVERIFY(file.append({payment, waiting}, {{{u"key"_s, u"k"_s}}}));
        QVERIFY(file.append({}, {})); // nothing changed, nothing written
    }
    StateFile file(path);
    const Result<SavedState> saved = file.open();
    QVERIFY(saved);
    QCOMPARE(saved->port, 4711);
    QCOMPARE(saved->idempotency, (QList<QJsonObject>{{{u"key"_s, u"k"_s}}}));
    QCOMPARE(saved->payments.size(), 3); // in the order of the changes

    const LedgerPayment &read = saved->payments[1];
    QCOMPARE(read.payment.id, payment.payment.id);
    QCOMPARE(read.payment.amount, payment.payment.amount);
    QVERIFY(read.payment.status == payment.payment.status);
    QCOMPARE(read.payment.created, payment.payment.created);
    QCOMPARE(read.payment.succeededAt, payment.payment.succeededAt);
    QVERIFY(!read.payment.failedAt.isValid());
    QCOMPARE(read.payment.description, payment.payment.description);
    QVERIFY(read.payment.card == payment.payment.card);
    QVERIFY(read.payment.customer == payment.payment.customer);
    QCOMPARE(read.payment.metadata, payment.payment.metadata);
    QCOMPARE(read.payment.providerReference, payment.payment.providerReference);
    QVERIFY(read.payment.refunds == payment.payment.refunds);
    QCOMPARE(read.refundPlans.first().dueMs, 7);
    QVERIFY(read.refundPlans.first().fails);
    QCOMPARE(read.returnUrl, payment.returnUrl);
    QCOMPARE(read.idempotencyKey, payment.idempotencyKey);
    QCOMPARE(read.expiresMs, payment.expiresMs);
    QVERIFY(!read.outcome);
    QVERIFY(saved->payments[2].outcome->status == PaymentStatus(PaymentStatus::Failed));
    QCOMPARE(saved->payments[2].outcome->declineCode, u"lost_card"_s);
    QCOMPARE(saved->payments[2].outcome->dueMs, 99);
}

void TestStateFile::isForItsOwnerOnly()
{
    Sandbox sandbox;
    sandbox.newPayment();
    const auto others
        = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QVERIFY(!(QFileInfo(sandbox.path).permissions() & others));
}

void TestStateFile::leavesACutOffLineOut()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(u"state.jsonl"_s);
    {
        StateFile file(path);
        QVERIFY(file.open());
        QVERIFY(file.rewrite({.payments = {examplePayment(u"pay_1"_s)}}));
        QVERIFY(file.append({examplePayment(u"pay_2"_s)}, {}));
    }
    const QByteArray whole = contentOf(path);
    const qsizetype lastLine = whole.lastIndexOf('\n', -2) + 1;
    for (qsizetype size = lastLine; size < whole.size(); size += 9) {
        QVERIFY(QFile::resize(path, 0));
        append(path, whole.left(size));
        StateFile file(path);
        const Result<SavedState> saved = file.open();
        QVERIFY(saved);
        QCOMPARE(saved->payments.size(), 1);
    }
}

void TestStateFile::refusesWhatItCannotRead_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("text") << QByteArray("hello\n");
    QTest::newRow("half a line in the middle")
        << QByteArray("{\"payments\":[{\"obj\n{\"port\":1,\"paydesk_sandbox\":1}\n");
    QTest::newRow("other object") << QByteArray("{\"a\":1}\n");
    QTest::newRow("not a payment") << QByteArray("{\"payments\":[{\"object\":{}}]}\n");
    QTest::newRow("a later format") << QByteArray("{\"paydesk_sandbox\":2}\n");
}

void TestStateFile::refusesWhatItCannotRead()
{
    QFETCH(QByteArray, line);
    QTemporaryDir directory;
    const QString path = directory.filePath(u"state.jsonl"_s);
    append(path, line);
    {
        Server server({.stateFile = path});
        const Result<QUrl> started = server.start();
        QVERIFY(!started);
        QVERIFY(started.error().kind == ErrorKind::Storage);
        QVERIFY(started.error().detail.contains(path));
    }
    QCOMPARE(contentOf(path), line); // and leaves it as it is
}

void TestStateFile::isForOneProcess()
{
    Sandbox sandbox;
    StateFile second(sandbox.path);
    const Result<SavedState> opened = second.open();
    QVERIFY(!opened);
    QVERIFY(opened.error().kind == ErrorKind::Storage);
}

void TestStateFile::tellsWhenItCannotWrite()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(u"state.jsonl"_s);
    {
        StateFile file(path);
        QVERIFY(file.open());
        QVERIFY(file.rewrite({.payments = {examplePayment(u"pay_1"_s)}}));
        {
            const FileSizeLimit full(QFileInfo(path).size() + 10); // room for a part of a line
            QVERIFY(!file.append({examplePayment(u"pay_2"_s)}, {}));
            QVERIFY(!file.append({}, {}));
        }
        QVERIFY(file.append({examplePayment(u"pay_3"_s)}, {}));
    }
    StateFile file(path);
    const Result<SavedState> saved = file.open();
    QVERIFY(saved);
    QCOMPARE(saved->payments.size(), 3); // the one that waited for room is there too
}

void TestStateFile::serverGoesOnWhereItStopped()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(u"state.jsonl"_s);
    QByteArray created;
    QString id;
    QUrl url;
    {
        Sandbox sandbox(1000, path);
        const Answer answer = sandbox.create(createBody(2500, {{steering::delayMs, u"60000"_s}}), "key-1");
        created = answer.body();
        id = answer.json()[u"id"].toString();
        url = sandbox.url;
        sandbox.payWith(id, "4111111111111111");
    }
    const qint64 sizeBefore = QFileInfo(path).size();
    Sandbox sandbox(1000, path);
    QVERIFY(QFileInfo(path).size() < sizeBefore); // what was overtaken is gone
    QCOMPARE(sandbox.url, url); // the pages of the last run stay where they were
    QCOMPARE(sandbox.create(createBody(2500, {{steering::delayMs, u"60000"_s}}), "key-1").body(), created);
    QCOMPARE(sandbox.status(id), u"pending"_s);
    sandbox.now += 60'000;
    QCOMPARE(sandbox.status(id), u"succeeded"_s); // what was decided before the restart
    QCOMPARE(sandbox.payment(id)[u"card"][u"last4"].toString(), u"1111"_s);
    QCOMPARE(sandbox.post("/v1/payments/" + id.toLatin1() + "/refund", R"({"reason":"r"})").status(), 200);
}

QTEST_GUILESS_MAIN(TestStateFile)
#include "tst_statefile.moc"
