// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/navigation.h"

#include <QTest>

using namespace paydesk::checkout;
using namespace Qt::StringLiterals;

/// What counts as the way back, and where a page may go.
class TestNavigation : public QObject
{
    Q_OBJECT
private slots:
    void returns_data();
    void returns();
    void readsTheReturn_data();
    void readsTheReturn();
    void mayGo_data();
    void mayGo();
    void refusedAddressHidesWhatWasTyped();
};

void TestNavigation::returns_data()
{
    QTest::addColumn<QString>("returnUrl");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("matches");

    const QString shop = u"https://paydesk.invalid/return"_s;
    const auto row = [&](const char *name, const QString &returnUrl, const QString &url, bool matches) {
        QTest::newRow(name) << returnUrl << url << matches;
    };
    row("the same", shop, shop, true);
    row("query", shop, shop + u"?payment_id=pay_1&status=succeeded"_s, true);
    row("fragment", shop, shop + u"#top"_s, true);
    row("query and fragment", shop, shop + u"?a=b#c"_s, true);
    row("empty query", shop, shop + u'?', true);
    row("query that is a URL", shop, shop + u"?next=https://evil.example/"_s, true);
    row("a query of ours", shop + u"?till=1"_s, shop + u"?till=1&status=failed"_s, true);
    row("default port written", shop, u"https://paydesk.invalid:443/return"_s, true);
    row("default port of ours written", u"https://paydesk.invalid:443/return"_s, shop, true);
    row("default port of http", u"http://localhost/r"_s, u"http://localhost:80/r"_s, true);
    row("upper-case host", shop, u"https://PAYDESK.Invalid/return"_s, true);
    row("upper-case scheme", shop, u"HTTPS://paydesk.invalid/return"_s, true);
    row("user name", shop, u"https://someone@paydesk.invalid/return"_s, true);
    row("international host, encoded", u"https://caf\u00e9.example/r"_s, u"https://xn--caf-dma.example/r"_s,
        true);
    row("IPv6 in short and in full", u"http://[::1]:8/r"_s, u"http://[0:0:0:0:0:0:0:1]:8/r"_s, true);
    row("no path and the root", u"https://paydesk.invalid"_s, u"https://paydesk.invalid/"_s, true);
    row("letters escaped", shop, u"https://paydesk.invalid/%72eturn"_s, true);
    row("unreserved mark escaped", u"https://a.example/x-y"_s, u"https://a.example/x%2dy"_s, true);
    row("blank escaped", u"https://a.example/x y"_s, u"https://a.example/x%20y"_s, true);
    row("accent escaped", u"https://a.example/\u00e9"_s, u"https://a.example/%C3%A9"_s, true);
    row("escape in lower case", u"https://a.example/%C3%A9"_s, u"https://a.example/%c3%a9"_s, true);

    row("another scheme", shop, u"http://paydesk.invalid/return"_s, false);
    row("another host", shop, u"https://paydesk.example/return"_s, false);
    row("a host below", shop, u"https://www.paydesk.invalid/return"_s, false);
    row("a host that begins so", shop, u"https://paydesk.invalid.evil.example/return"_s, false);
    row("our host as a user name", shop, u"https://paydesk.invalid@evil.example/return"_s, false);
    row("our host and path in a query", shop, u"https://evil.example/?https://paydesk.invalid/return"_s,
        false);
    row("trailing dot", shop, u"https://paydesk.invalid./return"_s, false);
    row("another port", shop, u"https://paydesk.invalid:8443/return"_s, false);
    row("the other scheme's port", shop, u"https://paydesk.invalid:80/return"_s, false);
    row("longer path", shop, shop + u"/more"_s, false);
    row("trailing slash", shop, shop + u'/', false);
    row("shorter path", shop, u"https://paydesk.invalid/"_s, false);
    row("path in upper case", shop, u"https://paydesk.invalid/RETURN"_s, false);
    row("slash escaped", u"https://a.example/x/y"_s, u"https://a.example/x%2Fy"_s, false);
    row("question mark escaped", shop, u"https://paydesk.invalid/return%3Fa=b"_s, false);
    row("doubled slash", shop, u"https://paydesk.invalid//return"_s, false);
    row("escaped twice", u"https://a.example/x%20y"_s, u"https://a.example/x%2520y"_s, false);
    row("no return URL", QString(), QString(), false);
    row("a return URL that is no web address", u"about:blank"_s, u"about:blank"_s, false);
    row("a file", u"file:///return"_s, u"file:///return"_s, false);
    row("invalid", shop, u"https://paydesk.invalid:99999/return"_s, false);
}

void TestNavigation::returns()
{
    QFETCH(QString, returnUrl);
    QFETCH(QString, url);
    QFETCH(bool, matches);
    QCOMPARE(isReturn(QUrl(url), QUrl(returnUrl)), matches);
}

void TestNavigation::readsTheReturn_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("paymentId");
    QTest::addColumn<QString>("status");

    const QString longest(ReturnHint::maximumLength, u'x');
    const auto row = [](const char *name, const QString &query, const QString &paymentId,
                         const QString &status) { QTest::newRow(name) << query << paymentId << status; };
    row("as the service sends it", u"payment_id=pay_1&status=succeeded"_s, u"pay_1"_s, u"succeeded"_s);
    row("behind a query of ours", u"till=1&payment_id=pay_1&status=failed"_s, u"pay_1"_s, u"failed"_s);
    row("escaped", u"status=a%26b%3Dc%25&payment_id=%C3%A9"_s, u"\u00e9"_s, u"a&b=c%"_s);
    row("twice", u"payment_id=pay_1&status=failed&payment_id=pay_2"_s, u"pay_1"_s, u"failed"_s);
    row("without values", u"payment_id&status="_s, QString(), QString());
    row("nothing", QString(), QString(), QString());
    row("too long", u"status=%1yz&payment_id=%1yz"_s.arg(longest), longest, longest);
}

