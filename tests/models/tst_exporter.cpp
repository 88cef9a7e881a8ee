// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/csvreader.h"
#include "models/exporter.h"
#include "models/openjournal.h"
#include "support/filesizelimit.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace paydesk;
using namespace paydesk::models;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// What is on the screen gets into a file whole, or not at all.
class TestExporter : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void writesTheRowsOfTheQuery_data();
    void writesTheRowsOfTheQuery();
    void nothingFoundIsAFileToo_data();
    void nothingFoundIsAFileToo();
    void isTheOwnersOnly();
    void tellsHowFarItIs();
    void cancelLeavesNothing();
    void goingAwayLeavesNothing();
    void fullDiskLeavesNothing_data();
    void fullDiskLeavesNothing();
    void failureKeepsWhatWasThere();
    void unwritablePlaceIsExplained_data();
    void unwritablePlaceIsExplained();
    void startsAgain();

private:
    static constexpr int sales = 1500; ///< with their long texts several buffers
    QString file() const { return m_folder->filePath(u"export.csv"_s); }
    /// The names of all files there, finished or not.
    QStringList found() const { return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden); }
    qint64 bytesFound() const
    {
        qint64 bytes = 0;
        const QFileInfoList files = QDir(m_folder->path()).entryInfoList(QDir::Files | QDir::Hidden);
        for (const QFileInfo &each : files)
            bytes += each.size();
        return bytes;
    }
    void start(const QString &fileName, const journal::SaleQuery &query = {},
        ExportFormat format = ExportFormat::Csv)
    {
        m_exporter->start(query, format, QTimeZone::utc(), fileName);
    }

    std::unique_ptr<OpenJournal> m_source;
    QList<QUuid> m_sales; ///< oldest first
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Exporter> m_exporter;
};

namespace {

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

/// The values of one field, in the order of the file.
QByteArrayList csvColumn(const QString &fileName, const QByteArray &name)
{
    const auto rows = readCsv(contentOf(fileName).sliced(3));
    if (!rows || rows->isEmpty())
        return {"no CSV"};
    QByteArrayList column;
    const qsizetype index = rows->first().indexOf(name);
    for (qsizetype i = 1; i < rows->size(); ++i)
        column += rows->at(i).value(index);
    return column;
}

QByteArrayList jsonColumn(const QString &fileName, const QString &name)
{
    QByteArrayList column;
    const QByteArrayList lines = contentOf(fileName).split('\n');
    for (const QByteArray &line : lines) {
        if (!line.isEmpty())
            column += QJsonDocument::fromJson(line).object()[name].toString().toUtf8();
    }
    return column;
}

} // namespace

void TestExporter::initTestCase()
{
    m_source = std::make_unique<OpenJournal>();
    QList<journal::Event> events;
    for (int i = 0; i < sales; ++i) {
        m_sales += makeUuidV7();
        // Amounts of no order, so that ordering by them is one.
        auto facts = samples::charge(m_sales.last(), Money(1 + i * 7919 % sales, Currency::Eur));
        facts.request.description = u"Row \"%1\", "_s.arg(i).repeated(60);
        events += journal::intentEvent(m_sales.last(), facts);
    }
    m_source->append(events);
    m_source->settle(m_sales[7], PaymentStatus::Succeeded, Money(1 + 7 * 7919 % sales, Currency::Eur));
}

void TestExporter::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_exporter = std::make_unique<Exporter>(m_source->history());
}

void TestExporter::cleanup()
{
    m_exporter.reset();
    m_folder.reset();
}

void TestExporter::writesTheRowsOfTheQuery_data()
{
    QTest::addColumn<journal::SaleQuery>("query");
    const journal::SaleOrder byAmount{.key = journal::SaleOrder::Amount, .descending = false};
    QTest::newRow("all, newest first") << journal::SaleQuery();
    QTest::newRow("by amount") << journal::SaleQuery{.order = byAmount};
    QTest::newRow("filtered") << journal::SaleQuery{
        .filter = {.leastAmount = 100, .greatestAmount = 900}, .order = byAmount};
    QTest::newRow("one") << journal::SaleQuery{.filter = {.outcomes = {Outcome::Paid}}};
}

