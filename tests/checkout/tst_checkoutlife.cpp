// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkoutfixture.h"
#include "processtree.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QProcess>
#include <QTcpSocket>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace paydesk::checkout;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

namespace {

constexpr quint32 returnKey = 0xff0d;

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

bool isListening(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    return socket.waitForConnected(patience);
}

} // namespace

/// The process around the window: what it inherits, what it leaves, and how it ends.
class TestCheckoutLife : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void passesMalformedInputOver();
    void endsWithItsInput();
    void endsWithItsParent();
    void opensNoDebugger_data();
    void opensNoDebugger();
    void writesNoTlsSecrets();
    void startsWithoutForeignVariables();
    void eachPaymentStartsFresh();
    void leavesNoTrace();
    void refusesRealMoneyWithoutASandbox();
    void survivesTheRenderer();
    void survivesAPopupsRenderer();
    void loadsAgainAfterANetworkFailure();

private:
    void killRenderers();

    std::unique_ptr<CheckoutFixture> m_checkout;
};

void TestCheckoutLife::init()
{
    m_checkout = std::make_unique<CheckoutFixture>();
    QVERIFY(m_checkout->start());
    m_checkout->pages().serve("/", "<p>Page</p>");
}

void TestCheckoutLife::killRenderers()
{
    const QList<qint64> renderers = renderersOf(m_checkout->program().processId());
    QVERIFY(!renderers.isEmpty());
    for (const qint64 renderer : renderers)
        ::kill(static_cast<pid_t>(renderer), SIGKILL);
}

