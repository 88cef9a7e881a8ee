// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secureurl.h"

#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

class TestSecureUrl : public QObject
{
    Q_OBJECT
private slots:
    void tells_data();
    void tells();
    void tellsLoopback_data();
    void tellsLoopback();
};

void TestSecureUrl::tells_data()
{
    QTest::addColumn<bool>("secure");

    const auto add = [](const char *url, bool secure) { QTest::newRow(url) << secure; };
    for (const char *url :
        {"https://api.flowlix.dev", "https://api.flowlix.dev/", "https://api.flowlix.dev:8443/x?y#z",
            "HTTPS://API.FLOWLIX.DEV", "https://10.0.0.1", "https://localhost", "http://localhost",
            "http://LOCALHOST:80", "http://127.0.0.1", "http://127.0.0.1:8080/v1", "http://127.255.255.254",
            "http://[::1]", "http://[::1]:8080", "http://[0:0:0:0:0:0:0:1]/"})
        add(url, true);
    for (const char *url : {"", "https://", "https:", "https:///v1", "api.flowlix.dev", "//api.flowlix.dev",
             "/v1", "http://api.flowlix.dev", "http://128.0.0.1", "http://10.0.0.1", "http://0.0.0.0",
             "http://[::]", "http://[::2]", "http://[fe80::1]", "http://127.0.0.1.example.com",
             "http://127.999.1.1", "http://127.0.0.256", "http://127.0.0.01.example",
             "http://localhost.example.com", "http://localhost.", "http://xlocalhost",
             "http://127.0.0.1@example.com", "https://user@api.flowlix.dev",
             "https://user:pass@api.flowlix.dev", "https://:pass@api.flowlix.dev", "http://user@127.0.0.1",
             "ftp://127.0.0.1", "ws://127.0.0.1", "file:///etc/passwd", "javascript:alert(1)",
             "data:text/html,x", "about:blank", "https://a b/", "https://example.com:99999"})
        add(url, false);
}

void TestSecureUrl::tells()
{
    QTEST(isSecureUrl(QUrl(QString::fromUtf8(QTest::currentDataTag()))), "secure");
}

void TestSecureUrl::tellsLoopback_data()
{
    QTest::addColumn<bool>("loopback");

    for (const char *host : {"localhost", "127.0.0.1", "127.1.2.3", "127.255.255.255", "127.0.0.0", "::1"})
        QTest::newRow(host) << true;
    for (const char *host : {"127.1", "127.0.0", "127.0.0.1.", "127.0.0.1.1", "127.0.0.256", "127.0.0.001",
             "127.999.1.1", "1.127.0.0", "128.0.0.1", "127.0.0.1\n", "127.0.0.1 ", "localhost.", "[::1]",
             "::", "127.0.0.a", "a"})
        QTest::newRow(host) << false;
    QTest::newRow("127.0.0.\u0661") << false;
}

void TestSecureUrl::tellsLoopback()
{
    QTEST(isLoopbackHost(QString::fromUtf8(QTest::currentDataTag())), "loopback");
}

QTEST_APPLESS_MAIN(TestSecureUrl)
#include "tst_secureurl.moc"
