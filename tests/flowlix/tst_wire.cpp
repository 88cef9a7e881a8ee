// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/wire.h"

#include <QJsonDocument>
#include <QTest>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;

/// What is sent, byte by byte, and pages of a listing.
class TestWire : public QObject
{
    Q_OBJECT
private slots:
    void encodesCreate_data();
    void encodesCreate();
    void encodesEqualRequestsEqually();
    void encodesRefund_data();
    void encodesRefund();
    void tellsPaymentIds_data();
    void tellsPaymentIds();
    void readsPages_data();
    void readsPages();
    void keepsTheOrderAndTheObjectsOfAPage();
};

namespace {

ChargeRequest sale()
{
    ChargeRequest request;
    request.amount = Money(2500, Currency::Eur);
    request.returnUrl = QUrl(u"https://paydesk.invalid/return"_s);
    return request;
}

const QByteArray first
    = R"({"id":"pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890","amount":1,"currency":"eur","status":"pending"})";
const QByteArray second
    = R"({"id":"pay_00000000-0000-0000-0000-00000000000f","amount":2,"currency":"usd","status":"failed","new":[1]})";

} // namespace

void TestWire::encodesCreate_data()
{
    QTest::addColumn<ChargeRequest>("request");
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("least")
        << sale()
        << QByteArray(R"({"amount":2500,"currency":"eur","redirect_url":"https://paydesk.invalid/return"})");
    ChargeRequest all = sale();
    all.amount = Money(99'999'999, Currency::Gbp);
    all.description = u"Order #5678"_s;
    all.metadata = {{u"order_id"_s, u"ord_5678"_s}, {u"clerk"_s, u""_s}};
    QTest::newRow("all") << all
                         << QByteArray(R"({"amount":99999999,"currency":"gbp","description":"Order #5678",)"
                                       R"("metadata":{"clerk":"","order_id":"ord_5678"},)"
                                       R"("redirect_url":"https://paydesk.invalid/return"})");
    ChargeRequest typed = sale();
    typed.description = u"  \"Café\"\t\\ 😀 <b> "_s;
    QTest::newRow("text as typed")
        << typed
        << QByteArray(
               "{\"amount\":2500,\"currency\":\"eur\",\"description\":\"  \\\"Café\\\"\\t\\\\ 😀 <b> \","
               "\"redirect_url\":\"https://paydesk.invalid/return\"}");
    ChargeRequest encoded = sale();
    encoded.returnUrl = QUrl(u"http://127.0.0.1:8080/zurück?a=b c"_s);
    QTest::newRow("URL encoded")
        << encoded
        << QByteArray(
               R"({"amount":2500,"currency":"eur","redirect_url":"http://127.0.0.1:8080/zur%C3%BCck?a=b%20c"})");
}

void TestWire::encodesCreate()
{
    QFETCH(ChargeRequest, request);
    QTEST(encodeCreate(request), "bytes");
}

void TestWire::encodesEqualRequestsEqually()
{
    ChargeRequest one = sale();
    ChargeRequest other = sale();
    for (int i = 0; i < 20; ++i) {
        one.metadata.insert(u"key%1"_s.arg(i), u"v"_s);
        other.metadata.insert(u"key%1"_s.arg(19 - i), u"v"_s);
    }
    QCOMPARE(encodeCreate(one), encodeCreate(other));
}

void TestWire::encodesRefund_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<std::optional<Money>>("amount");
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("all that is left")
        << u"Returned"_s << std::optional<Money>() << QByteArray(R"({"reason":"Returned"})");
    QTest::newRow("part") << u"Züruck"_s << std::optional(Money(50, Currency::Usd))
                          << QByteArray(R"({"amount":50,"reason":"Züruck"})");
}

void TestWire::encodesRefund()
{
    QFETCH(QString, reason);
    QFETCH(std::optional<Money>, amount);
    QTEST(encodeRefund(reason, amount), "bytes");
}

void TestWire::tellsPaymentIds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isId");

    QTest::newRow("lower case") << u"pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890"_s << true;
    QTest::newRow("upper case") << u"pay_A1B2C3D4-E5F6-7890-ABCD-EF1234567890"_s << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("no prefix") << u"a1b2c3d4-e5f6-7890-abcd-ef1234567890"_s << false;
    QTest::newRow("prefix in upper case") << u"PAY_a1b2c3d4-e5f6-7890-abcd-ef1234567890"_s << false;
    QTest::newRow("short") << u"pay_a1b2c3d4-e5f6-7890-abcd-ef123456789"_s << false;
    QTest::newRow("long") << u"pay_a1b2c3d4-e5f6-7890-abcd-ef12345678900"_s << false;
    QTest::newRow("no hex") << u"pay_g1b2c3d4-e5f6-7890-abcd-ef1234567890"_s << false;
    QTest::newRow("line end") << u"pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890\n"_s << false;
    QTest::newRow("path") << u"pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890/../x"_s << false;
    QTest::newRow("other digits") << u"pay_\u06611b2c3d4-e5f6-7890-abcd-ef1234567890"_s << false;
}

void TestWire::tellsPaymentIds()
{
    QFETCH(QString, text);
    QTEST(isPaymentId(text), "isId");
}

void TestWire::readsPages_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("payments"); // -1: refused
    QTest::addColumn<bool>("hasMore");

    QTest::newRow("empty") << QByteArray(
        R"({"object":"list","url":"/v1/payments","data":[],"has_more":false})")
                           << 0 << false;
    QTest::newRow("empty, with more") << QByteArray(R"({"data":[],"has_more":true})") << 0 << true;
    QTest::newRow("two") << QByteArray(
        R"({"object":"list","data":[)" + first + ',' + second + R"(],"has_more":true})")
                         << 2 << true;
    QTest::newRow("unknown members") << QByteArray(
        R"({"data":[)" + first + R"(],"has_more":false,"total":{"a":[]}})")
                                     << 1 << false;
    const QList<std::pair<const char *, QByteArray>> refused = {{"no has_more", R"({"data":[]})"},
        {"has_more null", R"({"data":[],"has_more":null})"},
        {"has_more a text", R"({"data":[],"has_more":"false"})"}, {"no data", R"({"has_more":false})"},
        {"data null", R"({"data":null,"has_more":false})"},
        {"data an object", R"({"data":{},"has_more":false})"},
        {"entry null", R"({"data":[null],"has_more":false})"},
        {"entry a number", R"({"data":[1],"has_more":false})"},
        {"one entry without amount",
            R"({"data":[)" + first
                + R"(,{"id":"pay_00000000-0000-0000-0000-00000000000f"}],"has_more":false})"},
        {"data twice", R"({"data":[)" + first + R"(],"data":[],"has_more":false})"},
        {"has_more twice", R"({"data":[],"has_more":true,"has_more":false})"},
        {"amount of an entry twice", R"({"data":[{"amount":2,)" + first.sliced(1) + R"(],"has_more":false})"},
        {"a payment", first}, {"an array", "[" + first + "]"}, {"truncated", R"({"data":[)" + first},
        {"empty body", ""}};
    for (const auto &[name, body] : refused)
        QTest::newRow(name) << body << -1 << false;
}

void TestWire::readsPages()
{
    QFETCH(QByteArray, body);
    QFETCH(int, payments);
    const Result<PaymentPage> page = decodePaymentPage(body);
    QCOMPARE(page.ok(), payments >= 0);
    if (!page) {
        QCOMPARE(page.error().kind, ErrorKind::BadAnswer);
        QVERIFY(!page.error().detail.isEmpty());
        return;
    }
    QCOMPARE(page->payments.size(), payments);
    QTEST(page->hasMore, "hasMore");
}

void TestWire::keepsTheOrderAndTheObjectsOfAPage()
{
    const Result<PaymentPage> page
        = decodePaymentPage(R"({"data":[)" + second + ", " + first + R"(],"has_more":false})");
    QVERIFY(page);
    QCOMPARE(page->payments.at(0).amount, Money(2, Currency::Usd));
    QCOMPARE(page->payments.at(1).amount, Money(1, Currency::Eur));
    QCOMPARE(QJsonDocument::fromJson(page->payments.at(0).raw), QJsonDocument::fromJson(second));
}

QTEST_APPLESS_MAIN(TestWire)
#include "tst_wire.moc"
