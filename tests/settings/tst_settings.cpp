// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings.h"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace paydesk;
using namespace paydesk::settings;
using namespace Qt::StringLiterals;

namespace {

const QString testKey = u"fl_test_sk_abc123def456"_s;
const QString liveKey = u"fl_live_sk_abc123def456"_s;

} // namespace

Q_DECLARE_METATYPE(User)

class TestSettings : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void startsInTrainingByDefault();
    void environmentOverFileOverDefault();
    void keyDecidesTheMode_data();
    void keyDecidesTheMode();
    void malformedValuesAreExplained_data();
    void malformedValuesAreExplained();
    void keyInFileIsAProblem();
    void brokenFileIsAProblem();
    void modesNeverShareAFolder();
    void readsTheBusinessDay_data();
    void readsTheBusinessDay();
    void savesTheBusinessDay_data();
    void savesTheBusinessDay();
    void savesIntoANewFolder();
    void saysWhenItCannotSave();

private:
    Settings loadWith(const QMap<QString, QString> &variables, User user = User::Ordinary) const;
    void write(const QByteArray &content) const;

    QTemporaryDir m_dir;
    QString m_file;
};

void TestSettings::init()
{
    m_file = m_dir.filePath(u"paydesk.ini"_s);
    QFile::remove(m_file);
}

Settings TestSettings::loadWith(const QMap<QString, QString> &variables, User user) const
{
    QProcessEnvironment environment;
    for (auto it = variables.cbegin(); it != variables.cend(); ++it)
        environment.insert(it.key(), it.value());
    return load(environment, m_file, user);
}

void TestSettings::write(const QByteArray &content) const
{
    QFile file(m_file);
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(content);
}

void TestSettings::startsInTrainingByDefault()
{
    const Settings settings = loadWith({});
    QVERIFY(!settings.problem);
    QCOMPARE(settings.mode, Mode::Training);
    QVERIFY(!settings.key.isLive());
    QCOMPARE(settings.apiUrl, QUrl(u"https://api.flowlix.dev"_s));
    QCOMPARE(settings.returnUrl, QUrl(u"https://paydesk.invalid/return"_s));
    QVERIFY(!settings.shopName.isEmpty());
}

void TestSettings::environmentOverFileOverDefault()
{
    write("shop_name=File Shop\nreturn_url=https://file.example.com/back\n");
    const Settings fromFile = loadWith({});
    QCOMPARE(fromFile.shopName, u"File Shop"_s);
    QCOMPARE(fromFile.returnUrl, QUrl(u"https://file.example.com/back"_s));

    const Settings both = loadWith({{u"PAYDESK_SHOP_NAME"_s, u"  Environment   Shop "_s}});
    QCOMPARE(both.shopName, u"Environment Shop"_s);
    QCOMPARE(both.returnUrl, QUrl(u"https://file.example.com/back"_s)); // Each value on its own.
    QCOMPARE(both.apiUrl, QUrl(u"https://api.flowlix.dev"_s));
}

void TestSettings::keyDecidesTheMode_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<User>("user");
    QTest::addColumn<bool>("works");
    QTest::addColumn<Mode>("mode");
    QTest::newRow("test") << testKey << User::Ordinary << true << Mode::Test;
    QTest::newRow("live") << liveKey << User::Ordinary << true << Mode::Live;
    QTest::newRow("test as root") << testKey << User::Root << true << Mode::Test;
    QTest::newRow("live as root") << liveKey << User::Root << false << Mode::Training;
    QTest::newRow("white space around it")
        << u" "_s + testKey + u"\n"_s << User::Ordinary << true << Mode::Test;
}

void TestSettings::keyDecidesTheMode()
{
    QFETCH(QString, key);
    QFETCH(User, user);
    QFETCH(bool, works);
    QFETCH(Mode, mode);
    const Settings settings = loadWith({{u"PAYDESK_API_KEY"_s, key}}, user);
    QCOMPARE(!settings.problem, works);
    if (works)
        QCOMPARE(settings.mode, mode);
    else
        QVERIFY(settings.problem->text.contains(u"root"_s));
}

