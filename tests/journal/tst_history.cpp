// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/history.h"
#include "journal/journal.h"
#include "journal/journalcheck.h"
#include "journal/saleselection.h"
#include "journal/samples.h"
#include "journal/searchindex.h"
#include "journal/searchtext.h"

#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

using namespace samples;

/// The history beside those who write, and what staff can do to it while it is asked.
class TestHistory : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void oddSearches_data();
    void oddSearches();
    void longestWord();
    void stoppedBefore();
    void stoppedWhileItIsAsked();
    void stoppedWhileItVisits();
    void goneWhileItIsAsked();
    void readsBesideAWriter();
    void missingJournalIsAnError();
    void checkFindsAnotherSearch_data();
    void checkFindsAnotherSearch();
    void plans_data();
    void plans();

private:
    QUuid sell(const QString &description, const Metadata &metadata = {});
    /// The descriptions of what is found, newest first; a failure is its text.
    QStringList found(const SaleQuery &query);
    void multiply();

    std::unique_ptr<QTemporaryDir> m_home;
    QString m_directory;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<History> m_history;
};

namespace {

SaleQuery searchFor(const QString &text)
{
    return {.filter = {.text = text}, .order = {}};
}

/// For what must not come: it is never called.
template <typename T> Callback<T> never()
{
    return [](const Result<T> &) { QFAIL("was answered"); };
}

const QStringList descriptions = {uR"(100% "real" * cotton)"_s, u"O'Brien; DROP TABLE search; --"_s,
    u"\u05e9\u05dc\u05d5\u05dd \u202eabc"_s, u"\U0001F3BB violin"_s, uR"(C:\till NEAR(a b) ^x -y)"_s,
    u"plain"_s};

} // namespace

void TestHistory::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_directory = m_home->filePath(u"journal"_s);
    m_store = openStore(m_directory);
    m_history = std::make_unique<History>(m_directory);
}

void TestHistory::cleanup()
{
    m_history.reset();
    m_store.reset();
}

QUuid TestHistory::sell(const QString &description, const Metadata &metadata)
{
    const QUuid id = makeUuidV7();
    IntentFacts facts = charge(id);
    facts.request.description = description;
    facts.request.metadata = metadata;
    const auto sold = m_store->append(intentEvent(id, facts));
    if (!sold)
        qFatal("%s", qPrintable(sold.error().detail));
    return id;
}

