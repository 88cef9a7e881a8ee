// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "payments/counter.h"
#include "payments/paymentlookup.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUrlQuery>

using namespace paydesk;
using namespace paydesk::payments;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// The search of the service's list: to its end, and from where it stopped.
class TestPaymentLookUp : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void findsAllOfTheSaleAndNothingElse();
    void goesOnWhereItFailed();
    void emptyPageIsNotTheEnd();
    void looksAroundTheServicesTime_data();
    void looksAroundTheServicesTime();

private:
    QJsonObject payment(const QString &attemptId);
    static QByteArray page(const QJsonArray &payments, bool hasMore);
    QUrlQuery query(int request) const;
    void search();

    journal::SaleRecord m_sale;
    std::unique_ptr<RawServer> m_server;
    std::unique_ptr<flowlix::Client> m_client;
    std::unique_ptr<PaymentLookUp> m_lookUp;
    std::optional<Result<QList<Payment>>> m_answer;
    int m_made = 0;
};

void TestPaymentLookUp::init()
{
    m_sale = {.attemptId = QUuid::createUuid(), .amount = Money(2500, Currency::Eur)};
    m_sale.startedAt = QDateTime::currentDateTimeUtc();
    m_server = std::make_unique<RawServer>();
    m_client = std::make_unique<flowlix::Client>(
        flowlix::ClientConfig{.baseUrl = m_server->url(), .key = SecretKey::parse(counterKey).value()});
    m_lookUp = std::make_unique<PaymentLookUp>(*m_client, m_sale, nullptr);
}

QJsonObject TestPaymentLookUp::payment(const QString &attemptId)
{
    return {{u"id"_s, u"pay_00000000-0000-4000-8000-%1"_s.arg(++m_made, 12, 10, QLatin1Char('0'))},
        {u"object"_s, u"payment"_s}, {u"amount"_s, 2500}, {u"currency"_s, u"eur"_s},
        {u"status"_s, u"pending"_s}, {u"metadata"_s, QJsonObject{{metadatakey::attemptId, attemptId}}}};
}

QByteArray TestPaymentLookUp::page(const QJsonArray &payments, bool hasMore)
{
    return QJsonDocument(
        QJsonObject{{u"object"_s, u"list"_s}, {u"data"_s, payments}, {u"has_more"_s, hasMore}})
        .toJson();
}

QUrlQuery TestPaymentLookUp::query(int request) const
{
    return QUrlQuery(QUrl::fromEncoded(m_server->requests().at(request).line.split(' ').at(1)));
}

void TestPaymentLookUp::search()
{
    m_answer.reset();
    m_lookUp->run([this](const Result<QList<Payment>> &result) { m_answer = result; });
    QTRY_VERIFY(m_answer.has_value());
}

void TestPaymentLookUp::findsAllOfTheSaleAndNothingElse()
{
    const QString ours = m_sale.attemptId.toString(QUuid::WithoutBraces);
    const QJsonArray first = {payment(u"another"_s), payment(ours), payment(u"a third"_s)};
    m_server->answerWith(RawServer::http(200, page(first, true)));
    m_server->answerWith(RawServer::http(200, page({payment(ours)}, false)));
    search();
    QVERIFY(m_answer->ok());
    QCOMPARE(m_answer->value().size(), 2);
    QCOMPARE(m_answer->value().first().id, first.at(1)[u"id"_s].toString());
    QCOMPARE(query(1).queryItemValue(u"starting_after"_s), first.at(2)[u"id"_s].toString());
}

void TestPaymentLookUp::goesOnWhereItFailed()
{
    const QString ours = m_sale.attemptId.toString(QUuid::WithoutBraces);
    const QJsonArray first = {payment(ours), payment(u"another"_s)};
    m_server->answerWith(RawServer::http(200, page(first, true)));
    m_server->answerWith(RawServer::http(503, "{}"));
    m_server->answerWith(RawServer::http(200, page({payment(ours)}, false)));
    search();
    QVERIFY(!m_answer->ok());
    QVERIFY(!m_lookUp->isStale());
    search();
    QVERIFY(m_answer->ok());
    QCOMPARE(m_answer->value().size(), 2);
    QCOMPARE(m_server->requests().size(), 3);
    QCOMPARE(query(2).queryItemValue(u"starting_after"_s), first.at(1)[u"id"_s].toString());
}

void TestPaymentLookUp::emptyPageIsNotTheEnd()
{
    m_server->answerWith(RawServer::http(200, page({}, true)));
    search();
    QVERIFY(!m_answer->ok());
    QCOMPARE(m_answer->error().kind, ErrorKind::BadAnswer);
}

void TestPaymentLookUp::looksAroundTheServicesTime_data()
{
    QTest::addColumn<qint64>("clockAhead"); // seconds, of this computer
    QTest::addColumn<bool>("serviceKnown");
    QTest::newRow("right") << qint64(0) << true;
    QTest::newRow("a day ahead") << qint64(86'400) << true;
    QTest::newRow("a day behind") << qint64(-86'400) << true;
    QTest::newRow("a day ahead, the service not known") << qint64(86'400) << false;
    QTest::newRow("a day behind, the service not known") << qint64(-86'400) << false;
    QTest::newRow("a year behind, the payment known") << qint64(-365 * 86'400) << false;
}

void TestPaymentLookUp::looksAroundTheServicesTime()
{
    QFETCH(qint64, clockAhead);
    QFETCH(bool, serviceKnown);
    const QDateTime truth = QDateTime::currentDateTimeUtc();
    m_sale.startedAt = truth.addSecs(clockAhead);
    if (serviceKnown)
        m_sale.sentAt.service = truth;
    if (std::abs(clockAhead) > 86'400)
        m_sale.payment = Payment{.id = u"pay_1"_s, .created = truth};
    m_lookUp = std::make_unique<PaymentLookUp>(*m_client, m_sale, nullptr);
    m_server->answerWith(RawServer::http(200, page({}, false)));
    search();
    QVERIFY(m_answer->ok());
    const qint64 from = query(0).queryItemValue(u"created[gte]"_s, QUrl::FullyDecoded).toLongLong();
    const qint64 before = query(0).queryItemValue(u"created[lt]"_s, QUrl::FullyDecoded).toLongLong();
    QVERIFY(from > 0 && from <= truth.toSecsSinceEpoch());
    QVERIFY(before >= truth.addSecs(24 * 60 * 60).toSecsSinceEpoch()); // as long as its key may be used
}

QTEST_GUILESS_MAIN(TestPaymentLookUp)
#include "tst_paymentlookup.moc"