void TestExporter::writesTheRowsOfTheQuery()
{
    QFETCH(journal::SaleQuery, query);
    QByteArrayList expected;
    bool known = false;
    m_source->history().first(query, sales, {}, this, [&](const Result<QList<journal::SaleRecord>> &records) {
        for (const journal::SaleRecord &sale : *records)
            expected += sale.attemptId.toByteArray(QUuid::WithoutBraces);
        known = true;
    });
    QTRY_VERIFY(known);
    QVERIFY(!expected.isEmpty());
    QSignalSpy finished(m_exporter.get(), &Exporter::finished);
    start(file(), query);
    QVERIFY(finished.wait());
    QCOMPARE(finished.first(), (QVariantList{file(), qint64(expected.size())}));
    QCOMPARE(csvColumn(file(), "attempt_id"), expected);
    QVERIFY(!m_exporter->isRunning());

    const QString json = m_folder->filePath(u"export.jsonl"_s);
    start(json, query, ExportFormat::JsonLines);
    QVERIFY(finished.wait());
    QCOMPARE(jsonColumn(json, u"attempt_id"_s), expected);
    QCOMPARE(found(), (QStringList{u"export.csv"_s, u"export.jsonl"_s}));
}

void TestExporter::nothingFoundIsAFileToo_data()
{
    QTest::addColumn<journal::SaleFilter>("filter");
    QTest::newRow("by a facet") << journal::SaleFilter{.outcomes = {Outcome::Expired}};
    QTest::newRow("by text") << journal::SaleFilter{.text = u"nobody has this"_s};
}

void TestExporter::nothingFoundIsAFileToo()
{
    QFETCH(journal::SaleFilter, filter);
    QSignalSpy finished(m_exporter.get(), &Exporter::finished);
    start(file(), {.filter = filter});
    QVERIFY(finished.wait());
    QCOMPARE(finished.first().at(1), QVariant(qint64(0)));
    QVERIFY(contentOf(file()).contains("attempt_id"));
    QVERIFY(csvColumn(file(), "attempt_id").isEmpty());
}

void TestExporter::isTheOwnersOnly()
{
    QSignalSpy finished(m_exporter.get(), &Exporter::finished);
    start(file());
    QVERIFY(finished.wait());
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QCOMPARE(QFileInfo(file()).permissions() & others, QFile::Permissions());
}

void TestExporter::tellsHowFarItIs()
{
    QSignalSpy finished(m_exporter.get(), &Exporter::finished);
    QSignalSpy progressed(m_exporter.get(), &Exporter::progressed);
    QElapsedTimer timer;
    timer.start();
    start(file());
    QVERIFY(finished.wait());
    // About ten times a second, however many rows there are.
    QVERIFY(progressed.size() <= 1 + timer.elapsed() / 100);
    qint64 last = -1;
    QVERIFY(!progressed.isEmpty());
    for (const QVariantList &step : progressed) {
        QVERIFY(step.at(0).toLongLong() > std::exchange(last, step.at(0).toLongLong()));
        QCOMPARE(step.at(1).toLongLong(), sales);
    }
    QVERIFY(last < sales);
}

void TestExporter::cancelLeavesNothing()
{
    // Wherever in its course the cancel meets it.
    for (int i = 0; i < 20; ++i) {
        QSignalSpy finished(m_exporter.get(), &Exporter::finished);
        QSignalSpy canceled(m_exporter.get(), &Exporter::canceled);
        start(file());
        const qint64 wanted = QRandomGenerator::global()->bounded(1'500'000);
        QTRY_VERIFY(bytesFound() >= wanted || !finished.isEmpty());
        m_exporter->cancel();
        QTRY_COMPARE(finished.size() + canceled.size(), 1);
        QVERIFY(!m_exporter->isRunning());
        QCOMPARE(found(), finished.isEmpty() ? QStringList() : QStringList{u"export.csv"_s});
        if (!finished.isEmpty())
            QCOMPARE(csvColumn(file(), "attempt_id").size(), sales);
        QFile::remove(file());
    }
    QSignalSpy canceled(m_exporter.get(), &Exporter::canceled);
    start(file());
    m_exporter->cancel();
    QTRY_COMPARE(canceled.size(), 1);
    QCOMPARE(found(), QStringList());
}