void TestCheckoutLife::passesMalformedInputOver()
{
    CheckoutProgram &program = m_checkout->program();
    const ShowPage page = m_checkout->newPayment(u"/"_s);
    program.writeRaw("\n{}\n[1]\nnonsense\n\xff\n{\"type\":\"show\"}\n{\"type\":\"hide\"}\n");
    program.writeRaw(QByteArray(300'000, 'x') + '\n');
    program.writeRaw("{\"type\":\"show\",\"payment\":\"" + QByteArray(300'000, 'x') + "\"}\n");
    program.show(page);
    QTRY_VERIFY_WITH_TIMEOUT(program.has(PageEvent::Loaded), patience);
    QVERIFY(m_checkout->isOnScreen(page));
    for (const PageMessage &message : program.messages())
        QVERIFY(message.event == PageEvent::Ready || message.payment == page.payment);
    QCOMPARE(program.garbage(), 0);
    QTRY_VERIFY(program.errorOutput().contains("a line of input is too long"));
    QVERIFY(!program.errorOutput().contains("nonsense"));
}

void TestCheckoutLife::endsWithItsInput()
{
    m_checkout->openHtml("<p>Page</p><script>onbeforeunload = () => 'stay'; open('/')</script>");
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->screen().visibleTitles().contains(u"Card payment"_s), patience);
    const QList<qint64> processes = descendantsOf(m_checkout->program().processId());
    QVERIFY(!processes.isEmpty());
    m_checkout->program().closeInput();
    QTRY_VERIFY_WITH_TIMEOUT(!m_checkout->program().isRunning(), patience);
    QCOMPARE(m_checkout->program().exitCode(), 0);
    QVERIFY(!m_checkout->program().has(PageEvent::Closed));
    for (const qint64 process : processes)
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(process), patience);
}

void TestCheckoutLife::endsWithItsParent()
{
    QProcess desk;
    desk.setProcessEnvironment(m_checkout->environment());
    desk.start(
        QCoreApplication::applicationDirPath() + u"/minidesk"_s, {m_checkout->pages().url().toString()});
    QTRY_VERIFY_WITH_TIMEOUT(desk.canReadLine(), patience);
    const qint64 checkout = desk.readLine().trimmed().toLongLong();
    QVERIFY(checkout > 1);
    QList<qint64> processes = descendantsOf(checkout);
    processes.append(checkout);
    QVERIFY(processes.size() > 1);
    ::kill(static_cast<pid_t>(desk.processId()), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(desk.state() == QProcess::NotRunning, patience);
    for (const qint64 process : processes)
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(process), patience);
}

void TestCheckoutLife::opensNoDebugger_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value"); // @ is the port
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("remote debugging") << u"QTWEBENGINE_REMOTE_DEBUGGING"_s << u"@"_s << QStringList();
    QTest::newRow("remote debugging with host")
        << u"QTWEBENGINE_REMOTE_DEBUGGING"_s << u"127.0.0.1:@"_s << QStringList();
    QTest::newRow("engine's flags") << u"QTWEBENGINE_CHROMIUM_FLAGS"_s << u"--remote-debugging-port=@"_s
                                    << QStringList();
    QTest::newRow("argument") << QString() << QString() << QStringList{u"--remote-debugging-port=@"_s};
    QTest::newRow("engine's arguments")
        << QString() << QString() << QStringList{u"--webEngineArgs"_s, u"--remote-debugging-port=@"_s};
}

void TestCheckoutLife::opensNoDebugger()
{
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(QStringList, arguments);

    const quint16 port = freePort();
    QProcessEnvironment environment = m_checkout->environment();
    if (!variable.isEmpty())
        environment.insert(variable, value.replace(u'@', QString::number(port)));
    QVERIFY(
        m_checkout->restartProgram(environment, arguments.replaceInStrings(u"@"_s, QString::number(port))));
    m_checkout->open(u"/"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->program().has(PageEvent::Loaded), patience);
    QVERIFY(!isListening(port));
}

void TestCheckoutLife::writesNoTlsSecrets()
{
    const QString file = m_checkout->home() + u"/secrets"_s;
    QProcessEnvironment environment = m_checkout->environment();
    environment.insert(u"SSLKEYLOGFILE"_s, file);
    QVERIFY(m_checkout->restartProgram(environment));
    PageServer tls; // any answer to the greeting will do
    QUrl url = tls.url();
    url.setScheme(u"https"_s);
    ShowPage page = m_checkout->newPayment(u"/"_s);
    page.pageUrl = url;
    m_checkout->program().show(page);
    QTRY_VERIFY_WITH_TIMEOUT(tls.connections() > 0, patience);
    QVERIFY(!QFile::exists(file));
}

void TestCheckoutLife::startsWithoutForeignVariables()
{
    QProcessEnvironment environment = m_checkout->environment();
    environment.insert(u"PAYDESK_API_KEY"_s, u"fl_test_sk_0123456789"_s);
    environment.insert(u"QTWEBENGINEPROCESS_PATH"_s, u"/bin/false"_s);
    environment.insert(u"QT_QPA_PLATFORM_PLUGIN_PATH"_s, u"/nowhere"_s);
    QVERIFY(m_checkout->restartProgram(environment));
    m_checkout->open(u"/"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->program().has(PageEvent::Loaded), patience);
    const QList<qint64> processes = descendantsOf(m_checkout->program().processId());
    QVERIFY(!processes.isEmpty());
    for (const qint64 process : processes) {
        const QByteArray inherited = environmentOf(process);
        QVERIFY(!inherited.contains("PAYDESK_API_KEY"));
        QVERIFY(!inherited.contains("QTWEBENGINEPROCESS_PATH"));
    }
}

void TestCheckoutLife::eachPaymentStartsFresh()
{
    m_checkout->pages().serve("/set", R"(<p>Set</p><script>
        document.cookie = 'mark=1; max-age=86400';
        localStorage.mark = sessionStorage.mark = 1;
        window.name = 'mark';
        caches.open('mark').then(cache => cache.put('/mark', new Response('1')))
            .then(() => new Promise(done => { indexedDB.open('mark').onsuccess = done; }))
            .then(() => fetch('/note?' + [document.cookie, localStorage.mark, sessionStorage.mark].join()));
        </script>)");
    m_checkout->pages().serve("/get", R"(<p>Get</p><script>
        Promise.all([caches.keys(), indexedDB.databases()]).then(([stores, bases]) => fetch('/note?'
            + [document.cookie, localStorage.mark, sessionStorage.mark, window.name, stores.length, bases.length,
                history.length].join()));
        </script>)");
    m_checkout->open(u"/set"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_checkout->pages().notes(), QStringList(u"mark=1,1,1"_s), patience);
    m_checkout->pages().forgetNotes();
    m_checkout->open(u"/get"_s); // straight from one to the next
    QTRY_COMPARE_WITH_TIMEOUT(m_checkout->pages().notes().size(), 1, patience);
    QVERIFY2(m_checkout->pages().notes().at(0).startsWith(u",,,,0,0,"_s),
        qPrintable(m_checkout->pages().notes().at(0)));
}

void TestCheckoutLife::leavesNoTrace()
{
    const QByteArray card = "5105105105105100";
    const ShowPage page = m_checkout->openHtml(
        "<p>Card</p><form method=post action=/done><input name=card autocomplete=cc-number autofocus></form>"
        "<script>document.forms[0].card.oninput = event => { localStorage.card = document.cookie = "
        "event.target.value; fetch('/note?' + event.target.value); }</script>"
        + noteWhenTypable);
    m_checkout->pages().serve("/done", "<p>Thank you</p>");
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->pages().notes().contains(u"typable"_s), patience);
    m_checkout->screen().type(QString::fromLatin1(card));
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->pages().notes().contains(QString::fromLatin1(card)), patience);
    m_checkout->screen().tap(returnKey);
    QTRY_COMPARE_WITH_TIMEOUT(m_checkout->pages().requests("/done"), 1, patience);
    m_checkout->program().hide(page.payment);
    QTRY_VERIFY_WITH_TIMEOUT(!m_checkout->isOnScreen(page), patience);
    m_checkout->program().closeInput();
    QTRY_VERIFY_WITH_TIMEOUT(!m_checkout->program().isRunning(), patience);

    QVERIFY(!m_checkout->program().errorOutput().contains(card));
    QDirIterator files(m_checkout->home(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            QVERIFY2(!file.readAll().contains(card), qPrintable(file.fileName()));
    }
}