void TestSettings::malformedValuesAreExplained_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    const auto key = u"PAYDESK_API_KEY"_s;
    const auto api = u"PAYDESK_API_URL"_s;
    const auto back = u"PAYDESK_RETURN_URL"_s;
    QTest::newRow("key: too short") << key << u"fl_test_sk_abc"_s;
    QTest::newRow("key: publishable") << key << u"fl_test_pk_abc123def456"_s;
    QTest::newRow("key: two lines") << key << u"fl_test_sk_abc123def456\nX: y"_s;
    QTest::newRow("key: spaces within") << key << u"fl_test_sk_abc 123def456"_s;
    QTest::newRow("key: letters beyond ASCII") << key << u"fl_test_sk_äbc123def456"_s;
    QTest::newRow("api: plain http") << api << u"http://api.flowlix.dev"_s;
    QTest::newRow("api: no host") << api << u"https://"_s;
    QTest::newRow("api: not a URL") << api << u"flowlix"_s;
    QTest::newRow("api: with a password") << api << u"https://user:secret@api.flowlix.dev"_s;
    QTest::newRow("api: file") << api << u"file:///etc/passwd"_s;
    QTest::newRow("api: looks like loopback") << api << u"http://127.0.0.1.example.com"_s;
    QTest::newRow("return: ftp") << back << u"ftp://shop.example.com"_s;
    QTest::newRow("return: fragment") << back << u"https://shop.example.com/#x"_s;
    QTest::newRow("return: script") << back << u"javascript:alert(1)"_s;
}

void TestSettings::malformedValuesAreExplained()
{
    QFETCH(QString, variable);
    QFETCH(QString, value);
    const Settings settings = loadWith({{variable, value}});
    QVERIFY(settings.problem);
    QCOMPARE(settings.problem->kind, ErrorKind::Configuration);
    QVERIFY(settings.problem->text.endsWith(u'.'));
    if (variable == "PAYDESK_API_KEY"_L1)
        QVERIFY(!settings.problem->text.contains(value));
    else
        QVERIFY(settings.problem->text.contains(variable));
}

void TestSettings::keyInFileIsAProblem()
{
    write("api_key=" + testKey.toLatin1() + "\n");
    const Settings settings = loadWith({});
    QVERIFY(settings.problem);
    QVERIFY(settings.problem->text.contains(m_file));
    QVERIFY(!settings.problem->text.contains(testKey));
}

void TestSettings::brokenFileIsAProblem()
{
    write("[shop\n\x01\x02 = \xff\n%%%\n");
    const Settings settings = loadWith({});
    QVERIFY(settings.problem);
    QVERIFY(settings.problem->text.contains(m_file));
}

void TestSettings::modesNeverShareAFolder()
{
    qputenv("XDG_DATA_HOME", m_dir.filePath(u"data"_s).toUtf8());
    QSet<QString> folders;
    for (const Mode mode : {Mode::Training, Mode::Test, Mode::Live}) {
        const Result<QString> folder = makeDataDirectory(mode);
        QVERIFY(folder.ok());
        QCOMPARE(*folder, dataDirectory(mode));
        QVERIFY(folder->startsWith(m_dir.path()));
        QCOMPARE(QFileInfo(*folder).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther),
            QFile::Permissions());
        folders.insert(*folder);
    }
    QCOMPARE(folders.size(), 3);
}

