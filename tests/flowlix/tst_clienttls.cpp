// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "flowlix/client.h"
#include "support/rawserver.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTest>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;
using paydesk::test::RawServer;

namespace {

// Made for this test, and of use for nothing else: nobody trusts the certificate.
const QByteArray certificate = R"(-----BEGIN CERTIFICATE-----
MIIBXDCCAQKgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAkxMjcuMC4w
LjEwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CTEyNy4wLjAuMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIpl6wpwvucpyn8n
DzbjUw1t+zuEfphfvcY27amKIFpz36PCOOsOEO4vuF+cEEI+dRa4m0L0YjEoGuta
vJGCZzSjQzBBMA8GA1UdEwEB/wQFMAMBAf8wDwYDVR0RBAgwBocEfwAAATAdBgNV
HQ4EFgQUMOM85ECRE/9dg28TtxhFX0W+qXMwCgYIKoZIzj0EAwIDSAAwRQIhAPez
SqIts2AQ3hxOEv366rEajDDJSeJ8WCkIIYdjHFC0AiBRRJmLXxbQbWarQhl+DT7C
mc5oaF5e1/OmjaSPau5EFQ==
-----END CERTIFICATE-----
)";

const QByteArray privateKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCj0Dz6sN4tFVZDPn
Q4SeI4/EcSaZn/cDw0a0AxgGEHahRANCAASKZesKcL7nKcp/Jw8241MNbfs7hH6Y
X73GNu2piiBac9+jwjjrDhDuL7hfnBBCPnUWuJtC9GIxKBrrWryRgmc0
-----END PRIVATE KEY-----
)";

QUrl httpsUrl(const RawServer &server)
{
    QUrl url = server.url();
    url.setScheme(u"https"_s);
    return url;
}

std::unique_ptr<QTcpServer> tlsServer()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(certificate));
    configuration.setPrivateKey(QSslKey(privateKey, QSsl::Ec));
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(configuration);
    return server;
}

} // namespace

/// The key goes to nobody who cannot prove to be the service.
class TestClientTls : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void refusesAnUnknownCertificate();
    void talksToATrustedOne();
    void refusesAServerWithoutTls();
    void showsAProxyNothing();

private:
    QSslConfiguration m_configuration;
};

void TestClientTls::init()
{
    if (!QSslSocket::supportsSsl())
        QFAIL("Qt has no TLS here");
    m_configuration = QSslConfiguration::defaultConfiguration();
}

void TestClientTls::cleanup()
{
    QSslConfiguration::setDefaultConfiguration(m_configuration);
}

void TestClientTls::refusesAnUnknownCertificate()
{
    RawServer server(tlsServer());
    server.answerWith(RawServer::http(200, paymentBody()));
    Client client(configFor(httpsUrl(server)));
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QVERIFY(!answers.results.first());
    QCOMPARE(answers.error().kind, ErrorKind::Network);
    QVERIFY2(answers.error().text.contains(u"secure connection"_s), qPrintable(answers.error().text));
    QVERIFY(server.requests().isEmpty());
    QVERIFY(server.received().isEmpty());
}

void TestClientTls::talksToATrustedOne()
{
    // The same server, once it is trusted: so it was the certificate that was refused above.
    QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
    trusting.addCaCertificate(QSslCertificate(certificate));
    QSslConfiguration::setDefaultConfiguration(trusting);
    RawServer server(tlsServer());
    server.answerWith(RawServer::http(200, paymentBody()));
    Client client(configFor(httpsUrl(server)));
    Answers<PaymentAnswer> answers;
    for (int i = 1; i <= 2; ++i) {
        client.retrievePayment(retrieveCall(), &answers, answers.callback());
        QTRY_COMPARE(answers.count(), i);
        QVERIFY2(answers.results.last(), answers.results.last() ? "" : qPrintable(answers.error().detail));
    }
    QCOMPARE(server.connections(), 1);
    QVERIFY(server.requests().first().line.endsWith("HTTP/1.1"));
}

void TestClientTls::refusesAServerWithoutTls()
{
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody()));
    ClientConfig config = configFor(httpsUrl(server));
    config.deadline = std::chrono::seconds(2); // this server waits for the end of a request that is none
    Client client(config);
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_VERIFY(!server.received().isEmpty());
    QVERIFY(!server.received().contains("Bearer"));
    QTRY_COMPARE(answers.count(), 1);
    QCOMPARE(answers.error().kind, ErrorKind::Network);
    QVERIFY(!server.received().contains(testKey));
}

void TestClientTls::showsAProxyNothing()
{
    RawServer proxy;
    proxy.answerWith(RawServer::http(403, "{}"));
    for (const char *name : {"https_proxy", "http_proxy", "no_proxy"})
        qputenv(name, qstrcmp(name, "no_proxy") == 0 ? QByteArray() : proxy.url().toEncoded());
    Client client(configFor(QUrl(u"https://api.invalid"_s)));
    Answers<PaymentAnswer> answers;
    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    for (const char *name : {"https_proxy", "http_proxy", "no_proxy"})
        qunsetenv(name);
    QCOMPARE(answers.error().kind, ErrorKind::Network);
    QVERIFY(!proxy.requests().isEmpty());
    QVERIFY(proxy.requests().first().line.startsWith("CONNECT api.invalid:443 "));
    QVERIFY(!proxy.received().contains(testKey));
    QVERIFY(!proxy.received().contains(createCall().idempotencyKey));
}

QTEST_GUILESS_MAIN(TestClientTls)
#include "tst_clienttls.moc"
