// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uuidv7.h"
#include "journal/facts.h"
#include "models/timeline.h"

#include <QTest>

using namespace paydesk;
using namespace paydesk::journal;
using namespace paydesk::models;
using namespace Qt::StringLiterals;

/// What happened, in the words of staff.
class TestTimeline : public QObject
{
    Q_OBJECT
private slots:
    void everyKind_data();
    void everyKind();
    void answers_data();
    void answers();
    void whoDidIt_data();
    void whoDidIt();
    void declineNeverAccuses();
    void unreadableEventsHaveWordsToo_data();
    void unreadableEventsHaveWordsToo();
    void rows();
};

namespace {

const QUuid sale = makeUuidV7();

Payment answer(const PaymentStatus &status)
{
    Payment payment;
    payment.id = u"pay_1"_s;
    payment.amount = Money(2500, Currency::Eur);
    payment.refundedAmount = Money(0, Currency::Eur);
    payment.status = status;
    return payment;
}

Error error()
{
    return {.kind = ErrorKind::Network, .text = u"The line was cut."_s, .requestId = u"req_e"_s};
}

const QList<EventKind> &allKinds()
{
    static const QList<EventKind> kinds = [] {
        QList<EventKind> all;
        for (int i = 0; i <= int(EventKind::RefundRefused); ++i)
            all += EventKind(i);
        return all;
    }();
    return kinds;
}

} // namespace

void TestTimeline::everyKind_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<QString>("who");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("requestId");

    const QString me = intentEvent(sale, {}).actor.section(u':', 1);
    const QString none;
    const Payment paid = answer(PaymentStatus::Succeeded);
    const RefundRecord refund{.refundId = makeUuidV7(),
        .paymentId = u"pay_1"_s,
        .amount = Money(1000, Currency::Eur),
        .reason = u"Returned"_s};
    const IntentFacts intent{.request = {.amount = Money(2500, Currency::Eur)}};
    const auto row
        = [](EventKind kind) -> QTestData & { return QTest::newRow(eventKindWord(kind).constData()); };
    row(EventKind::Intent) << intentEvent(sale, intent) << me << QStringList{u"EUR 25.00"_s} << none;
    row(EventKind::Session) << sessionEvent(sale, answer(PaymentStatus::Pending), u"req_1"_s) << u"Flowlix"_s
                            << QStringList{u"Created"_s, u"pay_1"_s} << u"req_1"_s;
    row(EventKind::CreateUnknown) << createUnknownEvent(sale, error()) << u"Paydesk"_s
                                  << QStringList{u"not known yet"_s, u"The line was cut."_s} << u"req_e"_s;
    row(EventKind::NotCreated) << notCreatedEvent(sale, error()) << u"Flowlix"_s
                               << QStringList{u"Nothing was charged"_s, u"The line was cut."_s} << u"req_e"_s;
    row(EventKind::Snapshot) << snapshotEvent(sale, paid, u"req_2"_s) << u"Flowlix"_s
                             << QStringList{u"Paid"_s} << u"req_2"_s;
    row(EventKind::PageShown) << pageShownEvent(sale) << u"Paydesk"_s << QStringList{u"page"_s} << none;
    row(EventKind::PageReturned) << pageReturnedEvent(sale, u"pay_1"_s, u"succeeded"_s, true)
                                 << u"Payment page"_s << QStringList{u"succeeded"_s, u"proves nothing"_s}
                                 << none;
    row(EventKind::PageClosed) << pageClosedEvent(sale, u"window"_s) << u"Payment page"_s
                               << QStringList{u"Closed"_s, u"window"_s} << none;
    row(EventKind::PageBlocked) << pageBlockedEvent(sale, u"download"_s) << u"Payment page"_s
                                << QStringList{u"not allowed"_s, u"download"_s} << none;
    row(EventKind::PageCrashed) << pageCrashedEvent(sale) << u"Payment page"_s << QStringList{u"Crashed"_s}
                                << none;
    row(EventKind::Recovered) << recoveredEvent(sale) << u"Paydesk"_s << QStringList{u"Started again"_s}
                              << none;
    row(EventKind::Contradiction) << contradictionEvent(sale, paid, u"req_3"_s) << u"Flowlix"_s
                                  << QStringList{u"cannot be true"_s, u"Staff must look"_s} << u"req_3"_s;
    row(EventKind::Searched) << searchedEvent(sale, 2) << u"Paydesk"_s << QStringList{u"2 payment"_s} << none;
    row(EventKind::SecondPayment) << secondPaymentEvent(sale, paid, u"req_4"_s) << u"Flowlix"_s
                                  << QStringList{u"further payment"_s, u"pay_1"_s, u"Paid"_s} << u"req_4"_s;
    row(EventKind::NeedsReview) << needsReviewEvent(sale, u"Look at the dashboard."_s) << u"Paydesk"_s
                                << QStringList{u"Staff must look. Look at the dashboard."_s} << none;
    row(EventKind::Reviewed) << reviewedEvent(sale) << me << QStringList{u"checked"_s} << none;
    row(EventKind::Imported) << importedEvent(sale, paid, u"req_5"_s) << u"Flowlix"_s
                             << QStringList{u"did not know"_s, u"pay_1"_s, u"Paid"_s} << u"req_5"_s;
    row(EventKind::RefundIntent) << refundIntentEvent(sale, refund) << me
                                 << QStringList{u"EUR 10.00"_s, u"Returned"_s} << none;
    row(EventKind::RefundUnknown) << refundUnknownEvent(sale, refund.refundId, error()) << u"Paydesk"_s
                                  << QStringList{u"not known yet"_s, u"The line was cut."_s} << u"req_e"_s;
    row(EventKind::RefundRefused) << refundRefusedEvent(sale, refund.refundId, error()) << u"Flowlix"_s
                                  << QStringList{u"Refused"_s, u"The line was cut."_s} << u"req_e"_s;
}