QStringList TestHistory::found(const SaleQuery &query)
{
    std::optional<QStringList> descriptions;
    m_history->first(query, 1'000, {}, this, [&](const Result<QList<SaleRecord>> &sales) {
        descriptions.emplace();
        if (!sales)
            descriptions->append(sales.error().detail);
        for (qsizetype i = 0; sales && i < sales->size(); ++i)
            descriptions->append(sales->at(i).description);
    });
    if (!QTest::qWaitFor([&] { return descriptions.has_value(); }, 60'000))
        return {u"no answer"_s};
    return *descriptions;
}

/// So many sales that looking through them takes some time. They are copies, that only their rows tell apart.
void TestHistory::multiply()
{
    sell(u"one of many"_s);
    RawDatabase raw(m_directory);
    QStringList columns = raw.run(u"SELECT name FROM pragma_table_info('payments') ORDER BY cid"_s);
    columns[0] = u"row_id + n"_s;
    columns[1] = u"attempt_id || n"_s;
    const QStringList failures = raw.run(
        u"INSERT INTO payments WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter "
        "WHERE n < 100000) SELECT %1 FROM payments, counter"_s.arg(columns.join(u", "_s)));
    QCOMPARE(failures, QStringList());
}

void TestHistory::oddSearches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("expected"); // which of the descriptions

    const QList<int> all = {0, 1, 2, 3, 4, 5};
    QTest::newRow("nothing") << u" \n\u00a0"_s << all;
    QTest::newRow("percent") << u"%"_s << QList<int>{0};
    QTest::newRow("percent alone is no wildcard") << u"c%n"_s << QList<int>();
    QTest::newRow("underscore") << u"p_ain"_s << QList<int>();
    QTest::newRow("asterisk") << u"*"_s << QList<int>{0};
    QTest::newRow("prefix") << u"cott*"_s << QList<int>();
    QTest::newRow("quote") << u"\""_s << QList<int>{0};
    QTest::newRow("quotes") << u"\"real\""_s << QList<int>{0};
    QTest::newRow("open quote") << u"\"rea"_s << QList<int>{0};
    QTest::newRow("many quotes") << u"\"\"\"\"\""_s << QList<int>();
    QTest::newRow("apostrophe") << u"o'b"_s << QList<int>{1};
    QTest::newRow("injection") << u"'; DROP TABLE payments; --"_s << QList<int>();
    QTest::newRow("injection that is there") << u"DROP search; --"_s << QList<int>{1};
    QTest::newRow("end of a phrase") << u"\" OR \"plain"_s << QList<int>();
    QTest::newRow("operators") << u"plain OR violin"_s << QList<int>();
    QTest::newRow("NOT") << u"NOT plain"_s << QList<int>();
    QTest::newRow("NEAR") << u"NEAR(a"_s << QList<int>{4};
    QTest::newRow("column") << u"text:plain"_s << QList<int>();
    QTest::newRow("caret") << u"^"_s << QList<int>{4};
    QTest::newRow("minus") << u"-y"_s << QList<int>{4};
    QTest::newRow("backslash") << uR"(:\t)"_s << QList<int>{4};
    QTest::newRow("emoji") << u"\U0001F3BB"_s << QList<int>{3};
    QTest::newRow("half of it") << QString(QChar(0xd83c)) << QList<int>();
    QTest::newRow("right to left") << u"\u05dc\u05d5"_s << QList<int>{2};
    QTest::newRow("right to left, all of it") << u"\u05e9\u05dc\u05d5\u05dd"_s << QList<int>{2};
    QTest::newRow("NUL") << u"pla"_s + QChar(u'\0') + u"in"_s << QList<int>{5};
    QTest::newRow("10 kB, one word") << QString(10'240, u'p') << QList<int>();
    QTest::newRow("10 kB of quotes") << QString(10'240, u'"') << QList<int>();
    QTest::newRow("10 kB, the same word") << u"plain "_s.repeated(1'707) << QList<int>{5};
    QString many;
    for (int i = 0; many.size() < 10'240; ++i)
        many += QString::number(i, 36) + u' ';
    QTest::newRow("10 kB, many words") << many << QList<int>();
    QTest::newRow("10 kB of emoji") << u"\U0001F3BB"_s.repeated(5'120) << QList<int>();
}

void TestHistory::oddSearches()
{
    QFETCH(QString, text);
    QFETCH(QList<int>, expected);
    for (const QString &description : descriptions)
        sell(description);
    QStringList names;
    for (auto each = expected.crbegin(); each != expected.crend(); ++each)
        names += descriptions.at(*each);
    QCOMPARE(found(searchFor(text)), names);
    QCOMPARE(checkJournal(m_directory)->problems, QStringList());
}

void TestHistory::longestWord()
{
    const QString word = QString(longestSearchTerm - 1, u'w') + u"\U0001F3BB"_s;
    sell(word + u"w"_s);
    QCOMPARE(found(searchFor(word)).size(), 1);
    QCOMPARE(found(searchFor(word + u'w')), QStringList());
    QCOMPARE(found(searchFor(word + u' ' + QString(longestSearchTerm + 1, u'w'))), QStringList());
}

void TestHistory::stoppedBefore()
{
    sell(u"here"_s);
    const auto stop = std::make_shared<std::atomic_bool>(true);
    m_history->first(searchFor(u"here"_s), 1, stop, this, never<QList<SaleRecord>>());
    m_history->survey({}, stop, this, never<Survey>());
    m_history->walk(
        {}, [](const SaleLine &, qint64) { QFAIL("was visited"); }, stop, this, never<Done>());
    QCOMPARE(found(searchFor(u"here"_s)), QStringList(u"here"_s));
    // What is asked of the other threads afterwards is answered when the stopped question is over.
    int answers = 0;
    m_history->totals({}, this, [&](const auto &totals) { answers += int(totals.ok()); });
    m_history->walk(
        {}, [](const SaleLine &, qint64) {}, {}, this, [&](const auto &done) { answers += int(done.ok()); });
    QTRY_COMPARE(answers, 2);
}

void TestHistory::stoppedWhileItIsAsked()
{
    multiply();
    const SaleQuery byCard{.filter = {}, .order = {.key = SaleOrder::Card, .descending = false}};
    std::optional<qint64> count;
    for (int i = 0; i < 20; ++i) {
        const auto stop = std::make_shared<std::atomic_bool>(false);
        m_history->survey(byCard, stop, this, never<Survey>());
        if (i % 2 == 0)
            QThread::yieldCurrentThread();
        *stop = true;
    }
    m_history->survey(
        byCard, {}, this, [&](const Result<Survey> &survey) { count = survey ? survey->rows.size() : -1; });
    QTRY_VERIFY_WITH_TIMEOUT(count, 60'000);
    QCOMPARE(*count, 100'001);
}

void TestHistory::stoppedWhileItVisits()
{
    multiply();
    const auto stop = std::make_shared<std::atomic_bool>(false);
    std::atomic_int visits = 0;
    m_history->walk(
        {},
        [&](const SaleLine &, qint64) {
            ++visits;
            *stop = true;
        },
        stop, this, never<Done>());
    std::atomic_int visitsAgain = 0;
    bool done = false;
    m_history->walk(
        {}, [&](const SaleLine &, qint64) { ++visitsAgain; }, {}, this,
        [&](const Result<Done> &result) { done = result.ok(); });
    QTRY_VERIFY_WITH_TIMEOUT(done, 60'000);
    QCOMPARE(visitsAgain.load(), 100'001);
    QVERIFY2(visits > 0 && visits < 10'000, qPrintable(QString::number(visits)));
}

void TestHistory::goneWhileItIsAsked()
{
    multiply();
    for (int i = 0; i < 3; ++i) {
        auto history = std::make_unique<History>(m_directory);
        QSemaphore visiting;
        history->walk(
            {}, [&](const SaleLine &, qint64) { visiting.release(); }, {}, this, never<Done>());
        for (int question = 0; question < 50; ++question)
            history->survey({}, {}, this, never<Survey>());
        if (i > 0)
            visiting.acquire();
        history.reset();
    }
    QCoreApplication::processEvents();
}

/// An export that takes long holds its moment, and nobody up.
void TestHistory::readsBesideAWriter()
{
    for (int i = 0; i < 3; ++i)
        sell(u"before"_s);
    Journal journal(m_directory);
    bool opened = false;
    journal.open(this, [&](const Result<Done> &done) { opened = done.ok(); });
    QTRY_VERIFY(opened);

    QSemaphore visiting;
    QSemaphore appended;
    std::atomic_int visits = 0;
    std::atomic_int of = 0;
    bool walked = false;
    m_history->walk(
        {},
        [&](const SaleLine &, qint64 all) {
            of = int(all);
            if (++visits == 1) {
                visiting.release();
                appended.tryAcquire(1, 60'000);
            }
        },
        {}, this, [&](const Result<Done> &done) { walked = done.ok(); });
    QVERIFY(visiting.tryAcquire(1, 60'000));

    const QUuid id = makeUuidV7();
    bool committed = false;
    journal.append(intent(id), this, [&](const Result<SaleRecord> &sale) { committed = sale.ok(); });
    QTRY_VERIFY(committed);
    QVERIFY(!walked);
    QCOMPARE(found({}).size(), 4);
    QCOMPARE(found(searchFor(u"4711"_s)), QStringList(charge(id).request.description));
    appended.release();
    QTRY_VERIFY(walked);
    QCOMPARE(visits.load(), 3);
    QCOMPARE(of.load(), 3);
}

void TestHistory::missingJournalIsAnError()
{
    History history(m_home->filePath(u"nowhere"_s));
    bool refused = false;
    history.survey({}, {}, this, [&](const Result<Survey> &survey) {
        refused = !survey && survey.error().kind == ErrorKind::Storage;
    });
    QTRY_VERIFY(refused);
}

void TestHistory::checkFindsAnotherSearch_data()
{
    QTest::addColumn<QString>("sql");

    QTest::newRow("an entry less")
        << u"INSERT INTO search(search, rowid, text) SELECT 'delete', row_id, %1 FROM payments "
           "ORDER BY row_id LIMIT 1"_s;
    QTest::newRow("none") << u"INSERT INTO search(search) VALUES ('delete-all')"_s;
    QTest::newRow("an entry more") << u"INSERT INTO search(rowid, text) VALUES (1, 'stranger')"_s;
    QTest::newRow("one twice") << u"INSERT INTO search(rowid, text) SELECT row_id + 1, %1 FROM payments "
                                  "ORDER BY row_id LIMIT 1"_s;
}

void TestHistory::checkFindsAnotherSearch()
{
    QFETCH(QString, sql);
    sell(u"missing"_s, {{u"room"_s, u"12"_s}});
    sell(u"other"_s);
    m_history.reset();
    m_store.reset();
    QCOMPARE(checkJournal(m_directory)->problems, QStringList());
    const QString text = u"'missing' || char(10, 10) || 'room' || char(10, 10) || '12' || char(10, 10)"_s;
    QCOMPARE(RawDatabase(m_directory).run(sql.contains(u"%1"_s) ? sql.arg(text) : sql), QStringList());
    const QStringList problems = checkJournal(m_directory)->problems;
    QVERIFY(!problems.isEmpty());
    for (const QString &problem : problems)
        QVERIFY2(problem.contains(u"search"_s), qPrintable(problem));
    QCOMPARE(rebuildJournal(m_directory)->problems, QStringList());
    m_history = std::make_unique<History>(m_directory);
    QCOMPARE(found(searchFor(u"missi"_s)), QStringList(u"missing"_s));
}

void TestHistory::plans_data()
{
    QTest::addColumn<SaleFilter>("filter");

    QTest::newRow("all") << SaleFilter();
    QTest::newRow("a time") << SaleFilter{.from = QDateTime::fromSecsSinceEpoch(1, Qt::UTC)};
    QTest::newRow("facets") << SaleFilter{.outcomes = {Outcome::Paid},
        .currencies = {Currency::Eur},
        .channels = {u"counter"_s},
        .tills = {u"1"_s},
        .leastAmount = 1,
        .greatestAmount = 2,
        .refunded = true,
        .needsReview = true};
    QTest::newRow("text") << SaleFilter{.text = u"concert"_s};
    QTest::newRow("text and facets") << SaleFilter{.text = u"co concert"_s, .outcomes = {Outcome::Paid}};
}

/// The list is never sorted, and no scan touches the wide rows.
void TestHistory::plans()
{
    QFETCH(SaleFilter, filter);
    sell(u"concert"_s);
    Database database({.directory = m_directory});
    database.openForReading();
    SearchExpression search(database);
    for (const bool descending : {true, false}) {
        const SaleSelection selection
            = select({.filter = filter, .order = {.key = SaleOrder::Time, .descending = descending}}, search);
        Statement plan(database,
            u"EXPLAIN QUERY PLAN SELECT payments.row_id, currency, outcome, paid, refunded%1%2"_s.arg(
                selection.from, selection.orderBy));
        QStringList steps;
        plan.run(selection.values);
        while (plan.next())
            steps += plan.text(3);
        const QString all = steps.join(u" | "_s);
        QVERIFY2(!all.contains(u"TEMP B-TREE"_s), qPrintable(all));
        QVERIFY2(all.contains(u"USING COVERING INDEX payments_facets"_s), qPrintable(all));
    }
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
