// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secretkey.h"

#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

class TestSecretKey : public QObject
{
    Q_OBJECT
private slots:
    void parses_data();
    void parses();
    void authorizes();
    void isEmptyAtFirst();
    void hasAFingerprint();
    void redacts_data();
    void redacts();
    void namesModes();
};

namespace {

const QByteArray testKey = "fl_test_sk_abc123def456";

SecretKey key()
{
    return SecretKey::parse(testKey).value();
}

} // namespace

void TestSecretKey::parses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    QTest::addColumn<bool>("live");

    QTest::newRow("test") << testKey << true << false;
    QTest::newRow("live") << QByteArray("fl_live_sk_abc123def456") << true << true;
    QTest::newRow("all letters") << QByteArray("fl_live_sk_aZ09_-xx") << true << true;
    QTest::newRow("shortest") << QByteArray("fl_test_sk_12345678") << true << false;
    QTest::newRow("longest") << QByteArray("fl_test_sk_" + QByteArray(200, 'a')) << true << false;
    for (const char *text :
        {"", "fl_test_sk_", "fl_test_sk_1234567", "fl_test_pk_12345678", "fl_prod_sk_12345678",
            "FL_TEST_SK_12345678", "api_test_sk_12345678", "12345678", " fl_test_sk_12345678",
            "fl_test_sk_12345678 ", "fl_test_sk_12345678\n", "fl_test_sk_1234\r\n5678",
            "fl_test_sk_1234 5678", "Bearer fl_test_sk_12345678", "fl_test_sk_1234567\xe9"})
        QTest::addRow("'%s'", text) << QByteArray(text) << false << false;
    QTest::newRow("too long") << QByteArray("fl_test_sk_" + QByteArray(201, 'a')) << false << false;
    QTest::newRow("null in it") << QByteArray("fl_test_sk_1234\0005678", 20) << false << false;
}

void TestSecretKey::parses()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, good);
    const Result<SecretKey> key = SecretKey::parse(text);
    QCOMPARE(key.ok(), good);
    if (good) {
        QTEST(key->isLive(), "live");
        QVERIFY(!key->isEmpty());
        return;
    }
    QCOMPARE(key.error().kind, ErrorKind::Configuration);
    QVERIFY(!key.error().text.isEmpty());
    const QString typed = QString::fromLatin1(text).trimmed();
    if (typed.size() > 11) { // longer than a bare prefix, which the text may name
        QVERIFY(!key.error().text.contains(typed));
        QVERIFY(!key.error().detail.contains(typed));
    }
}

void TestSecretKey::authorizes()
{
    QCOMPARE(key().authorization(), "Bearer " + testKey);
}

void TestSecretKey::isEmptyAtFirst()
{
    const SecretKey none;
    QVERIFY(none.isEmpty());
    QVERIFY(!none.isLive());
    QCOMPARE(none.redacted(u"abc"_s), u"abc"_s);
}

void TestSecretKey::hasAFingerprint()
{
    const SecretKey other = SecretKey::parse("fl_test_sk_abc123def457").value();
    QCOMPARE(key().fingerprint("salt"), key().fingerprint("salt"));
    QVERIFY(key().fingerprint("salt") != key().fingerprint("pepper"));
    QVERIFY(key().fingerprint("salt") != other.fingerprint("salt"));
    QCOMPARE(key().fingerprint("salt").size(), 64);
    QVERIFY(!key().fingerprint("salt").contains("abc123"));
}

void TestSecretKey::redacts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("redacted");

    const QString inText = QString::fromLatin1(testKey);
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("nothing in it") << u"Key fl_test_sk_… is wrong"_s << u"Key fl_test_sk_… is wrong"_s;
    QTest::newRow("alone") << inText << u"[secret key]"_s;
    QTest::newRow("twice") << u"a %1, b%1c"_s.arg(inText) << u"a [secret key], b[secret key]c"_s;
    QTest::newRow("in a header") << u"Bearer "_s + inText << u"Bearer [secret key]"_s;
}

void TestSecretKey::redacts()
{
    QFETCH(QString, text);
    QFETCH(QString, redacted);
    QCOMPARE(key().redacted(text), redacted);
    QCOMPARE(key().redacted(text.toUtf8()), redacted.toUtf8());
}

void TestSecretKey::namesModes()
{
    QCOMPARE(modeName(Mode::Training), u"training"_s);
    QCOMPARE(modeName(Mode::Test), u"test"_s);
    QCOMPARE(modeName(Mode::Live), u"live"_s);
}

QTEST_APPLESS_MAIN(TestSecretKey)
#include "tst_secretkey.moc"
