// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/eventrow.h"
#include "journal/samples.h"

#include <QTest>

#include <functional>

using namespace samples;

/// The bytes of an event, and the hash over them.
class TestEventRow : public QObject
{
    Q_OBJECT
private slots:
    void comesBack();
    void unreadableRows_data();
    void unreadableRows();
    void hashCoversEveryField_data();
    void hashCoversEveryField();
    void hashIsTheOneThatFilesHold();
};

namespace {

EventRow sampleRow()
{
    return {.seq = 7,
        .attemptId = "0192f0c4-7c00-7abc-8def-0123456789ab",
        .kind = "page_shown",
        .atMs = 1'790'000'000'123,
        .actor = "desk",
        .facts = "{\"a\":1}",
        .payload = "bytes"};
}

} // namespace

void TestEventRow::comesBack()
{
    Event event = intent(makeUuidV7());
    event.payload = QByteArray("\0\xff\xf0\x9f\x98\x80", 6);
    const auto back = toEvent(toRow(event));
    QVERIFY(back);
    QCOMPARE(back->kind, event.kind);
    QCOMPARE(back->attemptId, event.attemptId);
    QCOMPARE(back->at, event.at);
    QCOMPARE(back->at.timeSpec(), Qt::UTC);
    QCOMPARE(back->actor, event.actor);
    QCOMPARE(back->facts, event.facts);
    QCOMPARE(back->payload, event.payload);
}

void TestEventRow::unreadableRows_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("attemptId");
    QTest::addColumn<QByteArray>("facts");
    const EventRow row = sampleRow();
    QTest::newRow("a newer kind") << QByteArray("day_closed") << row.attemptId << row.facts;
    QTest::newRow("no sale") << row.kind << QByteArray("?") << row.facts;
    QTest::newRow("facts are no object") << row.kind << row.attemptId << QByteArray("[]");
    QTest::newRow("facts are no JSON") << row.kind << row.attemptId << QByteArray("{");
}

void TestEventRow::unreadableRows()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, attemptId);
    QFETCH(QByteArray, facts);
    EventRow row = sampleRow();
    QVERIFY(toEvent(row));
    row.kind = kind;
    row.attemptId = attemptId;
    row.facts = facts;
    QVERIFY(!toEvent(row));
}

void TestEventRow::hashCoversEveryField_data()
{
    QTest::addColumn<std::function<void(EventRow &)>>("change");
    using Change = std::function<void(EventRow &)>;
    QTest::newRow("seq") << Change([](EventRow &row) { ++row.seq; });
    QTest::newRow("attempt") << Change([](EventRow &row) { row.attemptId[0] = '1'; });
    QTest::newRow("kind") << Change([](EventRow &row) { row.kind = "page_closed"; });
    QTest::newRow("time") << Change([](EventRow &row) { ++row.atMs; });
    QTest::newRow("actor") << Change([](EventRow &row) { row.actor = "Desk"; });
    QTest::newRow("facts") << Change([](EventRow &row) { row.facts = "{\"a\":2}"; });
    QTest::newRow("payload") << Change([](EventRow &row) { row.payload = "Bytes"; });
    QTest::newRow("a byte moved between fields") << Change([](EventRow &row) {
        row.actor = "des";
        row.facts = "k{\"a\":1}";
    });
}

void TestEventRow::hashCoversEveryField()
{
    QFETCH(std::function<void(EventRow &)>, change);
    EventRow row = sampleRow();
    const QByteArray before = chainHash("previous", row);
    QCOMPARE(before.size(), 32);
    QVERIFY(before != chainHash("Previous", row));
    change(row);
    QVERIFY(before != chainHash("previous", row));
}

/// Journals in the field hold these hashes: the recipe can never change.
void TestEventRow::hashIsTheOneThatFilesHold()
{
    QCOMPARE(chainHash({}, sampleRow()).toHex(),
        QByteArray("87ab7de29c39998e3db59dc98f288a2962a399a5972eb2c5ed030ae5a45fc7fc"));
}

QTEST_GUILESS_MAIN(TestEventRow)
#include "tst_eventrow.moc"
