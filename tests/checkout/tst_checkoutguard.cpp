// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkoutfixture.h"

#include <QDir>
#include <QDirIterator>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTest>

using namespace paydesk::checkout;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

namespace {

// Made for this test, and of use for nothing else: nobody trusts the certificate.
const QByteArray certificate = R"(-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUD/QPQejKYTH5zagOCJ9pPnytkKIwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMjEzMjEzM1oYDzIxMjYxMDI5
MTMyMTMzWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASJBlUsZbWafJDsfuQ3GOaTbbqv0GAqut5zcHM/+ITBwGSA/7vOBJdT
Q1cQ+r8yuXNvDX97pOhhEYdfiKhQKYpzo2QwYjAdBgNVHQ4EFgQU4eAnyMS50sQD
fXwclFuJtxCXb9gwHwYDVR0jBBgwFoAU4eAnyMS50sQDfXwclFuJtxCXb9gwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IA5XdbXuZK5f5qBCNHv2qS+TJZBWVUTC8nB5uOEC7Ip7AiEA4Xt0WaytQFnUI67/
7cA7vfdNNzDXeeq31zFH+NEPv34=
-----END CERTIFICATE-----
)";

const QByteArray privateKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUfu6RqkmLq2fnOBO
TP5q72+o0MwdV3rJG6nUDAm/2tChRANCAASJBlUsZbWafJDsfuQ3GOaTbbqv0GAq
ut5zcHM/+ITBwGSA/7vOBJdTQ1cQ+r8yuXNvDX97pOhhEYdfiKhQKYpz
-----END PRIVATE KEY-----
)";

std::unique_ptr<QTcpServer> tlsServer()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(certificate));
    configuration.setPrivateKey(QSslKey(privateKey, QSsl::Ec));
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(configuration);
    return server;
}

constexpr quint32 spaceKey = ' ';

} // namespace

/// Whatever leaves the payment is refused and reported, and the page lives on.
class TestCheckoutGuard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void refusesPages_data();
    void refusesPages();
    void refusesWhatACustomerStarts_data();
    void refusesWhatACustomerStarts();
    void refusesAnUntrustedCertificate();
    void refusesAnInsecurePage_data();
    void refusesAnInsecurePage();
    void withholds_data();
    void withholds();
    void reportsOnce();
    void keepsNothingThatAPageSays();
    void goesToOtherHosts();

private:
    QStringList blocked() const { return m_checkout.program().details(PageEvent::Blocked); }

    mutable CheckoutFixture m_checkout;
};

void TestCheckoutGuard::initTestCase()
{
    QVERIFY(m_checkout.start());
    m_checkout.pages().answer(
        "/attachment", "200 OK", "Content-Disposition: attachment; filename=invoice.bin\r\n", "bytes");
    m_checkout.pages().answer("/document.pdf", "200 OK", "Content-Type: application/pdf\r\n", "%PDF-1.4");
    m_checkout.pages().answer(
        "/private", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"Till\"\r\n", "no");
    m_checkout.pages().serve("/blank", "<p>Blank</p>");
}