void TestSettings::readsTheBusinessDay_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QTime>("start");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("warning");
    const QByteArray system = systemZone().id();
    QTest::newRow("nothing") << QByteArray() << QTime(0, 0) << system << QString();
    QTest::newRow("both") << QByteArray("day_start=04:30\ntime_zone=Australia/Lord_Howe\n") << QTime(4, 30)
                          << QByteArray("Australia/Lord_Howe") << QString();
    QTest::newRow("one digit") << QByteArray("day_start=4:30\n") << QTime(4, 30) << system << QString();
    QTest::newRow("in its section") << QByteArray("[General]\nday_start = 23:59\n") << QTime(23, 59) << system
                                    << QString();
    QTest::newRow("an older name") << QByteArray("time_zone=Asia/Calcutta\n") << QTime(0, 0)
                                   << QByteArray("Asia/Calcutta") << QString();
    for (const char *wrong : {"24:00", "4", "noon", "04:60", "-1:00", "04:00:00"})
        QTest::addRow("start: %s", wrong) << QByteArray("day_start=") + wrong + "\n"
                                          << QTime(0, 0) << system << u"day_start"_s;
    for (const char *wrong : {"Berlin", "Europe/Nowhere", "../../etc/passwd", "\"\xff\""})
        QTest::addRow("zone: %s", wrong) << QByteArray("day_start=04:00\ntime_zone=") + wrong + "\n"
                                         << QTime(4, 0) << system << u"time_zone"_s;
}

void TestSettings::readsTheBusinessDay()
{
    QFETCH(QByteArray, content);
    QFETCH(QTime, start);
    QFETCH(QByteArray, zone);
    QFETCH(QString, warning);
    write(content);
    const Settings settings = loadWith({});
    QVERIFY2(!settings.problem, "payments are taken");
    QCOMPARE(settings.businessDay.start, start);
    QCOMPARE(settings.businessDay.zone.id(), zone);
    QCOMPARE(settings.warning.has_value(), !warning.isEmpty());
    if (settings.warning) {
        QCOMPARE(settings.warning->kind, ErrorKind::Configuration);
        QVERIFY(settings.warning->text.contains(warning));
        QVERIFY(settings.warning->text.contains(m_file));
    }
}

void TestSettings::savesTheBusinessDay_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const QByteArray entries = "day_start=04:00\ntime_zone=Asia/Kathmandu\n";
    QTest::newRow("no file") << QByteArray() << entries;
    QTest::newRow("others stay") << QByteArray("; the shop\nshop_name=Caf\xc3\xa9\n\n")
                                 << entries + "; the shop\nshop_name=Caf\xc3\xa9\n\n";
    QTest::newRow("replaces its own, wherever they are")
        << QByteArray(
               "time_zone = UTC\nshop_name=A\n[General]\nday_start=01:00\nreturn_url=https://a.example")
        << entries + "shop_name=A\n[General]\nreturn_url=https://a.example";
    QTest::newRow("those of other sections stay")
        << QByteArray("[other]\nday_start=x\n") << entries + "[other]\nday_start=x\n";
    QTest::newRow("mark") << QByteArray("\xef\xbb\xbfshop_name=A\n")
                          << "\xef\xbb\xbf" + entries + "shop_name=A\n";
}

void TestSettings::savesTheBusinessDay()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    if (!before.isEmpty())
        write(before);
    const BusinessDay day{.start = {4, 0}, .zone = QTimeZone("Asia/Kathmandu")};
    QVERIFY(saveBusinessDay(m_file, day).ok());
    QFile file(m_file);
    QVERIFY(file.open(QFile::ReadOnly));
    QCOMPARE(file.readAll(), after);
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    const Settings settings = loadWith({});
    QCOMPARE(settings.businessDay, day);
    QCOMPARE(settings.shopName.isEmpty(), false);
    QVERIFY(!settings.warning);
}

void TestSettings::savesIntoANewFolder()
{
    const QString file = m_dir.filePath(u"new/folder/paydesk.ini"_s);
    QVERIFY(saveBusinessDay(file, {.start = {4, 0}, .zone = QTimeZone::utc()}).ok());
    QCOMPARE(load(QProcessEnvironment(), file, User::Ordinary).businessDay.start, QTime(4, 0));
}

void TestSettings::saysWhenItCannotSave()
{
    write("shop_name=A\n");
    const QString file = m_file + u"/paydesk.ini"_s;
    const auto saved = saveBusinessDay(file, {.start = {4, 0}, .zone = QTimeZone::utc()});
    QVERIFY(!saved.ok());
    QCOMPARE(saved.error().kind, ErrorKind::Storage);
    QVERIFY(saved.error().text.contains(file));
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
