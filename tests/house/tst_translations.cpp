// SPDX-License-Identifier: GPL-3.0-or-later
#include "house/sourcetree.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// What people read can be translated: lupdate understands every source, and the translations that are there
/// are finished.
class TestTranslations : public QObject
{
    Q_OBJECT
private slots:
    void everyTextIsFound();
    void warningsAreSeen();
    void everyTranslationIsFinished();
    void unfinishedOnesAreSeen();

private:
    /// What lupdate complains of in these files and folders; empty when it is content.
    QByteArray complaints(const QStringList &sources) const;

    QTemporaryDir m_directory;
};

namespace {

constexpr int timeoutMs = 60'000;

/// The sources of the messages that are not translated.
QStringList unfinished(const QByteArray &translations)
{
    QStringList sources;
    QString source;
    QXmlStreamReader reader(translations);
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (reader.name() == "source"_L1)
            source = reader.readElementText();
        else if (reader.name() == "translation"_L1 && reader.attributes().value("type"_L1) == "unfinished"_L1)
            sources += source;
    }
    if (reader.hasError())
        sources += reader.errorString();
    return sources;
}

} // namespace

QByteArray TestTranslations::complaints(const QStringList &sources) const
{
    QProcess lupdate;
    lupdate.start(QStringLiteral(PAYDESK_LUPDATE),
        QStringList{u"-silent"_s} + sources + QStringList{u"-ts"_s, m_directory.filePath(u"all.ts"_s)});
    if (!lupdate.waitForFinished(timeoutMs) || lupdate.exitCode() != 0)
        return "lupdate failed: " + lupdate.errorString().toUtf8() + lupdate.readAllStandardError();
    return lupdate.readAllStandardError() + lupdate.readAllStandardOutput();
}

void TestTranslations::everyTextIsFound()
{
    const QString project = QStringLiteral(PROJECT_SOURCE_DIR);
    const QByteArray complaint = complaints({project + "/src"_L1, project + "/ui"_L1});
    QVERIFY2(complaint.isEmpty(), complaint.constData());
    QFile found(m_directory.filePath(u"all.ts"_s));
    QVERIFY(found.open(QIODevice::ReadOnly));
    QVERIFY(unfinished(found.readAll()).size() > 100);
}

void TestTranslations::warningsAreSeen()
{
    QFile source(m_directory.filePath(u"alias.cpp"_s));
    QVERIFY(source.open(QIODevice::WriteOnly));
    source.write("struct Words { Q_DECLARE_TR_FUNCTIONS(Words) };\n"
                 "using Alias = Words;\n"
                 "QString word() { return Alias::tr(\"Word\"); }\n");
    source.close();
    QVERIFY(complaints({source.fileName()}).contains("Q_OBJECT"));
}

void TestTranslations::everyTranslationIsFinished()
{
    const QStringList files = filesBelow(u"translations"_s, {u"*.ts"_s});
    QVERIFY(!files.isEmpty());
    for (const QString &file : files) {
        const QStringList sources = unfinished(textOf(file).toUtf8());
        QVERIFY2(sources.isEmpty(), (file.toUtf8() + listed(sources)).constData());
    }
}

void TestTranslations::unfinishedOnesAreSeen()
{
    QCOMPARE(unfinished("<TS><context><message><source>Word</source>"
                        "<translation type=\"unfinished\"></translation></message></context></TS>"),
        QStringList{u"Word"_s});
    QVERIFY(unfinished("<TS><context><message><source>Word</source><translation>Wort</translation>"
                       "</message></context></TS>")
                .isEmpty());
    QVERIFY(!unfinished("<TS>").isEmpty());
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
