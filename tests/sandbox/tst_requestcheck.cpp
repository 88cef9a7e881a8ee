// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/requestcheck.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace paydesk;
using namespace paydesk::sandbox;
using namespace Qt::StringLiterals;

namespace {

QJsonObject goodPayment()
{
    return {{u"amount"_s, 2500}, {u"currency"_s, u"eur"_s},
        {u"redirect_url"_s, u"https://shop.example/return?a=1"_s}};
}

QJsonObject goodCustomer()
{
    return {{u"email"_s, u"ada@example.org"_s}, {u"first_name"_s, u"Ada"_s}, {u"last_name"_s, u"Lovelace"_s},
        {u"country"_s, u"GB"_s}, {u"phone"_s, u"+44 20 7946 0000"_s}, {u"address"_s, u"1 Road"_s},
        {u"city"_s, u"London"_s}, {u"zip"_s, u"N1"_s}};
}

QJsonObject pairs(int count)
{
    QJsonObject object;
    for (int i = 0; i < count; ++i)
        object.insert(u"k%1"_s.arg(i), u"v"_s);
    return object;
}

QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

class TestRequestCheck : public QObject
{
    Q_OBJECT
private slots:
    void payments_data();
    void payments();
    void readsAPayment();
    void unreadableBodies_data();
    void unreadableBodies();
    void refunds_data();
    void refunds();
    void lists_data();
    void lists();
};

void TestRequestCheck::payments_data()
{
    QTest::addColumn<QString>("member"); // set to `value` in a good request; Undefined takes it out
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("param"); // at fault; empty: accepted
    QTest::addColumn<QString>("code");
    const QString invalid = u"parameter_invalid"_s;
    const QString missing = u"parameter_missing"_s;
    const QJsonValue absent(QJsonValue::Undefined);
    const auto good = [](const char *name, const QString &member, const QJsonValue &value) {
        QTest::newRow(name) << member << value << QString() << QString();
    };
    const auto bad
        = [](const char *name, const QString &member, const QJsonValue &value, const QString &param,
              const QString &code) { QTest::newRow(name) << member << value << param << code; };

    good("least amount", u"amount"_s, 1);
    good("large amount", u"amount"_s, 9'007'199'254'740'993LL);
    for (const auto &[name, value] : std::initializer_list<std::pair<const char *, QJsonValue>>{
             {"amount 0", 0}, {"amount negative", -1}, {"amount fraction", 25.5}, {"amount text", u"2500"_s},
             {"amount huge", 9.3e18}, {"amount bool", true}})
        bad(name, u"amount"_s, value, u"amount"_s, invalid);
    bad("no amount", u"amount"_s, absent, u"amount"_s, missing);
    bad("null amount", u"amount"_s, QJsonValue(), u"amount"_s, missing);

    good("usd", u"currency"_s, u"usd"_s);
    good("gbp", u"currency"_s, u"gbp"_s);
    bad("upper case", u"currency"_s, u"EUR"_s, u"currency"_s, invalid);
    bad("other currency", u"currency"_s, u"chf"_s, u"currency"_s, invalid);
    bad("no currency", u"currency"_s, absent, u"currency"_s, missing);

    good("http return", u"redirect_url"_s, u"http://127.0.0.1:8080/x"_s);
    for (const auto &url : {u"/return"_s, u"return"_s, u"ftp://shop.example/"_s, u"javascript:alert(1)"_s,
             u"https://"_s, u"https://shop.example/a b"_s, u""_s})
        QTest::addRow("return '%s'", qPrintable(url))
            << u"redirect_url"_s << QJsonValue(url) << u"redirect_url"_s << invalid;
    bad("no return", u"redirect_url"_s, absent, u"redirect_url"_s, missing);

    good("long description", u"description"_s, QString(500, u'x'));
    good("emoji count as one", u"description"_s, u"\U0001F600"_s.repeated(500));
    good("null description", u"description"_s, QJsonValue());
    bad("too long a description", u"description"_s, QString(501, u'x'), u"description"_s, invalid);
    bad("description number", u"description"_s, 5, u"description"_s, invalid);

    good("50 pairs", u"metadata"_s, pairs(50));
    good("long value", u"metadata"_s, QJsonObject{{u"k"_s, QString(500, u'x')}});
    bad("51 pairs", u"metadata"_s, pairs(51), u"metadata"_s, invalid);
    bad("too long a value", u"metadata"_s, QJsonObject{{u"k"_s, QString(501, u'x')}}, u"metadata[k]"_s,
        invalid);
    bad("value number", u"metadata"_s, QJsonObject{{u"k"_s, 1}}, u"metadata[k]"_s, invalid);
    bad("metadata text", u"metadata"_s, u"x"_s, u"metadata"_s, invalid);

    good("customer", u"customer"_s, goodCustomer());
    bad("customer text", u"customer"_s, u"Ada"_s, u"customer"_s, invalid);
    const auto with = [](const QString &name, const QJsonValue &value) {
        QJsonObject customer = goodCustomer();
        customer.insert(name, value);
        return customer;
    };
    const QStringList members = goodCustomer().keys();
    for (const QString &name : members)
        QTest::addRow("customer without %s", qPrintable(name))
            << u"customer"_s << QJsonValue(with(name, QJsonValue())) << u"customer[%1]"_s.arg(name)
            << missing;
    bad("email", u"customer"_s, with(u"email"_s, u"ada"_s), u"customer[email]"_s, invalid);
    bad("country", u"customer"_s, with(u"country"_s, u"gbr"_s), u"customer[country]"_s, invalid);
    bad("phone", u"customer"_s, with(u"phone"_s, u"020 7946"_s), u"customer[phone]"_s, invalid);
    good("unknown member", u"whatever"_s, 1);
}

void TestRequestCheck::payments()
{
    QFETCH(QString, member);
    QFETCH(QJsonValue, value);
    QFETCH(QString, param);
    QFETCH(QString, code);
    QJsonObject body = goodPayment();
    if (value.isUndefined())
        body.remove(member);
    else
        body.insert(member, value);
    const Checked<NewPayment> result = readNewPayment(bytes(body));
    if (param.isEmpty()) {
        QVERIFY2(std::holds_alternative<NewPayment>(result), "should have been accepted");
        return;
    }
    const auto &error = std::get<ApiError>(result);
    QCOMPARE(error.status, 400);
    QCOMPARE(error.param, param);
    QCOMPARE(error.code, code);
    QCOMPARE(error.type, u"invalid_request_error"_s);
}

void TestRequestCheck::readsAPayment()
{
    QJsonObject body = goodPayment();
    body.insert(u"description"_s, u"Order"_s);
    body.insert(u"metadata"_s, QJsonObject{{u"a"_s, u"1"_s}});
    body.insert(u"customer"_s, goodCustomer());
    const auto payment = std::get<NewPayment>(readNewPayment(bytes(body)));
    QCOMPARE(payment.amount, Money(2500, Currency::Eur));
    QCOMPARE(payment.returnUrl, QUrl(u"https://shop.example/return?a=1"_s));
    QCOMPARE(payment.description, u"Order"_s);
    QCOMPARE(payment.metadata, (Metadata{{u"a"_s, u"1"_s}}));
    QCOMPARE(payment.customer->name, u"Ada Lovelace"_s);
    QCOMPARE(payment.customer->email, u"ada@example.org"_s);
}

void TestRequestCheck::unreadableBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("cut off") << QByteArray(R"({"amount":25)");
}

void TestRequestCheck::unreadableBodies()
{
    QFETCH(QByteArray, body);
    QCOMPARE(std::get<ApiError>(readNewPayment(body)).code, u"body_invalid"_s);
    QCOMPARE(std::get<ApiError>(readNewRefund(body)).code, u"body_invalid"_s);
}

void TestRequestCheck::refunds_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("param");
    QTest::newRow("all") << QByteArray(R"({"reason":"damaged"})") << QString();
    QTest::newRow("part") << QByteArray(R"({"reason":"damaged","amount":1})") << QString();
    QTest::newRow("longest reason") << bytes({{u"reason"_s, QString(50, u'x')}}) << QString();
    QTest::newRow("too long a reason") << bytes({{u"reason"_s, QString(51, u'x')}}) << u"reason"_s;
    QTest::newRow("no reason") << QByteArray(R"({"amount":1})") << u"reason"_s;
    QTest::newRow("empty reason") << QByteArray(R"({"reason":" "})") << u"reason"_s;
    QTest::newRow("zero") << QByteArray(R"({"reason":"r","amount":0})") << u"amount"_s;
    QTest::newRow("fraction") << QByteArray(R"({"reason":"r","amount":1.5})") << u"amount"_s;
}

