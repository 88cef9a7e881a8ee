// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "sandbox/paymentjson.h"
#include "sandbox/tamper.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace paydesk;
using namespace paydesk::sandbox;
using namespace Qt::StringLiterals;

namespace {

const QString attempt = u"0190a1b2-0000-7000-8000-000000000001"_s;

QJsonObject payment(const QString &id, const QString &currency = u"eur"_s)
{
    return {{u"amount"_s, 2500}, {u"card"_s, QJsonObject{{u"brand"_s, u"visa"_s}}}, {u"currency"_s, currency},
        {u"decline_code"_s, QJsonValue()}, {u"description"_s, u"\"amount\":7,\"id\":\"x\""_s}, {u"id"_s, id},
        {u"metadata"_s, QJsonObject{{metadatakey::attemptId, attempt}, {u"amount"_s, u"9"_s}}},
        {u"refunds"_s, QJsonArray{QJsonObject{{u"amount"_s, 1}, {u"id"_s, u"re_1"_s}}}},
        {u"status"_s, u"succeeded"_s}, {u"succeeded_at"_s, 1}};
}

QByteArray bytes(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray listOf(const QJsonArray &payments, bool hasMore = false)
{
    return bytes({{u"data"_s, payments}, {u"has_more"_s, hasMore}, {u"object"_s, u"list"_s}});
}

QJsonObject read(const QByteArray &body)
{
    return QJsonDocument::fromJson(body).object();
}

QByteArray tampered(FaultKind kind, const QByteArray &body, qint64 value = 1)
{
    return tamperedBody({.kind = kind, .value = value}, body);
}

/// The members in which two objects differ.
QStringList differences(const QJsonObject &one, const QJsonObject &other)
{
    QStringList names = one.keys() + other.keys();
    names.removeDuplicates();
    names.removeIf([&](const QString &name) { return one[name] == other[name]; });
    return names;
}

} // namespace

/// Answers that must not be believed: each is wrong in what its name says, and right in all else.
class TestTamper : public QObject
{
    Q_OBJECT
private slots:
    void rewritesBytes_data();
    void rewritesBytes();
    void changesMembers_data();
    void changesMembers();
    void namesAnotherAttempt();
    void cutsThePage_data();
    void cutsThePage();
    void leavesTheRestAlone_data();
    void leavesTheRestAlone();
};

void TestTamper::rewritesBytes_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to"); // a pattern
    const auto row = [](const char *name, FaultKind fault, const QString &from, const QString &to) {
        QTest::newRow(name) << static_cast<int>(fault) << from << to;
    };
    const QString amount = u"\"amount\":2500"_s;
    row("amount twice", FaultKind::DuplicateAmount, amount, u"\"amount\":2500,\"amount\":1"_s);
    row("id twice", FaultKind::DuplicateId, u"\"id\":\"pay_1\""_s,
        u"\"id\":\"pay_1\",\"id\":\"pay_[0-9a-f-]{36}\""_s);
    row("NaN", FaultKind::NanAmount, amount, u"\"amount\":NaN"_s);
    row("2^63", FaultKind::HugeAmount, amount, u"\"amount\":9223372036854775808"_s);
}

void TestTamper::rewritesBytes()
{
    QFETCH(int, fault);
    QFETCH(QString, from);
    QFETCH(QString, to);
    for (const QByteArray &body :
        {bytes(payment(u"pay_1"_s)), listOf({payment(u"pay_1"_s), payment(u"pay_2"_s)})}) {
        const QString before = QString::fromUtf8(body);
        const qsizetype at = before.indexOf(from);
        const QString after = QString::fromUtf8(tampered(FaultKind(fault), body));
        const QRegularExpression whole(
            QRegularExpression::anchoredPattern(QRegularExpression::escape(before.left(at)) + to
                + QRegularExpression::escape(before.mid(at + from.size()))));
        QVERIFY2(whole.match(after).hasMatch(), qPrintable(after));
    }
}

