// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/samples.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace samples;

/// The journal's own format, through its bytes and back.
class TestFacts : public QObject
{
    Q_OBJECT
private slots:
    void intentComesBack();
    void intentThatCannotBeRead_data();
    void intentThatCannotBeRead();
    void paymentComesBack_data();
    void paymentComesBack();
    void paymentThatCannotBeRead_data();
    void paymentThatCannotBeRead();
    void eachKindNamesWhoAndWhen_data();
    void eachKindNamesWhoAndWhen();
    void errorIsKept();
};

namespace {

QJsonObject throughBytes(const QJsonObject &facts)
{
    return QJsonDocument::fromJson(QJsonDocument(facts).toJson(QJsonDocument::Compact)).object();
}

Payment fullPayment()
{
    Payment payment = answer(makeUuidV7(), PaymentStatus::Succeeded);
    const auto at = [](qint64 seconds) { return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC); };
    payment.livemode = true;
    payment.description = u"caf\u00e9 \U0001F600"_s;
    payment.card = Card{
        .brand = u"visa"_s, .last4 = u"0042"_s, .expiryMonth = 1, .expiryYear = 2031, .country = u"DE"_s};
    payment.customer = Payer{.email = u"a@example.org"_s, .name = u"\u0410\u043d\u043d\u0430"_s};
    payment.metadata = {{u"k"_s, u"v"_s}, {u"empty"_s, QString()}};
    payment.declineCode = u"do_not_honor"_s;
    payment.declineMessage = u"no"_s;
    payment.pageUrl = QUrl(u"https://pay.example.org/p/1?a=b%20c&d=%26#x"_s);
    payment.nextActionUrl = QUrl(u"https://b\u00e4nk.example/3ds"_s);
    payment.succeededAt = at(1'790'000'100);
    payment.failedAt = at(1'790'000'200);
    payment.refundedAt = at(1'790'000'300);
    payment.refundedAmount = Money(600, Currency::Eur);
    payment.refunds = {Refund{.id = u"ref_1"_s,
                           .amount = Money(600, Currency::Eur),
                           .reason = u"late"_s,
                           .status = u"succeeded"_s,
                           .declineCode = u"x"_s,
                           .declineMessage = u"y"_s,
                           .providerRefundId = u"77"_s,
                           .createdAt = at(1),
                           .updatedAt = at(2),
                           .completedAt = at(3)},
        Refund{.id = u"ref_2"_s, .amount = Money(1, Currency::Eur), .status = u"pending"_s}};
    payment.raw = QByteArray("{\"unknown\": \xf0\x9f\x98\x80\0\xff}", 19);
    return payment;
}

void compareAll(const Payment &actual, const Payment &expected)
{
    QCOMPARE(actual.id, expected.id);
    QCOMPARE(actual.amount, expected.amount);
    QCOMPARE(actual.status, expected.status);
    QCOMPARE(actual.created, expected.created);
    QCOMPARE(actual.livemode, expected.livemode);
    QCOMPARE(actual.description, expected.description);
    QCOMPARE(actual.card, expected.card);
    QCOMPARE(actual.customer, expected.customer);
    QCOMPARE(actual.metadata, expected.metadata);
    QCOMPARE(actual.declineCode, expected.declineCode);
    QCOMPARE(actual.declineMessage, expected.declineMessage);
    QCOMPARE(actual.pageUrl, expected.pageUrl);
    QCOMPARE(actual.nextActionUrl, expected.nextActionUrl);
    QCOMPARE(actual.succeededAt, expected.succeededAt);
    QCOMPARE(actual.failedAt, expected.failedAt);
    QCOMPARE(actual.refundedAt, expected.refundedAt);
    QCOMPARE(actual.refundedAmount, expected.refundedAmount);
    QCOMPARE(actual.providerReference, expected.providerReference);
    QCOMPARE(actual.refunds, expected.refunds);
    QCOMPARE(actual.raw, expected.raw);
}

} // namespace

void TestFacts::intentComesBack()
{
    const QUuid id = makeUuidV7();
    IntentFacts facts = charge(id, Money(99'999'999, Currency::Gbp));
    facts.requestBody = QByteArray("\xf0\x9f\x8e\xbb\0\xff\r\n", 8);
    Event event = intentEvent(id, facts);
    event.facts = throughBytes(event.facts);

    const auto back = intentOf(event);
    QVERIFY(back);
    QCOMPARE(back->request.amount, facts.request.amount);
    QCOMPARE(back->request.description, facts.request.description);
    QCOMPARE(back->request.metadata, facts.request.metadata);
    QCOMPARE(back->request.returnUrl, facts.request.returnUrl);
    QCOMPARE(back->idempotencyKey, facts.idempotencyKey);
    QCOMPARE(back->keyFingerprint, facts.keyFingerprint);
    QCOMPARE(back->requestBody, facts.requestBody);
}

void TestFacts::intentThatCannotBeRead_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("amount missing") << u"amount"_s << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("amount as text") << u"amount"_s << QJsonValue(u"2500"_s);
    QTest::newRow("amount with a fraction") << u"amount"_s << QJsonValue(25.5);
    QTest::newRow("currency missing") << u"currency"_s << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("currency unknown") << u"currency"_s << QJsonValue(u"jpy"_s);
}

void TestFacts::intentThatCannotBeRead()
{
    QFETCH(QString, member);
    QFETCH(QJsonValue, value);
    Event event = intent(makeUuidV7());
    QVERIFY(intentOf(event));
    event.facts.insert(member, value);
    QVERIFY(!intentOf(event));
}

void TestFacts::paymentComesBack_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("every member") << 0;
    QTest::newRow("only what must be there") << 1;
    QTest::newRow("a card of which nothing is known") << 2;
    QTest::newRow("a status that this program does not know") << 3;
}

