// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/wire.h"

#include <QTest>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;

/// The payment object: every member, in every shape that a service could give it.
class TestWirePayment : public QObject
{
    Q_OBJECT
private slots:
    void readsEveryMember();
    void readsTheLeast();
    void refuses_data();
    void refuses();
    void readsAmounts_data();
    void readsAmounts();
    void readsStatus_data();
    void readsStatus();
    void toleratesOddMembers_data();
    void toleratesOddMembers();
    void keepsAddressesAsTheyCanBeKept();
    void findsTheProviderReference_data();
    void findsTheProviderReference();
};

namespace {

const QByteArray least
    = R"("id":"pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890","amount":4999,"currency":"eur","status":"pending")";

/// A payment with one member more, which stands for the one of the same name.
QByteArray with(const QByteArray &member)
{
    const QByteArray name = member.left(member.indexOf(':') + 1);
    QByteArray members;
    for (const QByteArray &each : least.split(',')) {
        if (!each.startsWith(name))
            members += each + ',';
    }
    return '{' + members + member + '}';
}

QByteArray without(const QByteArray &name)
{
    return with('"' + name + "\":0").replace(",\"" + name + "\":0", "");
}

QDateTime utc(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

} // namespace

void TestWirePayment::readsEveryMember()
{
    const QByteArray body = R"({"id":"pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890","object":"payment",
        "amount":4999,"currency":"gbp","status":"succeeded","created":1719792000,"livemode":true,
        "description":"Order #1234 – Café",
        "card":{"brand":"visa","last4":"1111","exp_month":12,"exp_year":2030,"country":"DE"},
        "customer":{"email":"ann@example.com","name":"Ann Example"},
        "metadata":{"order_id":"ord_1234","amount":"7"},
        "decline_code":"do_not_honor","decline_message":"Declined.",
        "redirect_url":"https://pay.flowlix.dev/p/1?x=%20y","refunded_at":1719792004,
        "succeeded_at":1719792002,"failed_at":1719792003,
        "next_action":{"redirect_url":"https://acs.example.com/challenge"},
        "refunded_amount":600,"provider_payment_id":"1402758057",
        "refunds":[
          {"id":"ref_1","amount":600,"currency":"gbp","reason":"Returned","status":"succeeded",
           "created_at":1719792100,"updated_at":1719792101,"completed_at":1719792102,
           "provider_refund_id":"77","decline_code":null,"decline_message":null},
          {"id":"ref_2","amount":1,"reason":"","status":"failed","decline_code":"expired_card",
           "decline_message":"No."}],
        "something_new":{"deep":[1,2,{"amount":"x"}]}})";
    const Result<Payment> result = decodePayment(body);
    QVERIFY2(result, result ? "" : qPrintable(result.error().detail));
    const Payment &payment = *result;
    QCOMPARE(payment.id, u"pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890"_s);
    QCOMPARE(payment.amount, Money(4999, Currency::Gbp));
    QCOMPARE(payment.status, PaymentStatus(PaymentStatus::Succeeded));
    QCOMPARE(payment.created, utc(1719792000));
    QCOMPARE(payment.created.timeSpec(), Qt::UTC);
    QVERIFY(payment.livemode);
    QCOMPARE(payment.description, u"Order #1234 – Café"_s);
    QCOMPARE(payment.card,
        std::optional(Card{.brand = u"visa"_s,
            .last4 = u"1111"_s,
            .expiryMonth = 12,
            .expiryYear = 2030,
            .country = u"DE"_s}));
    QCOMPARE(payment.customer, std::optional(Payer{.email = u"ann@example.com"_s, .name = u"Ann Example"_s}));
    QCOMPARE(payment.metadata, (Metadata{{u"order_id"_s, u"ord_1234"_s}, {u"amount"_s, u"7"_s}}));
    QCOMPARE(payment.declineCode, u"do_not_honor"_s);
    QCOMPARE(payment.declineMessage, u"Declined."_s);
    QCOMPARE(payment.pageUrl.toEncoded(), "https://pay.flowlix.dev/p/1?x=%20y");
    QCOMPARE(payment.nextActionUrl, QUrl(u"https://acs.example.com/challenge"_s));
    QCOMPARE(payment.succeededAt, utc(1719792002));
    QCOMPARE(payment.failedAt, utc(1719792003));
    QCOMPARE(payment.refundedAt, utc(1719792004));
    QCOMPARE(payment.refundedAmount, Money(600, Currency::Gbp));
    QCOMPARE(payment.providerReference, u"1402758057"_s);
    QCOMPARE(payment.raw, body);
    const Refund first = {.id = u"ref_1"_s,
        .amount = Money(600, Currency::Gbp),
        .reason = u"Returned"_s,
        .status = u"succeeded"_s,
        .providerRefundId = u"77"_s,
        .createdAt = utc(1719792100),
        .updatedAt = utc(1719792101),
        .completedAt = utc(1719792102)};
    const Refund second = {.id = u"ref_2"_s,
        .amount = Money(1, Currency::Gbp),
        .status = u"failed"_s,
        .declineCode = u"expired_card"_s,
        .declineMessage = u"No."_s};
    QCOMPARE(payment.refunds, (QList<Refund>{first, second}));
}

