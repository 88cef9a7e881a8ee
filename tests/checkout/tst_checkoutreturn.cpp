// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkoutfixture.h"

#include <QTest>

using namespace paydesk::checkout;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray query = "payment_id=pay_1&status=succeeded";

} // namespace

/// Each way in which a page can send its visitor back is caught before the shop's host hears of it.
class TestCheckoutReturn : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void redirects_data();
    void redirects();
    void redirectsAfterForm_data();
    void redirectsAfterForm();
    void pagesGoBack_data();
    void pagesGoBack();
    void goesBackThoughThePageHoldsBack();
    void framesAreNotTheReturn();
    void similarAddressesAreNotTheReturn();

private:
    void verifyReturned(const ShowPage &page, const QByteArray &wanted = query);
    QByteArray target() const { return m_checkout.returnUrl().toEncoded() + '?' + query; }

    mutable CheckoutFixture m_checkout;
};

void TestCheckoutReturn::initTestCase()
{
    QVERIFY(m_checkout.start());
}

void TestCheckoutReturn::verifyReturned(const ShowPage &page, const QByteArray &wanted)
{
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout.program().has(PageEvent::Returned), patience);
    QCOMPARE(m_checkout.program().details(PageEvent::Returned), QStringList(QString::fromLatin1(wanted)));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_checkout.screen().visibleTitles().filter(u"payment"_s), QStringList(), patience);
    for (const PageMessage &message : m_checkout.program().messages())
        QCOMPARE(message.payment, page.payment);
    QVERIFY(!m_checkout.program().has(PageEvent::Closed));
    QVERIFY(!m_checkout.program().has(PageEvent::Blocked));
    QCOMPARE(m_checkout.shop().connections(), 0);
}

void TestCheckoutReturn::redirects_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {301, 302, 303, 307, 308})
        QTest::addRow("%d", code) << code;
}

void TestCheckoutReturn::redirects()
{
    QFETCH(int, code);
    m_checkout.pages().redirect("/back", code, QUrl::fromEncoded(target()));
    verifyReturned(m_checkout.open(u"/back"_s));
}

void TestCheckoutReturn::redirectsAfterForm_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("code");
    for (const auto *method : {"get", "post"}) {
        for (const int code : {301, 302, 303, 307, 308})
            QTest::addRow("%s %d", method, code) << QByteArray(method) << code;
    }
}

void TestCheckoutReturn::redirectsAfterForm()
{
    QFETCH(QByteArray, method);
    QFETCH(int, code);
    m_checkout.pages().redirect("/done", code, QUrl::fromEncoded(target()));
    verifyReturned(m_checkout.openHtml("<form action=/done method=" + method
        + "><input name=card value=4111></form><script>document.forms[0].submit()</script>"));
}

void TestCheckoutReturn::pagesGoBack_data()
{
    QTest::addColumn<QByteArray>("html");
    QTest::addColumn<QByteArray>("inner"); // of /inner, where the page uses it

    const auto row = [](const char *name, const QByteArray &html, const QByteArray &inner = {}) {
        QTest::newRow(name) << html << inner;
    };
    row("JS href", "<script>location.href='@'</script>");
    row("JS replace", "<script>location.replace('@')</script>");
    row("JS after loading", "<body onload=\"setTimeout(() => location.assign('@'), 50)\">");
    row("meta refresh", "<meta http-equiv=refresh content='0;url=@'>");
    row("link", "<a href='@'>back</a><script>document.links[0].click()</script>");
    row("fragment", "<script>location.href='@#done'</script>");
    row("form GET",
        "<form action='@'><input name=payment_id value=pay_1><input name=status value=succeeded></form>"
        "<script>document.forms[0].submit()</script>");
    row("form POST",
        "<form action='@' method=post><input name=card value=4111></form>"
        "<script>document.forms[0].submit()</script>");
    row("frame, top", "<iframe src=/inner></iframe>", "<script>top.location='@'</script>");
    row("frame, link to _top", "<iframe src=/inner></iframe>",
        "<a href='@' target=_top>back</a><script>document.links[0].click()</script>");
    row("frame, POST to _top", "<iframe src=/inner></iframe>",
        "<form action='@' method=post target=_top></form><script>document.forms[0].submit()</script>");
    row("new window", "<script>open('@')</script>");
    row("link to a new window",
        "<a href='@' target=_blank>back</a><script>document.links[0].click()</script>");
    row("within a popup", "<script>open('/inner')</script>", "<script>location='@'</script>");
    row("redirect within a popup", "<script>open('/redirect')</script>");
    row("POST within a popup", "<script>open('/inner')</script>",
        "<form action='@' method=post></form><script>document.forms[0].submit()</script>");
    row("popup moved by its opener",
        "<script>const popup = open('about:blank'); setTimeout(() => popup.location='@', 100)</script>");
    row("opener moved by its popup", "<script>open('/inner')</script>",
        "<script>opener.location='@'</script>");
    row("twice", "<script>open('@'); location.href='@'</script>");
}

void TestCheckoutReturn::pagesGoBack()
{
    QFETCH(QByteArray, html);
    QFETCH(QByteArray, inner);
    m_checkout.pages().serve("/inner", inner.replace('@', target()));
    m_checkout.pages().redirect("/redirect", 302, QUrl::fromEncoded(target()));
    verifyReturned(m_checkout.openHtml(html.replace('@', target())));
}

void TestCheckoutReturn::goesBackThoughThePageHoldsBack()
{
    // A page may ask whether to stay, but only once somebody has touched it.
    const ShowPage page = m_checkout.openHtml("<p>Card</p><input autofocus>" + noteWhenTypable
        + "<script>onbeforeunload = event => { event.preventDefault(); event.returnValue = 'stay'; };"
          "oninput = () => setTimeout(() => location.href='"
        + target() + "', 50)</script>");
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout.pages().notes().contains(u"typable"_s), patience);
    m_checkout.screen().type(u"1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout.program().has(PageEvent::Returned), patience);
    QCOMPARE(m_checkout.program().details(PageEvent::Blocked), QStringList(u"dialog"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_checkout.isOnScreen(page), patience);
    QCOMPARE(m_checkout.shop().connections(), 0);
}

void TestCheckoutReturn::framesAreNotTheReturn()
{
    CheckoutFixture own; // its shop is reached
    QVERIFY(own.start());
    const QByteArray back = own.returnUrl().toEncoded();
    const ShowPage page
        = own.openHtml("<iframe src='" + back + "' onload='fetch(\"/note?framed\")'></iframe>");
    QTRY_VERIFY_WITH_TIMEOUT(own.pages().notes().contains(u"framed"_s), patience);
    QVERIFY(!own.program().has(PageEvent::Returned));
    QVERIFY(own.isOnScreen(page));
    QVERIFY(own.shop().requests("/return") > 0);
}

void TestCheckoutReturn::similarAddressesAreNotTheReturn()
{
    m_checkout.pages().serve("/return", "<script>fetch('/note?elsewhere')</script>");
    const ShowPage page = m_checkout.openHtml("<script>location.href='/return?" + query + "'</script>");
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout.pages().notes().contains(u"elsewhere"_s), patience);
    QVERIFY(!m_checkout.program().has(PageEvent::Returned));
    QVERIFY(m_checkout.isOnScreen(page));
    m_checkout.program().hide(page.payment);
}

QTEST_GUILESS_MAIN(TestCheckoutReturn)
#include "tst_checkoutreturn.moc"
