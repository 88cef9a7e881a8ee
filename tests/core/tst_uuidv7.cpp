// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uuidv7.h"

#include <QDateTime>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <thread>
#include <vector>

using namespace paydesk;
using namespace Qt::StringLiterals;

class TestUuidV7 : public QObject
{
    Q_OBJECT
private slots:
    void hasVersionAndVariant();
    void tellsItsOwn_data();
    void tellsItsOwn();
    void carriesTheTime();
    void readsTheTime();
    void ascends();
    void isUniqueAcrossThreads();
    void isDerived_data();
    void isDerived();
};

void TestUuidV7::hasVersionAndVariant()
{
    for (int i = 0; i < 1000; ++i) {
        const QString text = makeUuidV7().toString(QUuid::WithoutBraces);
        QCOMPARE(text.size(), 36);
        QCOMPARE(text[14], u'7');
        QVERIFY2(u"89ab"_s.contains(text[19]), qPrintable(text));
    }
}

void TestUuidV7::tellsItsOwn_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isVersion7");
    QTest::newRow("the example of RFC 9562") << u"017f22e2-79b0-7cc3-98c4-dc0c0c07398f"_s << true;
    QTest::newRow("random") << u"919108f7-52d1-4320-9bac-f847db4148a8"_s << false;
    QTest::newRow("other variant") << u"017f22e2-79b0-7cc3-08c4-dc0c0c07398f"_s << false;
    QTest::newRow("null") << u"00000000-0000-0000-0000-000000000000"_s << false;
    QTest::newRow("none at all") << u"order 4711"_s << false;
}

void TestUuidV7::tellsItsOwn()
{
    QFETCH(QString, text);
    QTEST(isUuidV7(QUuid::fromString(text)), "isVersion7");
}

void TestUuidV7::carriesTheTime()
{
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const qint64 carried = uuidV7Milliseconds(makeUuidV7());
    const qint64 after = QDateTime::currentMSecsSinceEpoch();
    QVERIFY(carried >= before);
    // Ids that were made faster than 4096 a millisecond run ahead of the clock; here there were few.
    QVERIFY(carried <= after + 1);
}

void TestUuidV7::readsTheTime()
{
    // The example of RFC 9562, appendix A.6: 2022-02-22T19:22:22Z.
    QCOMPARE(uuidV7Milliseconds(QUuid(u"017f22e2-79b0-7cc3-98c4-dc0c0c07398f"_s)), 1'645'557'742'000);
}

void TestUuidV7::ascends()
{
    QString last;
    for (int i = 0; i < 20'000; ++i) {
        const QString next = makeUuidV7().toString(QUuid::WithoutBraces);
        QVERIFY2(last < next, qPrintable(last + u' ' + next));
        last = next;
    }
}

void TestUuidV7::isUniqueAcrossThreads()
{
    constexpr int each = 5000;
    std::vector<std::vector<QUuid>> made(4);
    std::vector<std::thread> threads;
    for (std::vector<QUuid> &ids : made) {
        threads.emplace_back([&ids] {
            for (int i = 0; i < each; ++i)
                ids.push_back(makeUuidV7());
        });
    }
    std::for_each(threads.begin(), threads.end(), [](std::thread &thread) { thread.join(); });
    QSet<QUuid> all;
    for (const std::vector<QUuid> &ids : made)
        all.unite(QSet<QUuid>(ids.begin(), ids.end()));
    QCOMPARE(all.size(), qsizetype(4 * each));
}

void TestUuidV7::isDerived_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("id");
    // The hash by sha256sum; the version and the variant take the place of six of its bits.
    QTest::newRow("a payment") << Q_INT64_C(1'790'000'000'000)
                               << QByteArray("pay_0b7c5a3e-1f7d-4a55-9c7e-0d2f6b1c9a10")
                               << u"01a0c450-6c00-7c52-93e7-3bd6e6acbf9d"_s;
    QTest::newRow("no name") << Q_INT64_C(1) << QByteArray() << u"00000000-0001-73b0-8442-98fc1c149afb"_s;
    QTest::newRow("before 1970") << Q_INT64_C(-1) << QByteArray()
                                 << u"00000000-0000-73b0-8442-98fc1c149afb"_s;
}

void TestUuidV7::isDerived()
{
    QFETCH(qint64, ms);
    QFETCH(QByteArray, name);
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    const QUuid id = derivedUuidV7(time, name);
    QTEST(id.toString(QUuid::WithoutBraces), "id");
    QVERIFY(isUuidV7(id));
    QCOMPARE(uuidV7Milliseconds(id), qMax(Q_INT64_C(0), ms));
    QCOMPARE(derivedUuidV7(time, name), id);
    QVERIFY(derivedUuidV7(time, name + 'x') != id);
    QCOMPARE(
        derivedUuidV7(QDateTime(), name), derivedUuidV7(QDateTime::fromMSecsSinceEpoch(0, Qt::UTC), name));
}

QTEST_APPLESS_MAIN(TestUuidV7)
#include "tst_uuidv7.moc"