void TestCheckoutGuard::refusesPages_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("what");

    const auto row = [](const char *name, const QByteArray &script, const QString &what) {
        QTest::newRow(name) << script << what;
    };
    row("download", "location = '/attachment'", u"download"_s);
    row("document", "location = '/document.pdf'", u"download"_s);
    row("download link",
        "const a = document.createElement('a'); a.href = '/blank'; a.download = 'x.html'; a.click()",
        u"download"_s);
    row("download of what the page made",
        "const a = document.createElement('a'); a.href = URL.createObjectURL(new Blob(['x'])); a.download = "
        "'x'; "
        "a.click()",
        u"download"_s);
    row("file", "location = 'file:///etc/passwd'", u"navigation to file:"_s);
    row("mail", "location = 'mailto:a@b.example'", u"navigation to mailto:"_s);
    row("phone", "location = 'tel:+123'", u"navigation to tel:"_s);
    row("an app", "location = 'bankapp://approve'", u"navigation to bankapp://approve"_s);
    row("ftp", "location = 'ftp://files.example/'", u"navigation to ftp://files.example"_s);
    row("data", "location = 'data:text/html,x'", u"navigation to data:"_s);
    row("engine's own", "location = 'chrome://crash'", u"navigation to chrome://crash"_s);
    row("source", "location = 'view-source:' + location.href", u"navigation to view-source:"_s);
    row("http", "location = 'http://192.0.2.1/?card=4111'", u"navigation to http://192.0.2.1"_s);
    row("http in a frame",
        "document.body.append(Object.assign(document.createElement('iframe'), "
        "{src: 'http://192.0.2.1/'}))",
        u"navigation to http://192.0.2.1"_s);
    row("password in the address", "location = location.href.replace('//', '//user:word@')",
        u"navigation to http://127.0.0.1"_s);
    row("window to http", "open('http://192.0.2.1/')", u"window to http://192.0.2.1"_s);
    row("window to mail", "open('mailto:a@b.example')", u"window to mailto:"_s);
    row("too many windows", "for (let i = 0; i < 5; ++i) open('/blank')", u"more windows"_s);
    row("alert", "alert('4111')", u"dialog"_s);
    row("confirm", "if (!confirm('4111')) fetch('/note?not confirmed')", u"dialog"_s);
    row("prompt", "if (prompt('4111') === null) fetch('/note?not prompted')", u"dialog"_s);
    row("printing", "print()", u"printing"_s);
    row("notifications", "Notification.requestPermission()", u"permission Notifications"_s);
    row("geolocation", "navigator.geolocation.getCurrentPosition(() => {})", u"permission Geolocation"_s);
    row("protocol handler", "navigator.registerProtocolHandler('web+pay', '/blank?%s')",
        u"protocol handler"_s);
    row("storage quota", "navigator.webkitPersistentStorage.requestQuota(1e9, () => {})", u"storage quota"_s);
    row("authentication", "fetch('/private')", u"authentication"_s);
    row("authentication page", "location = '/private'", u"authentication"_s);
}

void TestCheckoutGuard::refusesPages()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, what);

    m_checkout.openHtml(
        "<p>Page</p><script>onload = () => setTimeout(() => { " + script + "; }, 0)</script>");
    QTRY_COMPARE_WITH_TIMEOUT(blocked(), QStringList(what), patience);
    QVERIFY(!m_checkout.program().has(PageEvent::Closed));
    QVERIFY(!m_checkout.program().has(PageEvent::Crashed));
    QDirIterator files(
        m_checkout.home(), {u"*invoice*"_s, u"x"_s, u"x.html"_s}, QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(!files.hasNext());
}

void TestCheckoutGuard::refusesWhatACustomerStarts_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("what");
    QTest::newRow("file selection") << QByteArray("input.click()") << u"file selection"_s;
    QTest::newRow("mouse lock") << QByteArray("document.body.requestPointerLock()")
                                << u"permission MouseLock"_s;
}

void TestCheckoutGuard::refusesWhatACustomerStarts()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, what);

    m_checkout.pages().forgetNotes();
    m_checkout.openHtml("<p>Page</p><button autofocus onclick=\"go()\">Go</button><input id=input type=file>"
                        "<script>const input = document.getElementById('input'); const go = () => "
        + script + "</script>" + noteWhenTypable);
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout.pages().notes().contains(u"typable"_s), patience);
    m_checkout.screen().tap(spaceKey);
    QTRY_COMPARE_WITH_TIMEOUT(blocked(), QStringList(what), patience);
}

void TestCheckoutGuard::refusesAnUntrustedCertificate()
{
    PageServer untrusted(tlsServer());
    untrusted.serve("/", "<p>Untrusted</p>");
    QUrl url = untrusted.url();
    url.setScheme(u"https"_s);
    const ShowPage page = m_checkout.openHtml("<script>location = '" + url.toEncoded() + "'</script>");
    QTRY_COMPARE_WITH_TIMEOUT(blocked(), QStringList(u"certificate of https://127.0.0.1"_s), patience);
    QCOMPARE(untrusted.requests("/"), 0);
    QVERIFY(m_checkout.isOnScreen(page));
}

void TestCheckoutGuard::refusesAnInsecurePage_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("http") << u"http://192.0.2.1/"_s;
    QTest::newRow("script") << u"javascript:alert(1)"_s;
    QTest::newRow("file") << u"file:///etc/passwd"_s;
    QTest::newRow("data") << u"data:text/html,x"_s;
    QTest::newRow("blank") << u"about:blank"_s;
}