void TestWirePayment::readsTheLeast()
{
    const Result<Payment> payment = decodePayment('{' + least + '}');
    QVERIFY(payment);
    QCOMPARE(payment->amount, Money(4999, Currency::Eur));
    QCOMPARE(payment->refundedAmount, Money(0, Currency::Eur));
    QVERIFY(!payment->created.isValid());
    QVERIFY(!payment->succeededAt.isValid());
    QVERIFY(!payment->card);
    QVERIFY(!payment->customer);
    QVERIFY(!payment->livemode);
    QVERIFY(payment->pageUrl.isEmpty());
    QVERIFY(payment->refunds.isEmpty());
    QVERIFY(payment->metadata.isEmpty());
}

void TestWirePayment::refuses_data()
{
    QTest::addColumn<QByteArray>("body");

    const QByteArray whole = '{' + least + '}';
    QTest::newRow("empty body") << QByteArray();
    QTest::newRow("HTML") << QByteArray("<!doctype html><title>502</title>");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("a number") << QByteArray("4999");
    QTest::newRow("an array") << QByteArray('[' + whole + ']');
    QTest::newRow("an empty object") << QByteArray("{}");
    QTest::newRow("something behind") << QByteArray(whole + "x");
    QTest::newRow("two objects") << QByteArray(whole + whole);
    QTest::newRow("no UTF-8") << QByteArray(with("\"description\":\"\xff\""));
    QTest::newRow("the error envelope") << QByteArray(R"({"error":{"message":"x"}})");
    QTest::newRow("wrapped") << QByteArray(R"({"data":)" + whole + '}');
    for (qsizetype length = 1; length < whole.size(); length += 7)
        QTest::addRow("truncated to %lld", static_cast<long long>(length)) << whole.first(length);

    for (const QByteArray name : {"id", "amount", "currency", "status"}) {
        QTest::addRow("no %s", name.constData()) << without(name);
        for (const QByteArray odd : {"null", "true", "[]", "{}", "\"\"", "-1", "1.5"})
            QTest::addRow("%s %s", name.constData(), odd.constData()) << with('"' + name + "\":" + odd);
    }
    const QList<QByteArray> members = {R"("id":"pay_1")",
        R"("id":"ref_a1b2c3d4-e5f6-7890-abcd-ef1234567890")",
        R"("id":" pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890")", R"("amount":"4999")", R"("amount":"")",
        R"("amount":25.5)", R"("amount":1e30)", R"("amount":-1e30)", R"("amount":0.1)", R"("amount":1e-3)",
        R"("amount":NaN)", R"("amount":Infinity)", R"("amount":1e400)", R"("amount":9223372036854775808)",
        R"("amount":-9223372036854775808)", R"("amount":-9223372036854775809)", R"("amount":[4999])",
        R"("amount":{"value":4999})", R"("amount":0x10)", R"("amount":4 999)", R"("amount":4999,"amount":1)",
        R"("amount":4999,"am\u006funt":1)", R"("id":"pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890","id":"x")",
        R"("currency":"eur","currency":"usd")", R"("status":"pending","status":"succeeded")",
        R"("currency":"EUR")", R"("currency":"chf")", R"("currency":"eu")", R"("currency":"eur ")",
        R"("refunded_amount":"0")", R"("refunded_amount":1.5)", R"("refunded_amount":-1)",
        R"("refunded_amount":false)", R"("refunded_amount":[])", R"("refunded_amount":0,"refunded_amount":1)",
        R"("refunds":{})", R"("refunds":1)", R"("refunds":"")", R"("refunds":[null])", R"("refunds":[[]])",
        R"("refunds":[{}])", R"("refunds":[],"refunds":[])", R"("refunds":[{"id":"r","status":"pending"}])",
        R"("refunds":[{"id":"r","amount":"1","status":"pending"}])",
        R"("refunds":[{"id":"r","amount":1.5,"status":"pending"}])",
        R"("refunds":[{"id":"r","amount":-1,"status":"pending"}])",
        R"("refunds":[{"id":"r","amount":null,"status":"pending"}])",
        R"("refunds":[{"id":"r","amount":1,"amount":2,"status":"pending"}])",
        R"("refunds":[{"id":"r","amount":1}])", R"("refunds":[{"amount":1,"status":"pending"}])",
        R"("refunds":[{"id":"r","amount":1,"status":"pending","currency":"usd"}])",
        R"("refunds":[{"id":"r","amount":1,"status":"pending"},{"id":"s","status":"pending"}])",
        R"("refunds":[{"id":"r","amount":1,"status":"pending"},{"id":"r","amount":2,"status":"failed"}])"};
    for (const QByteArray &member : members)
        QTest::newRow(member.constData()) << with(member);
}

