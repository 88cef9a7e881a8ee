// SPDX-License-Identifier: GPL-3.0-or-later
#include "house/layers.h"
#include "house/sourcetree.h"

#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// Each folder of src/ includes only what its row names (see layers.cpp), so that the rooms stay apart.
class TestLayers : public QObject
{
    Q_OBJECT
private slots:
    void followTheTable();
    void everyRowIsUsed();
    void formsBelongToOneFolder();
    void flowlixAndJournalAreStrangers();
    void refuses_data();
    void refuses();
    void allows_data();
    void allows();
};

namespace {

const QStringList sources = {u"*.h"_s, u"*.cpp"_s};

QString inSrc(const QString &file)
{
    return file.mid(int(qstrlen("src/")));
}

} // namespace

void TestLayers::followTheTable()
{
    const QStringList files = filesBelow(u"src"_s, sources);
    QVERIFY(files.size() > 100);
    QStringList offenders;
    for (const QString &file : files)
        offenders += forbiddenIncludes(inSrc(file), textOf(file));
    QVERIFY2(offenders.isEmpty(), listed(offenders).constData());
}

void TestLayers::everyRowIsUsed()
{
    QSet<QString> used;
    const QStringList files = filesBelow(u"src"_s, sources);
    for (const QString &file : files) {
        if (const auto room = roomOf(inSrc(file)))
            used.insert(room->name);
    }
    for (const Room &room : rooms()) {
        QVERIFY2(used.contains(room.name), qPrintable(room.name));
        for (const QString &other : room.rooms)
            QVERIFY2(used.contains(other), qPrintable(room.name + u" names "_s + other));
    }
}

void TestLayers::formsBelongToOneFolder()
{
    static const QRegularExpression pattern(u"#include \"(ui_\\w+)\\.h\""_s);
    QMap<QString, QSet<QString>> users;
    const QStringList files = filesBelow(u"src"_s, sources);
    for (const QString &file : files) {
        auto matches = pattern.globalMatch(textOf(file));
        while (matches.hasNext())
            users[matches.next().captured(1)].insert(inSrc(file).section(u'/', 0, 0));
    }
    const QStringList forms = filesBelow(u"ui"_s, {u"*.ui"_s});
    QVERIFY(!forms.isEmpty());
    for (const QString &form : forms) {
        const QString header = u"ui_"_s + form.section(u'/', -1).section(u'.', 0, 0);
        QVERIFY2(users.value(header).size() == 1, qPrintable(form));
    }
}

void TestLayers::flowlixAndJournalAreStrangers()
{
    QVERIFY(!roomOf(u"flowlix/client.h"_s)->rooms.contains(u"journal"_s));
    QVERIFY(!roomOf(u"journal/journal.h"_s)->rooms.contains(u"flowlix"_s));
}

void TestLayers::refuses_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("line");

    QTest::newRow("upwards") << u"core/a.cpp"_s << u"#include \"journal/journal.h\""_s;
    QTest::newRow("sideways") << u"flowlix/a.cpp"_s << u"#include \"journal/event.h\""_s;
    QTest::newRow("and back") << u"journal/a.cpp"_s << u"#include \"flowlix/wire.h\""_s;
    QTest::newRow("rules to window") << u"payments/a.cpp"_s << u"#include \"desk/mainwindow.h\""_s;
    QTest::newRow("model to rules") << u"models/a.h"_s << u"#include \"payments/till.h\""_s;
    QTest::newRow("widget to service") << u"desk/a.cpp"_s << u"#include \"flowlix/client.h\""_s;
    QTest::newRow("widget to SQL") << u"desk/a.cpp"_s << u"#include <QSqlQuery>"_s;
    QTest::newRow("core with widgets") << u"core/a.h"_s << u"#include <QLabel>"_s;
    QTest::newRow("rules with a network") << u"payments/a.h"_s << u"#include <QNetworkReply>"_s;
    QTest::newRow("by module") << u"settings/a.h"_s << u"#include <QtWidgets/QLabel>"_s;
    QTest::newRow("desk's half with an engine")
        << u"checkout/protocol.cpp"_s << u"#include <QWebEngineView>"_s;
    QTest::newRow("desk's half with widgets") << u"checkout/checkoutprocess.h"_s << u"#include <QWidget>"_s;
    QTest::newRow("desk's half to the window's")
        << u"checkout/navigation.cpp"_s << u"#include \"checkout/guardedpage.h\""_s;
    QTest::newRow("rules to the window's half")
        << u"payments/a.cpp"_s << u"#include \"checkout/checkoutwindow.h\""_s;
    QTest::newRow("desk to the service's side") << u"main.cpp"_s << u"#include \"sandbox/server.h\""_s;
    QTest::newRow("desk to the engine") << u"desk/a.cpp"_s << u"#include <QWebEngineView>"_s;
    QTest::newRow("form without widgets") << u"models/a.cpp"_s << u"#include \"ui_chargepage.h\""_s;
    QTest::newRow("no folder") << u"core/a.cpp"_s << u"#include \"money.h\""_s;
    QTest::newRow("unknown folder") << u"core/a.cpp"_s << u"#include \"reports/daily.h\""_s;
    QTest::newRow("folder without a row") << u"reports/a.cpp"_s << u"#include <QString>"_s;
    QTest::newRow("with spaces") << u"core/a.cpp"_s << u"  # include   <QLabel>"_s;
}

void TestLayers::refuses()
{
    QFETCH(QString, file);
    QFETCH(QString, line);
    const QStringList offenders = forbiddenIncludes(file, u"#pragma once\n"_s + line + u'\n');
    QCOMPARE(offenders.size(), 1);
    QVERIFY2(offenders.first().startsWith(file + u':'), qPrintable(offenders.first()));
}

void TestLayers::allows_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("line");

    QTest::newRow("own folder") << u"core/a.cpp"_s << u"#include \"core/money.h\""_s;
    QTest::newRow("below") << u"payments/a.cpp"_s << u"#include \"checkout/protocol.h\""_s;
    QTest::newRow("form") << u"desk/a.cpp"_s << u"#include \"ui_chargepage.h\""_s;
    QTest::newRow("window's half to the desk's")
        << u"checkout/checkoutwindow.cpp"_s << u"#include \"checkout/protocol.h\""_s;
    QTest::newRow("root") << u"main.cpp"_s << u"#include \"sandbox/sandboxprocess.h\""_s;
    QTest::newRow("Qt") << u"core/a.cpp"_s << u"#include <QString>"_s;
    QTest::newRow("standard") << u"core/a.cpp"_s << u"#include <optional>"_s;
    QTest::newRow("system") << u"core/a.cpp"_s << u"#include <sys/prctl.h>"_s;
}

void TestLayers::allows()
{
    QFETCH(QString, file);
    QFETCH(QString, line);
    const QStringList offenders = forbiddenIncludes(file, line);
    QVERIFY2(offenders.isEmpty(), listed(offenders).constData());
}

QTEST_APPLESS_MAIN(TestLayers)
#include "tst_layers.moc"