void TestCheckoutGuard::refusesAnInsecurePage()
{
    QFETCH(QString, url);
    ShowPage page = m_checkout.newPayment(u"/"_s);
    page.pageUrl = QUrl(url);
    m_checkout.program().forget();
    m_checkout.program().show(page);
    QTRY_COMPARE_WITH_TIMEOUT(m_checkout.program().messages(),
        QList<PageMessage>({{PageEvent::Blocked, page.payment, u"a page that is not secure"_s},
            {PageEvent::Closed, page.payment, closedby::refused}}),
        patience);
    QVERIFY(!m_checkout.isOnScreen(page));
}

void TestCheckoutGuard::withholds_data()
{
    QTest::addColumn<QByteArray>("script"); // ends in a promise of "yes" where the page got it
    const auto row = [](const char *name, const QByteArray &script) { QTest::newRow(name) << script; };
    row("clipboard", "navigator.clipboard.readText().then(() => 'yes')");
    row("paste", "Promise.resolve(document.execCommand('paste') ? 'yes' : 'no')");
    row("full screen", "Promise.resolve(document.fullscreenEnabled ? 'yes' : 'no')");
    row("plugins", "Promise.resolve(navigator.plugins.length > 0 ? 'yes' : 'no')");
    row("dragging out",
        "Promise.resolve(document.body.dispatchEvent(new DragEvent('dragstart', "
        "{bubbles: true, cancelable: true})) ? 'yes' : 'no')");
    row("microphone and camera",
        "navigator.mediaDevices.getUserMedia({audio: true, video: true}).then(() => 'yes')");
    row("screen capture", "navigator.mediaDevices.getDisplayMedia().then(() => 'yes')");
    row("local files", "fetch('file:///etc/passwd').then(() => 'yes')");
}

void TestCheckoutGuard::withholds()
{
    QFETCH(QByteArray, script);
    m_checkout.pages().forgetNotes();
    m_checkout.openHtml("<p>Page</p><script>onload = () => (" + script
        + ").catch(() => 'no').then(answer => fetch('/note?' + answer))</script>");
    QTRY_COMPARE_WITH_TIMEOUT(m_checkout.pages().notes(), QStringList(u"no"_s), patience);
}

void TestCheckoutGuard::reportsOnce()
{
    m_checkout.pages().forgetNotes();
    m_checkout.openHtml("<p>Page</p><script>for (let i = 0; i < 200; ++i) alert(i);"
                        "for (let i = 0; i < 100; ++i) open('x' + i + ':');"
                        "fetch('/note?done')</script>");
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout.pages().notes().contains(u"done"_s), patience);
    QCOMPARE(blocked().count(u"dialog"_s), 1);
    QVERIFY(blocked().size() <= 50);
}

void TestCheckoutGuard::keepsNothingThatAPageSays()
{
    const QByteArray card = "5105105105105100";
    m_checkout.pages().forgetNotes();
    m_checkout.openHtml("<p>Page</p><script>for (const say of ['log', 'warn', 'error', 'info', 'debug'])"
                        " console[say]('"
        + card + "'); alert('" + card + "'); setTimeout(() => fetch('/note?said'), 0); throw new Error('"
        + card + "')</script>");
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout.pages().notes().contains(u"said"_s), patience);
    m_checkout.program().closeInput();
    QTRY_VERIFY_WITH_TIMEOUT(!m_checkout.program().isRunning(), patience);
    QVERIFY(!m_checkout.program().errorOutput().contains(card));
    QCOMPARE(m_checkout.program().garbage(), 0);
    QVERIFY(m_checkout.restartProgram(m_checkout.environment()));
}

void TestCheckoutGuard::goesToOtherHosts()
{
    PageServer issuer;
    issuer.serve("/3ds", "<p>Issuer</p><script>fetch('/note?asked')</script>");
    for (const auto *way : {"location = '@'", "open('@')",
             "document.body.append(Object.assign(document.createElement('iframe'), {src: '@'}))"}) {
        const int asked = issuer.requests("/note");
        const QByteArray url = "http://localhost:" + QByteArray::number(issuer.port()) + "/3ds";
        const ShowPage page
            = m_checkout.openHtml("<p>Page</p><script>" + QByteArray(way).replace('@', url) + "</script>");
        QTRY_COMPARE_WITH_TIMEOUT(issuer.requests("/note"), asked + 1, patience);
        QCOMPARE(blocked(), QStringList());
        QVERIFY(m_checkout.isOnScreen(page));
    }
}

QTEST_GUILESS_MAIN(TestCheckoutGuard)
#include "tst_checkoutguard.moc"
