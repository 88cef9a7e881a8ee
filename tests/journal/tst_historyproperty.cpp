// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsontext.h"
#include "journal/historyreader.h"
#include "journal/journalcheck.h"
#include "journal/naivehistory.h"
#include "journal/randomsales.h"
#include "journal/samples.h"
#include "journal/searchtext.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace samples;

/// Whatever is asked of the history, of whatever sales: the answer is the one that a plain loop over all of
/// them gives.
class TestHistoryProperty : public QObject
{
    Q_OBJECT
private slots:
    void agreesWithANaiveAnswer();

private:
    void append(const QList<Event> &events);
    void readAll();
    void compareAll();
    void compare(const SaleQuery &query, bool thoroughly);
    void compareWalk(const SaleQuery &query, const QList<SaleRecord> &expected);
    void compareTakings(const SaleFilter &filter);
    void compareRefunds();
    SaleQuery randomQuery();
    QString randomSearch();
    QDateTime randomTime();

    QTemporaryDir m_home;
    QString m_directory = m_home.filePath(u"journal"_s);
    std::unique_ptr<RandomSales> m_random;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<HistoryReader> m_reader;
    QList<SaleRecord> m_sales;
};

namespace {

constexpr int sales = 400;
constexpr int furtherEvents = 1'200;
constexpr int queries = 200; ///< before, in between and after a rebuild

/// For people who read a failure.
QString inWords(const SaleQuery &query)
{
    return u"text %1 order %2 %3: %4"_s
        .arg(QString::fromLatin1(compactJson(QJsonArray{query.filter.text}).toPercentEncoding(" []\"")))
        .arg(query.order.key)
        .arg(query.order.descending)
        .arg(naive::sql(query));
}

} // namespace

