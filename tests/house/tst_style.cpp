// SPDX-License-Identifier: GPL-3.0-or-later
#include "house/sourcetree.h"

#include <QRegularExpression>
#include <QTest>

using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// What every file of the project has in common, and clang-format does not look at.
class TestStyle : public QObject
{
    Q_OBJECT
private slots:
    void namesItsLicence_data();
    void namesItsLicence();
    void everyFileNamesItsLicence();
    void headersAreGuarded();
    void filesAreShort();
    void nothingIsLeftToDo();
};

namespace {

// In two parts, or this file would be the first offender.
const QString licence = u"SPDX-"_s + u"License-Identifier: GPL-3.0-or-later"_s;

constexpr int longestHeader = 150;
constexpr int longestSource = 400;

/// Everything that people write by hand, but for the drawings, forms and translations, whose tools drop
/// comments, and pages, which are shown to people.
QStringList writtenFiles()
{
    const QStringList code = {u"*.h"_s, u"*.cpp"_s, u"CMakeLists.txt"_s, u"*.js"_s, u"*.css"_s};
    return filesBelow(u"src"_s, code) + filesBelow(u"tests"_s, code + QStringList{u"*.sh"_s, u"*.py"_s})
        + filesBelow(u"resources"_s, code) + filesBelow(u"packaging"_s) + filesBelow(u".ci"_s)
        + QStringList{u"CMakeLists.txt"_s, u".clang-format"_s, u".clang-tidy"_s};
}

/// In the first line, or the second where the first names the interpreter.
bool namesLicence(const QString &text)
{
    const QStringList lines = linesOf(text).first(qMin<qsizetype>(2, linesOf(text).size()));
    if (lines.isEmpty())
        return false;
    const bool isScript = lines.first().startsWith("#!"_L1) && lines.size() > 1;
    return lines[isScript ? 1 : 0].contains(licence);
}

} // namespace

void TestStyle::namesItsLicence_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("named");

    QTest::newRow("source") << u"// "_s + licence + u"\n#pragma once\n"_s << true;
    QTest::newRow("script") << u"#!/bin/sh\n# "_s + licence + u'\n' << true;
    QTest::newRow("too late") << u"#pragma once\n// "_s + licence + u'\n' << false;
    QTest::newRow("other") << u"// SPDX-"_s + u"License-Identifier: MIT\n"_s << false;
    QTest::newRow("none") << u"#pragma once\n"_s << false;
    QTest::newRow("empty") << QString() << false;
}

void TestStyle::namesItsLicence()
{
    QFETCH(QString, text);
    QTEST(namesLicence(text), "named");
}

void TestStyle::everyFileNamesItsLicence()
{
    QStringList offenders;
    const QStringList files = writtenFiles();
    for (const QString &file : files) {
        if (!namesLicence(textOf(file)))
            offenders += file;
    }
    QVERIFY2(offenders.isEmpty(), listed(offenders).constData());
}

void TestStyle::headersAreGuarded()
{
    QStringList offenders;
    const QStringList headers = filesBelow(u"src"_s, {u"*.h"_s}) + filesBelow(u"tests"_s, {u"*.h"_s});
    for (const QString &header : headers) {
        if (linesOf(textOf(header)).value(1) != "#pragma once"_L1)
            offenders += header;
    }
    QVERIFY2(offenders.isEmpty(), listed(offenders).constData());
}

void TestStyle::filesAreShort()
{
    QStringList offenders;
    const QStringList files = filesBelow(u"src"_s, {u"*.h"_s, u"*.cpp"_s});
    for (const QString &file : files) {
        const qsizetype limit = file.endsWith(".h"_L1) ? longestHeader : longestSource;
        const qsizetype length = linesOf(textOf(file)).size();
        if (length > limit)
            offenders += u"%1: %2 lines, and %3 is the most"_s.arg(file).arg(length).arg(limit);
    }
    QVERIFY2(offenders.isEmpty(), listed(offenders).constData());
}

void TestStyle::nothingIsLeftToDo()
{
    static const QRegularExpression pattern(u"\\b(?:TO"_s + u"DO|FIX"_s + u"ME)\\b"_s);
    QVERIFY(pattern.match(u"// TO"_s + u"DO: later"_s).hasMatch());
    QStringList offenders;
    const QStringList files = writtenFiles() + filesBelow(u"ui"_s) + filesBelow(u"resources"_s);
    for (const QString &file : files) {
        const QStringList lines = linesOf(textOf(file));
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (pattern.match(lines[i]).hasMatch())
                offenders += u"%1:%2: %3"_s.arg(file).arg(i + 1).arg(lines[i].trimmed());
        }
    }
    QVERIFY2(offenders.isEmpty(), listed(offenders).constData());
}

QTEST_APPLESS_MAIN(TestStyle)
#include "tst_style.moc"