void TestExporter::goingAwayLeavesNothing()
{
    start(file());
    m_exporter.reset();
    // What is asked next on that thread is answered when the export is gone.
    bool gone = false;
    m_source->history().walk(
        {.filter = {.outcomes = {Outcome::Expired}}}, [](const journal::SaleLine &, qint64) {}, {}, this,
        [&gone](const Result<Done> &) { gone = true; });
    QTRY_VERIFY(gone);
    QCOMPARE(found(), QStringList());
}

void TestExporter::fullDiskLeavesNothing_data()
{
    QTest::addColumn<int>("bytes");
    QTest::newRow("at once") << 0;
    QTest::newRow("in the first buffer") << 100'000;
    QTest::newRow("in a later one") << 900'000;
}

void TestExporter::fullDiskLeavesNothing()
{
    QFETCH(int, bytes);
    QSignalSpy failed(m_exporter.get(), &Exporter::failed);
    const FileSizeLimit limit(bytes);
    start(file());
    QVERIFY(failed.wait());
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.kind, ErrorKind::Storage);
    QVERIFY2(error.text.contains(u"nothing was exported"_s), qPrintable(error.text));
    QVERIFY2(error.text.contains(m_folder->path()), qPrintable(error.text));
    QCOMPARE(found(), QStringList());
    QVERIFY(!m_exporter->isRunning());
}

void TestExporter::failureKeepsWhatWasThere()
{
    QFile before(file());
    QVERIFY(before.open(QFile::WriteOnly));
    before.write("of yesterday");
    before.close();
    {
        QSignalSpy failed(m_exporter.get(), &Exporter::failed);
        const FileSizeLimit limit(100'000);
        start(file());
        QVERIFY(failed.wait());
    }
    QSignalSpy canceled(m_exporter.get(), &Exporter::canceled);
    start(file());
    m_exporter->cancel();
    QVERIFY(canceled.wait());
    QCOMPARE(contentOf(file()), QByteArray("of yesterday"));
    QCOMPARE(found(), QStringList{u"export.csv"_s});
}

void TestExporter::unwritablePlaceIsExplained_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("no such folder") << u"missing/export.csv"_s;
    QTest::newRow("a folder") << u"folder"_s;
    QTest::newRow("below a file") << u"file/export.csv"_s;
    QTest::newRow("locked folder") << u"locked/export.csv"_s;
}

void TestExporter::unwritablePlaceIsExplained()
{
    QFETCH(QString, place);
    const QDir folder(m_folder->path());
    QVERIFY(folder.mkdir(u"folder"_s) && folder.mkdir(u"locked"_s));
    QVERIFY(QFile::setPermissions(folder.filePath(u"locked"_s), QFile::ReadOwner | QFile::ExeOwner));
    QFile file(folder.filePath(u"file"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    if (place.startsWith(u"locked"_s) && ::geteuid() == 0)
        QSKIP("Nothing is locked for root.");
    QSignalSpy failed(m_exporter.get(), &Exporter::failed);
    start(folder.filePath(place));
    QVERIFY(failed.wait());
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.kind, ErrorKind::Storage);
    QVERIFY2(error.text.contains(folder.filePath(place)), qPrintable(error.text));
    QVERIFY(QFile::setPermissions(
        folder.filePath(u"locked"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void TestExporter::startsAgain()
{
    QSignalSpy canceled(m_exporter.get(), &Exporter::canceled);
    QSignalSpy finished(m_exporter.get(), &Exporter::finished);
    start(file());
    m_exporter->cancel();
    QVERIFY(canceled.wait());
    start(file());
    QVERIFY(finished.wait());
    QCOMPARE(csvColumn(file(), "attempt_id").size(), sales);
}

QTEST_GUILESS_MAIN(TestExporter)
#include "tst_exporter.moc"