void TestRequestCheck::refunds()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, param);
    const Checked<NewRefund> result = readNewRefund(body);
    const auto *error = std::get_if<ApiError>(&result);
    QCOMPARE(error ? error->param : QString(), param);
    if (error)
        QCOMPARE(error->status, 400);
}

void TestRequestCheck::lists_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("good");
    for (const auto &[name, value, good] :
        std::initializer_list<std::tuple<QString, QString, bool>>{{u"limit"_s, u"1"_s, true},
            {u"limit"_s, u"100"_s, true}, {u"limit"_s, u"0"_s, false}, {u"limit"_s, u"101"_s, false},
            {u"limit"_s, u"-1"_s, false}, {u"limit"_s, u"ten"_s, false}, {u"limit"_s, u""_s, false},
            {u"created[gte]"_s, u"1719792000"_s, true}, {u"created[gte]"_s, u"yesterday"_s, false},
            {u"created[lt]"_s, u"1719792000"_s, true}, {u"created[lt]"_s, u"1.5"_s, false},
            {u"status"_s, u"requires_action"_s, true}, {u"status"_s, u"paid"_s, false},
            {u"status"_s, u"refunded"_s, false}, {u"unknown"_s, u"x"_s, true}})
        QTest::addRow("%s=%s", qPrintable(name), qPrintable(value)) << name << value << good;
}

void TestRequestCheck::lists()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(bool, good);
    const Checked<ListQuery> result = readListQuery({{name, value}});
    QCOMPARE(std::holds_alternative<ListQuery>(result), good);
    if (!good) {
        QCOMPARE(std::get<ApiError>(result).code, u"parameter_invalid"_s);
        QCOMPARE(std::get<ApiError>(result).param, name);
    }
}

QTEST_GUILESS_MAIN(TestRequestCheck)
#include "tst_requestcheck.moc"
