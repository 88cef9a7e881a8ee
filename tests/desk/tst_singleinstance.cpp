// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/singleinstance.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using paydesk::desk::SingleInstance;
using namespace Qt::StringLiterals;

/// One desk a journal.
class TestSingleInstance : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void secondTellsTheFirst();
    void freedByItsEnd();
    void journalsDoNotMind();
    void takesOverFromTheDead();

private:
    QString directory(const QString &name) const;
    std::unique_ptr<QTemporaryDir> m_home;
};

void TestSingleInstance::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_home->path())); // mode 0700, as the desktop makes it
}

QString TestSingleInstance::directory(const QString &name) const
{
    const QString path = m_home->filePath(name);
    if (!QDir().mkpath(path))
        qFatal("no folder");
    return path;
}

void TestSingleInstance::secondTellsTheFirst()
{
    SingleInstance first(directory(u"journal"_s));
    QVERIFY(first.claim());
    const QSignalSpy raised(&first, &SingleInstance::startedAgain);
    for (int start = 1; start <= 3; ++start) {
        SingleInstance again(directory(u"journal"_s));
        QVERIFY(!again.claim());
        QTRY_COMPARE(raised.size(), start);
    }
}

void TestSingleInstance::freedByItsEnd()
{
    auto first = std::make_unique<SingleInstance>(directory(u"journal"_s));
    QVERIFY(first->claim());
    first.reset();
    SingleInstance second(directory(u"journal"_s));
    QVERIFY(second.claim());
}

void TestSingleInstance::journalsDoNotMind()
{
    SingleInstance training(directory(u"training"_s));
    SingleInstance live(directory(u"live"_s));
    QVERIFY(training.claim());
    QVERIFY(live.claim());
}

void TestSingleInstance::takesOverFromTheDead()
{
    const QString journal = directory(u"journal"_s);
    const pid_t child = fork();
    if (child == 0) {
        // Leaves lock and socket behind, as one that was killed does.
        auto *killed = new SingleInstance(journal);
        _exit(killed->claim() ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    SingleInstance next(journal);
    QVERIFY(next.claim());
    const QSignalSpy raised(&next, &SingleInstance::startedAgain);
    SingleInstance again(journal);
    QVERIFY(!again.claim());
    QTRY_COMPARE(raised.size(), 1);
}

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_singleinstance.moc"