void TestTimeline::everyKind()
{
    QFETCH(Event, event);
    QFETCH(QStringList, words);
    QCOMPARE(QByteArray(QTest::currentDataTag()), eventKindWord(event.kind));
    const TimelineEntry entry = timelineEntry(event);
    QCOMPARE(entry.at, event.at);
    QTEST(entry.who, "who");
    QTEST(entry.requestId, "requestId");
    for (const QString &word : words)
        QVERIFY2(QString(entry.what).replace(QChar::Nbsp, u' ').contains(word), qPrintable(entry.what));
}

void TestTimeline::answers_data()
{
    QTest::addColumn<Payment>("payment");
    QTest::addColumn<QString>("words");
    QTest::newRow("pending") << answer(PaymentStatus::Pending) << u"Not paid yet."_s;
    QTest::newRow("3-D Secure") << answer(PaymentStatus::RequiresAction) << u"3-D Secure"_s;
    QTest::newRow("expired") << answer(PaymentStatus::Expired) << u"Expired"_s;
    QTest::newRow("canceled") << answer(PaymentStatus::Canceled) << u"Canceled"_s;
    QTest::newRow("unknown word") << answer(PaymentStatus::fromWire(u"frozen"_s)) << u"\"frozen\""_s;
    Payment payment = answer(PaymentStatus::Failed);
    payment.declineCode = u"insufficient_funds"_s;
    QTest::newRow("declined") << payment
                              << u"not enough money available on this card. (Code: "
                                 "insufficient_funds)"_s;
    payment = answer(PaymentStatus::Succeeded);
    payment.card = Card{.brand = u"visa"_s, .last4 = u"1111"_s};
    QTest::newRow("paid") << payment << u"Paid with Visa •••• 1111."_s;
    payment.refunds = {{.amount = Money(500, Currency::Eur), .status = u"pending"_s}};
    QTest::newRow("refund pending") << payment << u"Being refunded: EUR 5.00."_s;
    payment.refunds.first().status = u"succeeded"_s;
    payment.refundedAmount = Money(500, Currency::Eur);
    QTest::newRow("refunded") << payment << u"Refunded so far: EUR 5.00."_s;
    payment.refundedAmount = Money(0, Currency::Eur);
    payment.refunds.first().status = u"failed"_s;
    QTest::newRow("refund failed") << payment << u"The refund of EUR 5.00 failed."_s;
}

void TestTimeline::answers()
{
    QFETCH(Payment, payment);
    QFETCH(QString, words);
    const QString what = timelineEntry(snapshotEvent(sale, payment, {})).what.replace(QChar::Nbsp, u' ');
    QVERIFY2(what.contains(words), qPrintable(what));
}

void TestTimeline::whoDidIt_data()
{
    QTest::addColumn<QString>("actor");
    QTest::addColumn<QString>("who");
    QTest::newRow("staff") << u"staff:anna"_s << u"anna"_s;
    QTest::newRow("with a colon") << u"staff:a:b"_s << u"a:b"_s;
    QTest::newRow("desk") << u"desk"_s << u"Paydesk"_s;
    QTest::newRow("service") << u"service"_s << u"Flowlix"_s;
    QTest::newRow("page") << u"page"_s << u"Payment page"_s;
    QTest::newRow("of a newer program") << u"robot"_s << u"robot"_s;
}

void TestTimeline::whoDidIt()
{
    QFETCH(QString, actor);
    Event event = pageShownEvent(sale);
    event.actor = actor;
    QTEST(timelineEntry(event).who, "who");
}

void TestTimeline::declineNeverAccuses()
{
    for (const QString &code : {u"lost_card"_s, u"stolen_card"_s, u"suspect_fraud"_s}) {
        Payment payment = answer(PaymentStatus::Failed);
        payment.declineCode = code;
        const QString said = timelineEntry(snapshotEvent(sale, payment, {})).what.section(u"(Code"_s, 0, 0);
        for (const QString &word : {u"lost"_s, u"stolen"_s, u"fraud"_s, u"suspect"_s})
            QVERIFY2(!said.contains(word, Qt::CaseInsensitive), qPrintable(said));
    }
}

void TestTimeline::unreadableEventsHaveWordsToo_data()
{
    QTest::addColumn<EventKind>("kind");
    for (const EventKind kind : allKinds())
        QTest::newRow(eventKindWord(kind).constData()) << kind;
}

void TestTimeline::unreadableEventsHaveWordsToo()
{
    QFETCH(EventKind, kind);
    const TimelineEntry entry = timelineEntry({.kind = kind, .attemptId = sale, .actor = u"desk"_s});
    QVERIFY(!entry.what.isEmpty());
    QVERIFY(!entry.at.isValid());
}

void TestTimeline::rows()
{
    Event shown = pageShownEvent(sale);
    shown.at = QDateTime(QDate(2026, 3, 1), QTime(12, 34, 56)).toUTC();
    const QList<DetailRow> rows
        = timelineRows({shown, snapshotEvent(sale, answer(PaymentStatus::Pending), u"req_1"_s)});
    QCOMPARE(rows.size(), 2);
    QVERIFY2(rows[0].caption.contains(u"12:34:56 · Paydesk"_s), qPrintable(rows[0].caption));
    QVERIFY(rows[0].caption.contains(u"26"_s)); // its date too
    QCOMPARE(rows[1].text, u"Not paid yet.\nRequest req_1"_s);
    QVERIFY(rows[1].copy.startsWith(rows[1].caption));
    QVERIFY(rows[1].copy.endsWith(rows[1].text));
}

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