void TestWirePayment::refuses()
{
    QFETCH(QByteArray, body);
    const Result<Payment> payment = decodePayment(body);
    QVERIFY(!payment);
    QCOMPARE(payment.error().kind, ErrorKind::BadAnswer);
    QVERIFY(!payment.error().text.isEmpty());
    QVERIFY(!payment.error().detail.isEmpty());
}

void TestWirePayment::readsAmounts_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<qint64>("units");

    QTest::newRow("0") << QByteArray("0") << qint64(0);
    QTest::newRow("1") << QByteArray("1") << qint64(1);
    QTest::newRow("whole, with a fraction of zero") << QByteArray("4999.0") << qint64(4999);
    QTest::newRow("whole, with an exponent") << QByteArray("5e3") << qint64(5000);
    QTest::newRow("2^53") << QByteArray("9007199254740992") << qint64(9007199254740992);
    QTest::newRow("2^53+1") << QByteArray("9007199254740993") << qint64(9007199254740993);
    QTest::newRow("greatest") << QByteArray("9223372036854775807") << std::numeric_limits<qint64>::max();
}

void TestWirePayment::readsAmounts()
{
    QFETCH(QByteArray, json);
    QFETCH(qint64, units);
    const Result<Payment> payment = decodePayment(with("\"amount\":" + json));
    QVERIFY(payment);
    QCOMPARE(payment->amount.minorUnits(), units);
    const Result<Payment> refunded = decodePayment(with("\"refunded_amount\":" + json));
    QVERIFY(refunded);
    QCOMPARE(refunded->refundedAmount.minorUnits(), units);
}

void TestWirePayment::readsStatus_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<PaymentStatus::Value>("value");
    QTest::addColumn<bool>("final");

    QTest::newRow("pending") << u"pending"_s << PaymentStatus::Pending << false;
    QTest::newRow("requires_action") << u"requires_action"_s << PaymentStatus::RequiresAction << false;
    QTest::newRow("succeeded") << u"succeeded"_s << PaymentStatus::Succeeded << true;
    QTest::newRow("failed") << u"failed"_s << PaymentStatus::Failed << true;
    QTest::newRow("expired") << u"expired"_s << PaymentStatus::Expired << true;
    QTest::newRow("canceled") << u"canceled"_s << PaymentStatus::Canceled << true;
    QTest::newRow("refunded") << u"refunded"_s << PaymentStatus::Succeeded << true;
    QTest::newRow("unknown") << u"in_review"_s << PaymentStatus::Other << false;
    QTest::newRow("other case") << u"SUCCEEDED"_s << PaymentStatus::Other << false;
    QTest::newRow("with a space") << u"succeeded "_s << PaymentStatus::Other << false;
}

void TestWirePayment::readsStatus()
{
    QFETCH(QString, word);
    QFETCH(PaymentStatus::Value, value);
    const Result<Payment> payment = decodePayment(with("\"status\":\"" + word.toUtf8() + '"'));
    QVERIFY(payment);
    QCOMPARE(payment->status.value(), value);
    QTEST(payment->status.isFinal(), "final");
    if (value == PaymentStatus::Other)
        QCOMPARE(payment->status.toWire(), word);
}