void TestTamper::changesMembers_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<qint64>("value");
    QTest::addColumn<QJsonObject>("to");
    const auto row = [](const char *name, FaultKind fault, qint64 value, const QJsonObject &to) {
        QTest::newRow(name) << static_cast<int>(fault) << value << to;
    };
    row("wrong types", FaultKind::WrongType, 0, {{u"amount"_s, u"2500"_s}, {u"status"_s, 1}});
    row("other amount", FaultKind::OtherAmount, 1, {{u"amount"_s, 2501}});
    row("lower amount", FaultKind::OtherAmount, -2499, {{u"amount"_s, 1}});
    row("other currency", FaultKind::OtherCurrency, 0, {{u"currency"_s, u"usd"_s}});
    row("pending again", FaultKind::PendingAgain, 0,
        {{u"card"_s, QJsonValue()}, {u"status"_s, u"pending"_s}, {u"succeeded_at"_s, QJsonValue()}});
}

void TestTamper::changesMembers()
{
    QFETCH(int, fault);
    QFETCH(qint64, value);
    QFETCH(QJsonObject, to);
    const QJsonObject before = payment(u"pay_1"_s);
    const QJsonObject alone = read(tampered(FaultKind(fault), bytes(before), value));
    const QJsonArray list
        = read(tampered(FaultKind(fault), listOf({before, before}), value))[u"data"].toArray();
    QCOMPARE(list.size(), 2);
    QCOMPARE(list[1].toObject(), before);
    for (const QJsonObject &after : {alone, list[0].toObject()}) {
        for (auto it = to.begin(); it != to.end(); ++it)
            QCOMPARE(after[it.key()], it.value());
        for (const QString &name : differences(before, after))
            QVERIFY2(to.contains(name) || after[name].isNull(), qPrintable(name));
    }
    if (FaultKind(fault) == FaultKind::OtherCurrency)
        QCOMPARE(
            read(tampered(FaultKind(fault), bytes(payment(u"pay_1"_s, u"usd"_s))))[u"currency"], u"eur"_s);
}

void TestTamper::namesAnotherAttempt()
{
    const QJsonObject before = payment(u"pay_1"_s);
    const QJsonObject after = read(tampered(FaultKind::OtherAttempt, bytes(before)));
    QCOMPARE(differences(before, after), QStringList{u"metadata"_s});
    QCOMPARE(differences(before[u"metadata"].toObject(), after[u"metadata"].toObject()),
        QStringList{metadatakey::attemptId});
    QCOMPARE(after[u"metadata"][metadatakey::attemptId].toString().size(), attempt.size());
}

void TestTamper::cutsThePage_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("left");
    QTest::newRow("none") << 0 << 0;
    QTest::newRow("one") << 1 << 0;
    QTest::newRow("three") << 3 << 1;
    QTest::newRow("four") << 4 << 2;
}

void TestTamper::cutsThePage()
{
    QFETCH(int, size);
    QJsonArray payments;
    for (int i = 0; i < size; ++i)
        payments.append(payment(u"pay_%1"_s.arg(i)));
    const QJsonObject page = read(tampered(FaultKind::ShortPage, listOf(payments)));
    QCOMPARE(page[u"has_more"], true);
    QTEST(int(page[u"data"].toArray().size()), "left");
    for (qsizetype i = 0; i < page[u"data"].toArray().size(); ++i)
        QCOMPARE(page[u"data"][i], payments[i]); // the newest are there, the next page begins behind them
}

void TestTamper::leavesTheRestAlone_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("error") << QByteArray(R"({"error":{"code":"resource_missing","param":null}})");
    QTest::newRow("empty list") << listOf({});
    QTest::newRow("page") << QByteArray("<!doctype html><title>Pay</title>");
    QTest::newRow("nothing") << QByteArray();
}

void TestTamper::leavesTheRestAlone()
{
    QFETCH(QByteArray, body);
    for (const FaultKind kind : {FaultKind::WrongType, FaultKind::DuplicateAmount, FaultKind::DuplicateId,
             FaultKind::NanAmount, FaultKind::HugeAmount, FaultKind::OtherAmount, FaultKind::OtherCurrency,
             FaultKind::OtherAttempt, FaultKind::PendingAgain, FaultKind::DropAfter})
        QCOMPARE(tampered(kind, body), body);
    if (!body.contains("has_more"))
        QCOMPARE(tampered(FaultKind::ShortPage, body), body);
}

QTEST_GUILESS_MAIN(TestTamper)
#include "tst_tamper.moc"