void TestFacts::paymentComesBack()
{
    QFETCH(int, which);
    Payment payment = which == 0 ? fullPayment() : answer(makeUuidV7(), PaymentStatus::Pending);
    if (which == 2) {
        payment.card = Card();
        payment.customer = Payer();
    }
    if (which == 3)
        payment.status = PaymentStatus::fromWire(u"under_review"_s);
    const auto back = paymentFromFacts(throughBytes(paymentToFacts(payment)), payment.raw);
    QVERIFY(back);
    compareAll(*back, payment);
}

void TestFacts::paymentThatCannotBeRead_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonValue>("value");
    for (const QString &member : {u"id"_s, u"amount"_s, u"currency"_s, u"status"_s, u"refunded"_s})
        QTest::addRow("without %s", qPrintable(member)) << member << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("amount with a fraction") << u"amount"_s << QJsonValue(0.5);
    QTest::newRow("currency unknown") << u"currency"_s << QJsonValue(u"EUR"_s);
    QTest::newRow("status a number") << u"status"_s << QJsonValue(1);
    QTest::newRow("refund without amount")
        << u"refunds"_s << QJsonValue(QJsonArray{QJsonObject{{u"id"_s, u"r"_s}}});
}

void TestFacts::paymentThatCannotBeRead()
{
    QFETCH(QString, member);
    QFETCH(QJsonValue, value);
    QJsonObject facts = paymentToFacts(fullPayment());
    facts.insert(member, value);
    QVERIFY(!paymentFromFacts(facts, {}));
}

void TestFacts::eachKindNamesWhoAndWhen_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<EventKind>("kind");
    QTest::addColumn<QString>("actor");
    const QUuid id = makeUuidV7();
    const Payment payment = answer(id, PaymentStatus::Pending);
    const Error error = failure(ErrorKind::Network, u"text"_s);
    QTest::newRow("intent") << intent(id) << EventKind::Intent << u"staff:"_s;
    QTest::newRow("session") << sessionEvent(id, payment, {}) << EventKind::Session << u"service"_s;
    QTest::newRow("create unknown") << createUnknownEvent(id, error) << EventKind::CreateUnknown << u"desk"_s;
    QTest::newRow("not created") << notCreatedEvent(id, error) << EventKind::NotCreated << u"service"_s;
    QTest::newRow("snapshot") << snapshotEvent(id, payment, {}) << EventKind::Snapshot << u"service"_s;
    QTest::newRow("contradiction") << contradictionEvent(id, payment, {}) << EventKind::Contradiction
                                   << u"service"_s;
    QTest::newRow("shown") << pageShownEvent(id) << EventKind::PageShown << u"desk"_s;
    QTest::newRow("returned") << pageReturnedEvent(id, u"p"_s, u"s"_s, true) << EventKind::PageReturned
                              << u"page"_s;
    QTest::newRow("closed") << pageClosedEvent(id, u"leave"_s) << EventKind::PageClosed << u"page"_s;
    QTest::newRow("blocked") << pageBlockedEvent(id, u"download"_s) << EventKind::PageBlocked << u"page"_s;
    QTest::newRow("crashed") << pageCrashedEvent(id) << EventKind::PageCrashed << u"page"_s;
    QTest::newRow("recovered") << recoveredEvent(id) << EventKind::Recovered << u"desk"_s;
}

void TestFacts::eachKindNamesWhoAndWhen()
{
    QFETCH(Event, event);
    QFETCH(EventKind, kind);
    QFETCH(QString, actor);
    QCOMPARE(event.kind, kind);
    QVERIFY(event.actor.startsWith(actor));
    QVERIFY(event.actor.size() > actor.size() || !actor.endsWith(u':'));
    QCOMPARE(event.at.timeSpec(), Qt::UTC);
    QVERIFY(qAbs(event.at.secsTo(QDateTime::currentDateTimeUtc())) < 3600);
    QCOMPARE(eventKindFromWord(eventKindWord(kind)), kind);
}

void TestFacts::errorIsKept()
{
    const Event event
        = createUnknownEvent(makeUuidV7(), failure(ErrorKind::ServiceFault, u"The service failed."_s));
    QCOMPARE(problemOf(event), u"The service failed."_s);
    QCOMPARE(requestIdOf(event), u"req_failure"_s);
    QCOMPARE(event.facts.value("kind"_L1).toString(), u"service_fault"_s);
    QCOMPARE(event.facts.value("detail"_L1).toString(), u"detail"_s);
    QCOMPARE(event.facts.value("code"_L1).toString(), u"code"_s);
}

QTEST_GUILESS_MAIN(TestFacts)
#include "tst_facts.moc"
