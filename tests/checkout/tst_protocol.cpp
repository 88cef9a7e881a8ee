// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/protocol.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace paydesk::checkout;
using namespace Qt::StringLiterals;

namespace {

QJsonObject object(const QByteArray &line)
{
    return QJsonDocument::fromJson(line).object();
}

const ShowPage samplePage = {.payment = u"0197-a"_s,
    .pageUrl = QUrl(u"https://pay.example/p/1?x=%C3%A9&y=a%26b"_s),
    .returnUrl = QUrl(u"https://paydesk.invalid/return"_s),
    .shop = u"Café \"Am Eck\"\n"_s,
    .amount = u"EUR\u00a025.00"_s,
    .description = u""_s,
    .live = true,
    .deskWindow = 0xffffffff};

} // namespace

/// Both directions survive the way through a line of JSON, and nothing that is not a message passes for one.
class TestProtocol : public QObject
{
    Q_OBJECT
private slots:
    void showRoundTrip();
    void showRefusesMalformed_data();
    void showRefusesMalformed();
    void hideRoundTrip();
    void hideRefusesMalformed_data();
    void hideRefusesMalformed();
    void pageMessageRoundTrip_data();
    void pageMessageRoundTrip();
    void pageMessageRefusesMalformed_data();
    void pageMessageRefusesMalformed();
};

void TestProtocol::showRoundTrip()
{
    const QByteArray line = QJsonDocument(toJson(samplePage)).toJson(QJsonDocument::Compact);
    QVERIFY(!line.contains('\n'));
    QCOMPARE(showPageFromJson(object(line)), std::optional(samplePage));
}

void TestProtocol::showRefusesMalformed_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonValue>("value");

    const QJsonObject good = toJson(samplePage);
    const QStringList members = good.keys();
    for (const QString &member : members) {
        QTest::addRow("%s missing", qPrintable(member)) << member << QJsonValue(QJsonValue::Undefined);
        QTest::addRow("%s null", qPrintable(member)) << member << QJsonValue(QJsonValue::Null);
        QTest::addRow("%s a list", qPrintable(member)) << member << QJsonValue(QJsonArray());
    }
    QTest::newRow("another type") << u"type"_s << QJsonValue(u"hide"_s);
    QTest::newRow("no payment") << u"payment"_s << QJsonValue(u""_s);
    QTest::newRow("payment a number") << u"payment"_s << QJsonValue(1);
    QTest::newRow("relative page") << u"pageUrl"_s << QJsonValue(u"/pay"_s);
    QTest::newRow("empty page") << u"pageUrl"_s << QJsonValue(u""_s);
    QTest::newRow("no URL") << u"pageUrl"_s << QJsonValue(u"http://[::1"_s);
    QTest::newRow("relative return") << u"returnUrl"_s << QJsonValue(u"return"_s);
    QTest::newRow("live as text") << u"live"_s << QJsonValue(u"true"_s);
    QTest::newRow("negative window") << u"deskWindow"_s << QJsonValue(-1);
    QTest::newRow("window too large") << u"deskWindow"_s << QJsonValue(4294967296.0);
    QTest::newRow("half a window") << u"deskWindow"_s << QJsonValue(1.5);
    QTest::newRow("window as text") << u"deskWindow"_s << QJsonValue(u"1"_s);
}

void TestProtocol::showRefusesMalformed()
{
    QFETCH(QString, member);
    QFETCH(QJsonValue, value);

    QJsonObject json = toJson(samplePage);
    QVERIFY(showPageFromJson(json));
    json.insert(member, value); // undefined removes it
    QVERIFY(!showPageFromJson(json));
}

void TestProtocol::hideRoundTrip()
{
    QCOMPARE(hideMessageFromJson(hideMessage(u"p1"_s)), std::optional(u"p1"_s));
    QVERIFY(!showPageFromJson(hideMessage(u"p1"_s)));
    QVERIFY(!hideMessageFromJson(toJson(samplePage)));
}

void TestProtocol::hideRefusesMalformed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("nothing") << QByteArray("{}");
    QTest::newRow("no payment") << QByteArray(R"({"type":"hide"})");
    QTest::newRow("empty payment") << QByteArray(R"({"type":"hide","payment":""})");
    QTest::newRow("payment a number") << QByteArray(R"({"type":"hide","payment":7})");
    QTest::newRow("another type") << QByteArray(R"({"type":"hide ","payment":"p"})");
}

void TestProtocol::hideRefusesMalformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(!hideMessageFromJson(object(line)));
}

void TestProtocol::pageMessageRoundTrip_data()
{
    QTest::addColumn<PageEvent>("event");
    QTest::addColumn<QString>("payment");
    QTest::addColumn<QString>("detail");

    QTest::newRow("ready") << PageEvent::Ready << QString() << QString();
    QTest::newRow("shown") << PageEvent::Shown << u"p"_s << QString();
    QTest::newRow("loaded") << PageEvent::Loaded << u"p"_s << QString();
    QTest::newRow("returned") << PageEvent::Returned << u"p"_s << u"payment_id=pay_1&status=succeeded"_s;
    QTest::newRow("returned without a query") << PageEvent::Returned << u"p"_s << QString();
    QTest::newRow("closed") << PageEvent::Closed << u"p"_s << closedby::leave;
    QTest::newRow("blocked") << PageEvent::Blocked << u"p"_s << u"navigation to mailto:\n\"x\""_s;
    QTest::newRow("crashed") << PageEvent::Crashed << u"p"_s << QString();
}

void TestProtocol::pageMessageRoundTrip()
{
    QFETCH(PageEvent, event);
    QFETCH(QString, payment);
    QFETCH(QString, detail);

    const PageMessage message{event, payment, detail};
    const QByteArray line = QJsonDocument(toJson(message)).toJson(QJsonDocument::Compact);
    QVERIFY(!line.contains('\n'));
    QCOMPARE(pageMessageFromJson(object(line)), std::optional(message));
}

void TestProtocol::pageMessageRefusesMalformed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("nothing") << QByteArray("{}");
    QTest::newRow("unknown event") << QByteArray(R"({"type":"paid","payment":"p"})");
    QTest::newRow("other case") << QByteArray(R"({"type":"Returned","payment":"p"})");
    QTest::newRow("no payment") << QByteArray(R"({"type":"returned","detail":"status=succeeded"})");
    QTest::newRow("empty payment") << QByteArray(R"({"type":"returned","payment":""})");
    QTest::newRow("payment a number") << QByteArray(R"({"type":"returned","payment":1})");
    QTest::newRow("detail an object") << QByteArray(R"({"type":"returned","payment":"p","detail":{}})");
    QTest::newRow("ready of a payment") << QByteArray(R"({"type":"ready","payment":"p"})");
    QTest::newRow("type a list") << QByteArray(R"({"type":["ready"]})");
}

void TestProtocol::pageMessageRefusesMalformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(!QJsonDocument::fromJson(line).isNull());
    QVERIFY(!pageMessageFromJson(object(line)));
}

QTEST_GUILESS_MAIN(TestProtocol)
#include "tst_protocol.moc"