void TestCheckoutLife::refusesRealMoneyWithoutASandbox()
{
    ShowPage page = m_checkout->newPayment(u"/"_s);
    page.live = true;
    m_checkout->program().forget();
    m_checkout->program().show(page);
    if (geteuid() != 0) {
        QTRY_VERIFY_WITH_TIMEOUT(m_checkout->program().has(PageEvent::Loaded), patience);
        return;
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_checkout->program().messages(),
        QList<PageMessage>(
            {{PageEvent::Blocked, page.payment, u"a live payment without the engine's sandbox"_s},
                {PageEvent::Closed, page.payment, closedby::refused}}),
        patience);
    QCOMPARE(m_checkout->pages().connections(), 0);
    QVERIFY(!m_checkout->isOnScreen(page));
}

void TestCheckoutLife::survivesTheRenderer()
{
    const ShowPage page = m_checkout->open(u"/"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->program().has(PageEvent::Loaded), patience);
    killRenderers();
    QTRY_COMPARE_WITH_TIMEOUT(m_checkout->program().count(PageEvent::Crashed), 1, patience);
    QVERIFY(m_checkout->isOnScreen(page));
    m_checkout->screen().tap(returnKey); // the overlay's button has the keyboard
    QTRY_COMPARE_WITH_TIMEOUT(m_checkout->program().count(PageEvent::Loaded), 2, patience);
    QCOMPARE(m_checkout->pages().requests("/"), 2);
}

void TestCheckoutLife::survivesAPopupsRenderer()
{
    m_checkout->openHtml("<p>Page</p><script>open('/', '', 'noopener')</script>");
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->screen().visibleTitles().contains(u"Card payment"_s), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_checkout->pages().requests("/"), 1, patience);
    killRenderers();
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->program().has(PageEvent::Crashed), patience);
    QVERIFY(m_checkout->program().isRunning());
    m_checkout->open(u"/"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->program().has(PageEvent::Loaded), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_checkout->screen().visibleTitles().contains(u"Card payment"_s), patience);
}

void TestCheckoutLife::loadsAgainAfterANetworkFailure()
{
    m_checkout->pages().setBroken(true);
    const ShowPage page = m_checkout->open(u"/"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->pages().connections() > 0, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_checkout->program().has(PageEvent::Shown), patience);
    m_checkout->pages().setBroken(false);
    // Presses until the overlay is there to be pressed.
    QVERIFY(QTest::qWaitFor(
        [&] {
            m_checkout->screen().tap(returnKey);
            return m_checkout->program().has(PageEvent::Loaded);
        },
        patience));
    QVERIFY(m_checkout->isOnScreen(page));
    QVERIFY(!m_checkout->program().has(PageEvent::Crashed));
    QVERIFY(!m_checkout->program().has(PageEvent::Blocked));
}

QTEST_GUILESS_MAIN(TestCheckoutLife)
#include "tst_checkoutlife.moc"