#define COMPARE_ANSWERS(actual, expected)                                                                    \
    if (!((actual) == (expected)))                                                                           \
    QFAIL(qPrintable(#actual " differs for "_L1 + inWords(query)))

void TestHistoryProperty::agreesWithANaiveAnswer()
{
    const quint32 seed = qEnvironmentVariableIntValue("PAYDESK_SEED") != 0
        ? quint32(qEnvironmentVariableIntValue("PAYDESK_SEED"))
        : std::random_device()();
    qInfo("PAYDESK_SEED=%u", seed);
    m_random = std::make_unique<RandomSales>(seed);
    m_store = openStore(m_directory);

    for (int i = 0; i < sales; ++i)
        append(m_random->begin());
    compareAll();

    for (int i = 0; i < furtherEvents; ++i)
        append(m_random->goOn());
    compareAll();

    const auto checked = checkJournal(m_directory);
    QVERIFY(checked.ok());
    QCOMPARE(checked->problems, QStringList());
    const auto rebuilt = rebuildJournal(m_directory);
    QVERIFY(rebuilt.ok());
    QCOMPARE(rebuilt->problems, QStringList());
    QCOMPARE(rebuilt->sales, sales);
    compareAll();
}

void TestHistoryProperty::append(const QList<Event> &events)
{
    for (const Event &event : events) {
        const auto appended = m_store->append(event);
        // More than is left is never refunded.
        QVERIFY2(appended.ok() || event.kind == EventKind::RefundIntent,
            appended ? "" : qPrintable(appended.error().detail));
    }
}

void TestHistoryProperty::readAll()
{
    const auto all = m_store->newestFirst({.beforeRow = {}, .limit = 10 * sales});
    QVERIFY(all.ok());
    m_sales = *all;
    QCOMPARE(m_sales.size(), sales);
    if (!m_reader) {
        auto opened = HistoryReader::open(m_directory);
        QVERIFY(opened.ok());
        m_reader = std::move(opened).value();
    }
}

void TestHistoryProperty::compareAll()
{
    readAll();
    for (int key = SaleOrder::Time; key <= SaleOrder::Till && !QTest::currentTestFailed(); ++key) {
        for (const bool descending : {false, true})
            compare({.filter = {}, .order = {.key = SaleOrder::Key(key), .descending = descending}}, true);
    }
    for (int i = 0; i < queries && !QTest::currentTestFailed(); ++i)
        compare(randomQuery(), i % 16 == 0);
    for (int i = 0; i < queries / 8 && !QTest::currentTestFailed(); ++i) {
        compareTakings(i == 0 ? SaleFilter() : randomQuery().filter);
        compareRefunds();
    }
}

void TestHistoryProperty::compare(const SaleQuery &query, bool thoroughly)
{
    const QList<SaleRecord> expected = naive::select(m_sales, query);
    const QList<qint64> rows = naive::rowsOf(expected);
    const auto survey = m_reader->survey(query);
    QVERIFY2(survey.ok(), survey ? "" : qPrintable(survey.error().detail + inWords(query)));
    COMPARE_ANSWERS(survey->rows, rows);
    COMPARE_ANSWERS(survey->totals, naive::totals(expected));
    COMPARE_ANSWERS(m_reader->totals(query.filter).value(), survey->totals);

    const int limit = m_random->below(60);
    COMPARE_ANSWERS(naive::rowsOf(m_reader->first(query, limit).value()),
        rows.first(qMin(qsizetype(limit), rows.size())));

    if (query.filter.text.isEmpty()) {
        QList<qint64> found;
        for (const QString &cell : RawDatabase(m_directory).run(naive::sql(query)))
            found += cell.toLongLong();
        COMPARE_ANSWERS(found, rows);
    }
    for (const SaleRecord &sale : m_sales) {
        if (thoroughly || m_random->oneIn(20))
            COMPARE_ANSWERS(m_reader->matches(sale.rowId, query.filter).value(), rows.contains(sale.rowId));
    }
    if (thoroughly)
        compareWalk(query, expected);
}

void TestHistoryProperty::compareWalk(const SaleQuery &query, const QList<SaleRecord> &expected)
{
    qsizetype at = 0;
    QStringList differences;
    const auto check = [&](const SaleLine &line, qint64 of) {
        const SaleRecord sale = expected.value(at++);
        const Payment payment = sale.payment.value_or(Payment());
        const auto same = [&](const char *what, const QByteArrayView &is, const QString &should) {
            if (is != should.toUtf8())
                differences += QLatin1StringView(what);
        };
        if (of != expected.size() || line.startedMs != sale.startedAt.toMSecsSinceEpoch()
            || Money(line.amount, line.currency) != sale.amount || line.paid != paidAmount(sale).minorUnits()
            || line.refunded != refundedAmount(sale).minorUnits() || line.outcome != sale.outcome
            || line.needsReview != sale.needsReview
            || line.succeededMs.has_value() != payment.succeededAt.isValid()
            || line.succeededMs.value_or(0)
                != (payment.succeededAt.isValid() ? payment.succeededAt.toMSecsSinceEpoch() : 0))
            differences += u"a number"_s;
        same("attempt", line.attemptId, sale.attemptId.toString(QUuid::WithoutBraces));
        same("payment", line.paymentId, payment.id);
        same("reference", line.providerReference, payment.providerReference);
        same("status", line.status, sale.payment ? payment.status.toWire() : QString());
        same("channel", line.channel, sale.channel);
        same("till", line.till, sale.till);
        same("brand", line.cardBrand, payment.card.value_or(Card()).brand);
        same("last4", line.cardLast4, payment.card.value_or(Card()).last4);
        same("email", line.customerEmail, payment.customer.value_or(Payer()).email);
        same("name", line.customerName, payment.customer.value_or(Payer()).name);
        same("decline", line.declineCode, payment.declineCode);
        same("description", line.description, sale.description);
        const QJsonObject pairs = QJsonDocument::fromJson(line.metadata.toByteArray()).object();
        if (metadataFromFacts(pairs) != sale.metadata)
            differences += u"metadata"_s;
    };
    QVERIFY(m_reader->walk(query, check).ok());
    QVERIFY2(
        differences.isEmpty() && at == expected.size(), qPrintable(differences.join(u' ') + inWords(query)));
}

void TestHistoryProperty::compareTakings(const SaleFilter &filter)
{
    QList<QDateTime> moments;
    for (int more = 2 + m_random->below(6); more > 0; --more)
        moments += randomTime();
    std::sort(moments.begin(), moments.end());
    auto takings = m_reader->takings(filter, moments);
    QVERIFY(takings.ok());
    QList<Takings> found = *takings;
    const QList<Takings> expected = naive::takings(m_sales, filter, moments);
    const auto inOrder = [](const Takings &one, const Takings &other) {
        return std::pair(one.slot, one.currency) < std::pair(other.slot, other.currency);
    };
    QVERIFY(std::is_sorted(found.begin(), found.end(), inOrder));
    QCOMPARE(found.size(), expected.size());
    for (qsizetype i = 0; i < found.size(); ++i) {
        QCOMPARE(found.at(i).slot, expected.at(i).slot);
        QCOMPARE(found.at(i).currency, expected.at(i).currency);
        QCOMPARE(found.at(i).count, expected.at(i).count);
        QCOMPARE(found.at(i).gross, expected.at(i).gross);
        QCOMPARE(found.at(i).refunded, expected.at(i).refunded);
    }
}

void TestHistoryProperty::compareRefunds()
{
    const QDateTime one = randomTime();
    const QDateTime other = randomTime();
    const auto found = m_reader->refundsMade(std::min(one, other), std::max(one, other));
    QVERIFY(found.ok());
    const QList<RefundTotal> expected
        = naive::refundsMade(m_sales, std::min(one, other), std::max(one, other));
    QCOMPARE(found->size(), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i) {
        QCOMPARE(found->at(i).currency, expected.at(i).currency);
        QCOMPARE(found->at(i).count, expected.at(i).count);
        QCOMPARE(found->at(i).refunded, expected.at(i).refunded);
        QCOMPARE(found->at(i).pending, expected.at(i).pending);
    }
}

QDateTime TestHistoryProperty::randomTime()
{
    return RandomSales::firstDay().addSecs(m_random->below(RandomSales::days * 24 * 60) * 60);
}

/// Mostly a piece of what is there: one character, two, three or more, from anywhere within a field.
QString TestHistoryProperty::randomSearch()
{
    const SaleRecord sale = m_sales.at(m_random->below(int(m_sales.size())));
    QStringList fields = sale.metadata.keys() + sale.metadata.values() + sale.requestIds;
    fields += sale.description;
    if (sale.payment && sale.payment->customer)
        fields += {sale.payment->customer->name, sale.payment->customer->email};
    if (sale.payment)
        fields += {sale.payment->id, sale.payment->providerReference};
    const QString field = fields.at(m_random->below(int(fields.size())));
    const int lengths[] = {1, 1, 2, 2, 3, 3, 4, 5, 8, 1'000};
    const int length = lengths[m_random->below(10)];
    const QString cut = field.mid(m_random->below(int(field.size()) + 1), length);
    switch (m_random->below(6)) {
    case 0:
        return cut + u' ' + field.right(2);
    case 1:
        return cut.toUpper();
    case 2:
        return m_random->text();
    case 3:
        return m_random->oneIn(2) ? cut + u"qqq"_s : u"\u20ac"_s;
    default:
        return cut;
    }
}

SaleQuery TestHistoryProperty::randomQuery()
{
    RandomSales &random = *m_random;
    SaleQuery query{.filter = {},
        .order = {.key = SaleOrder::Key(random.below(SaleOrder::Till + 1)), .descending = random.oneIn(2)}};
    SaleFilter &filter = query.filter;
    if (random.oneIn(2))
        filter.text = randomSearch();
    if (random.oneIn(4))
        filter.from = randomTime();
    if (random.oneIn(4))
        filter.before = randomTime();
    for (const Outcome outcome :
        {Outcome::Paid, Outcome::Declined, Outcome::NotKnownYet, Outcome::InProgress}) {
        if (random.oneIn(10))
            filter.outcomes += outcome;
    }
    for (const Currency currency : allCurrencies) {
        if (random.oneIn(10))
            filter.currencies += currency;
    }
    for (const QString &channel : {u"counter"_s, u"phone"_s, u"o'clock"_s}) {
        if (random.oneIn(12))
            filter.channels += channel;
    }
    for (const QString &till : {u"till-1"_s, u"till-2"_s, u""_s}) {
        if (random.oneIn(12))
            filter.tills += till;
    }
    if (random.oneIn(6))
        filter.leastAmount = random.below(50'000);
    if (random.oneIn(6))
        filter.greatestAmount = random.below(50'000);
    if (random.oneIn(5))
        filter.refunded = random.oneIn(2);
    filter.needsReview = random.oneIn(8);
    return query;
}

QTEST_GUILESS_MAIN(TestHistoryProperty)
#include "tst_historyproperty.moc"