void TestNavigation::readsTheReturn()
{
    QFETCH(QString, query);
    const ReturnHint hint = readReturn(query);
    QTEST(hint.paymentId, "paymentId");
    QTEST(hint.status, "status");
}

void TestNavigation::mayGo_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("main");
    QTest::addColumn<bool>("sub");

    QTest::newRow("https") << u"https://pay.example/p?x=1#y"_s << true << true;
    QTest::newRow("https with a port") << u"https://acs.example:8443/3ds"_s << true << true;
    QTest::newRow("https to an address") << u"https://192.0.2.7/"_s << true << true;
    QTest::newRow("underscore in the host") << u"https://acs_1.example/"_s << true << true;
    QTest::newRow("international host") << u"https://caf\u00e9.example/"_s << true << true;
    QTest::newRow("http to this computer") << u"http://127.0.0.1:4000/pay"_s << true << true;
    QTest::newRow("http to localhost") << u"http://localhost:4000/pay"_s << true << true;
    QTest::newRow("http to a short address") << u"http://127.1:4000/"_s << true << true; // normalised by QUrl
    QTest::newRow("http to IPv6 loopback") << u"http://[::1]:4000/pay"_s << true << true;
    QTest::newRow("blank") << u"about:blank"_s << true << true;
    QTest::newRow("blank with a fragment") << u"about:blank#x"_s << true << true;
    QTest::newRow("srcdoc") << u"about:srcdoc"_s << false << true;
    QTest::newRow("data") << u"data:text/html,x"_s << false << true;
    QTest::newRow("blob") << u"blob:https://pay.example/1-2"_s << false << true;

    QTest::newRow("http") << u"http://pay.example/"_s << false << false;
    QTest::newRow("http to the local network") << u"http://192.168.1.1/"_s << false << false;
    QTest::newRow("http that looks local") << u"http://localhost.evil.example/"_s << false << false;

    QTest::newRow("with a password") << u"https://user:word@pay.example/"_s << false << false;
    QTest::newRow("file") << u"file:///etc/passwd"_s << false << false;
    QTest::newRow("file with a host") << u"file://localhost/etc/passwd"_s << false << false;
    QTest::newRow("script") << u"javascript:alert(1)"_s << false << false;
    QTest::newRow("mail") << u"mailto:a@b.example"_s << false << false;
    QTest::newRow("phone") << u"tel:+123"_s << false << false;
    QTest::newRow("an app") << u"bankapp://approve?x=1"_s << false << false;
    QTest::newRow("ftp") << u"ftp://example.com/"_s << false << false;
    QTest::newRow("ws") << u"wss://example.com/"_s << false << false;
    QTest::newRow("engine's own") << u"chrome://gpu"_s << false << false;
    QTest::newRow("engine's debugger") << u"devtools://devtools/bundled/inspector.html"_s << false << false;
    QTest::newRow("source") << u"view-source:https://pay.example/"_s << false << false;
    QTest::newRow("resource") << u"qrc:/checkout/secure.svg"_s << false << false;
    QTest::newRow("file system") << u"filesystem:https://pay.example/temporary/x"_s << false << false;
    QTest::newRow("about something") << u"about:config"_s << false << false;
    QTest::newRow("empty") << QString() << false << false;
    QTest::newRow("https to nobody") << u"https:///x"_s << false << false;
}

void TestNavigation::mayGo()
{
    QFETCH(QString, url);
    QFETCH(bool, main);
    QFETCH(bool, sub);
    QCOMPARE(mayNavigate(QUrl(url), Frame::Main), main);
    QCOMPARE(mayNavigate(QUrl(url), Frame::Sub), sub);
}

void TestNavigation::refusedAddressHidesWhatWasTyped()
{
    const QString card = u"4111111111111111"_s;
    for (const QString &form : {u"http://evil.example/%1"_s, u"http://evil.example/?card=%1"_s,
             u"http://evil.example/#%1"_s, u"http://%1@evil.example/"_s, u"http://x:%1@evil.example/"_s,
             u"mailto:%1@evil.example"_s, u"data:text/plain,%1"_s, u"tel:%1"_s}) {
        const QString shown = refusedAddress(QUrl(form.arg(card)));
        QVERIFY2(!shown.contains(card), qPrintable(shown));
        QVERIFY(form.startsWith(shown.section(u':', 0, 0)));
    }
    QCOMPARE(refusedAddress(QUrl(u"http://evil.example:81/x"_s)), u"http://evil.example"_s);
    QCOMPARE(refusedAddress(QUrl(u"ftp://[2001:db8::1]/x"_s)), u"ftp://[2001:db8::1]"_s);
    QCOMPARE(refusedAddress(QUrl(u"mailto:a@b"_s)), u"mailto:"_s);
}

QTEST_GUILESS_MAIN(TestNavigation)
#include "tst_navigation.moc"