void TestWirePayment::toleratesOddMembers_data()
{
    QTest::addColumn<QByteArray>("member");

    const QList<QByteArray> names
        = {"object", "created", "livemode", "description", "card", "customer", "metadata", "decline_code",
            "decline_message", "redirect_url", "refunded_at", "succeeded_at", "failed_at", "next_action",
            "provider_payment_id", "provider_reference", "psp_reference", "never_heard_of"};
    const QList<QByteArray> odd
        = {"null", "[]", "{}", "-7", "1.5", "1e30", "[[1]]", "{\"brand\":1,\"email\":[]}"};
    for (const QByteArray &name : names) {
        for (const QByteArray &value : odd)
            QTest::addRow("%s %s", name.constData(), value.constData())
                << QByteArray('"' + name + "\":" + value);
    }
    for (const QByteArray member :
        {R"("created":"2024-07-01")", R"("created":9223372036854775807)", R"("succeeded_at":0)",
            R"("failed_at":true)", R"("livemode":"true")", R"("description":5)", R"("card":"visa")",
            R"("card":{"brand":null,"last4":1111,"exp_month":"12","exp_year":1e12,"country":null})",
            R"("customer":"Ann")", R"("metadata":["a"])", R"("metadata":{"n":5,"o":{},"z":null})",
            R"("redirect_url":"https://a b/")", R"("redirect_url":7)",
            R"("next_action":{"redirect_url":null})", R"("refunded_amount":null)", R"("refunds":null)",
            R"("refunds":[])", R"("description":"a","description":"b")", "\"\xef\xbb\xbf\x61mount\":1",
            "\"\xef\xbb\xbfstatus\":\"failed\""})
        QTest::newRow(member.constData()) << member;
}

void TestWirePayment::toleratesOddMembers()
{
    QFETCH(QByteArray, member);
    const QByteArray body = with(member);
    const Result<Payment> payment = decodePayment(body);
    QVERIFY2(payment, body.constData());
    QCOMPARE(payment->amount, Money(4999, Currency::Eur));
    QCOMPARE(payment->refundedAmount, Money(0, Currency::Eur));
    QVERIFY(!payment->created.isValid());
    QVERIFY(!payment->succeededAt.isValid());
    QVERIFY(!payment->failedAt.isValid());
    QVERIFY(!payment->refundedAt.isValid());
    QVERIFY(!payment->livemode);
    QVERIFY(payment->declineCode.isEmpty());
    QVERIFY(payment->metadata.isEmpty());
    QVERIFY(payment->pageUrl.isEmpty());
    QVERIFY(payment->nextActionUrl.isEmpty());
    QVERIFY(payment->providerReference.isEmpty());
    QVERIFY(!payment->card || *payment->card == Card() || payment->card->brand.isEmpty());
    QVERIFY(!payment->customer || *payment->customer == Payer());
    QCOMPARE(payment->raw, body);
}

/// What a session's answer shows must be found again in the journal as it was.
void TestWirePayment::keepsAddressesAsTheyCanBeKept()
{
    const Result<Payment> payment
        = decodePayment(with(R"("redirect_url":"https://pay.example#/p/1?x=%20#y")"));
    QVERIFY(payment);
    QVERIFY(payment->pageUrl.isValid());
    QCOMPARE(QUrl::fromEncoded(payment->pageUrl.toEncoded()), payment->pageUrl);
}

void TestWirePayment::findsTheProviderReference_data()
{
    QTest::addColumn<QByteArray>("member");

    QTest::newRow("first name") << QByteArray(R"("provider_payment_id":"14")");
    QTest::newRow("second name") << QByteArray(R"("provider_reference":"14")");
    QTest::newRow("third name") << QByteArray(R"("psp_reference":"14")");
    QTest::newRow("null before") << QByteArray(R"("provider_payment_id":null,"psp_reference":"14")");
}

void TestWirePayment::findsTheProviderReference()
{
    QFETCH(QByteArray, member);
    const Result<Payment> payment = decodePayment(with(member));
    QVERIFY(payment);
    QCOMPARE(payment->providerReference, u"14"_s);
}

QTEST_APPLESS_MAIN(TestWirePayment)
#include "tst_wirepayment.moc"
