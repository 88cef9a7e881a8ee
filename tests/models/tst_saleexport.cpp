// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/csvreader.h"
#include "models/saleexport.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRandomGenerator>
#include <QTest>

using namespace paydesk;
using namespace paydesk::models;
using paydesk::test::readCsv;
using namespace Qt::StringLiterals;

using Fields = QMap<QByteArray, QByteArray>;

/// What spreadsheets and scripts get of a sale.
class TestSaleExport : public QObject
{
    Q_OBJECT
private slots:
    void namesEveryField();
    void csvHasTheAgreedFields();
    void jsonHasTheSameFields();
    void missingIsEmptyOrNull();
    void writesAmounts_data();
    void writesAmounts();
    void writesTimes_data();
    void writesTimes();
    void neutralisesFormulas_data();
    void neutralisesFormulas();
    void ownNumbersAreNeverNeutralised();
    void anyTextComesBack_data();
    void anyTextComesBack();
};

namespace {

constexpr QByteArrayView mark("\xef\xbb\xbf");

journal::SaleLine fullSale()
{
    return {.startedMs = 1'763'820'185'250,
        .amount = 2500,
        .paid = 2500,
        .refunded = 705,
        .currency = Currency::Eur,
        .outcome = Outcome::Paid,
        .needsReview = true,
        .succeededMs = 1'763'820'200'000,
        .attemptId = "019aabcd-0000-7000-8000-000000000000",
        .paymentId = "pay_a1b2c3",
        .providerReference = "1402758057",
        .status = "succeeded",
        .channel = "counter",
        .till = "till-1",
        .cardBrand = "visa",
        .cardLast4 = "0042",
        .customerEmail = "zoe@example.com",
        .customerName = "Zo\xc3\xab",
        .declineCode = "none",
        .description = "Two tickets, row 7",
        .metadata = R"({"order":"4711"})"};
}

QByteArray lineOf(
    ExportFormat format, const journal::SaleLine &sale, const QTimeZone &zone = QTimeZone::utc())
{
    QByteArray line;
    SaleExport(format, zone).append(line, sale);
    return line;
}

/// The one sale of a CSV file, by the names in its head.
Fields csvFields(const journal::SaleLine &sale, const QTimeZone &zone = QTimeZone::utc())
{
    const SaleExport format(ExportFormat::Csv, zone);
    QByteArray file = format.head();
    format.append(file, sale);
    const auto rows = readCsv(file.sliced(mark.size()));
    if (!rows || rows->size() != 2 || rows->at(0).size() != rows->at(1).size())
        return {};
    Fields fields;
    for (qsizetype i = 0; i < rows->at(0).size(); ++i)
        fields.insert(rows->at(0)[i], rows->at(1)[i]);
    return fields;
}

QJsonObject jsonFields(const journal::SaleLine &sale)
{
    const QByteArray line = lineOf(ExportFormat::JsonLines, sale);
    if (line.count('\n') != 1 || !line.endsWith('\n'))
        return {};
    return QJsonDocument::fromJson(line).object();
}

} // namespace

void TestSaleExport::namesEveryField()
{
    const SaleExport csv(ExportFormat::Csv, QTimeZone::utc());
    QVERIFY2(csv.head().startsWith(mark), "Excel knows UTF-8 by it");
    QVERIFY(csv.head().endsWith("\r\n"));
    QVERIFY(SaleExport(ExportFormat::JsonLines, QTimeZone::utc()).head().isEmpty());
}

void TestSaleExport::csvHasTheAgreedFields()
{
    const Fields expected = {{"started_at", "2025-11-22T15:03:05.250+01:00"}, {"outcome", "paid"},
        {"needs_review", "true"}, {"currency", "EUR"}, {"amount", "25.00"}, {"amount_minor", "2500"},
        {"paid", "25.00"}, {"paid_minor", "2500"}, {"refunded", "7.05"}, {"refunded_minor", "705"},
        {"net", "17.95"}, {"net_minor", "1795"}, {"succeeded_at", "2025-11-22T15:03:20.000+01:00"},
        {"description", "Two tickets, row 7"}, {"channel", "counter"}, {"till", "till-1"},
        {"card_brand", "visa"}, {"card_last4", "0042"}, {"customer_name", "Zo\xc3\xab"},
        {"customer_email", "zoe@example.com"}, {"decline_code", "none"}, {"status", "succeeded"},
        {"payment_id", "pay_a1b2c3"}, {"provider_reference", "1402758057"},
        {"attempt_id", "019aabcd-0000-7000-8000-000000000000"}, {"metadata", R"({"order":"4711"})"}};
    QCOMPARE(csvFields(fullSale(), QTimeZone("Europe/Berlin")), expected);
}

void TestSaleExport::jsonHasTheSameFields()
{
    const Fields csv = csvFields(fullSale());
    const QJsonObject json = jsonFields(fullSale());
    QCOMPARE(json.keys().size(), csv.size());
    for (auto it = csv.cbegin(); it != csv.cend(); ++it) {
        const QString name = QString::fromLatin1(it.key());
        QVERIFY2(json.contains(name), it.key().constData());
        if (it.key() == "metadata")
            QCOMPARE(json[name].toObject(), (QJsonObject{{u"order"_s, u"4711"_s}}));
        else if (it.key() == "needs_review")
            QCOMPARE(json[name], QJsonValue(true));
        else if (it.key().endsWith("_minor"))
            QCOMPARE(json[name], QJsonValue(it.value().toInt()));
        else
            QCOMPARE(json[name], QJsonValue(QString::fromUtf8(it.value())));
    }
}

void TestSaleExport::missingIsEmptyOrNull()
{
    const Fields csv = csvFields({.startedMs = 0});
    const QJsonObject json = jsonFields({.startedMs = 0});
    for (const char *name : {"succeeded_at", "description", "card_last4", "payment_id", "customer_email"}) {
        QCOMPARE(csv.value(name), QByteArray());
        QVERIFY(json[QLatin1StringView(name)].isNull());
    }
    QCOMPARE(json[u"metadata"], QJsonValue(QJsonObject()));
    QCOMPARE(json[u"paid_minor"], QJsonValue(0));
}

void TestSaleExport::writesAmounts_data()
{
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<QByteArray>("major");
    QTest::newRow("none") << qint64(0) << QByteArray("0.00");
    QTest::newRow("one") << qint64(1) << QByteArray("0.01");
    QTest::newRow("ten") << qint64(10) << QByteArray("0.10");
    QTest::newRow("a hundred") << qint64(100) << QByteArray("1.00");
    QTest::newRow("no grouping") << qint64(Money::maximumCharge) << QByteArray("999999.99");
    QTest::newRow("beyond what a double holds")
        << qint64(9'007'199'254'740'993) << QByteArray("90071992547409.93");
}

void TestSaleExport::writesAmounts()
{
    QFETCH(qint64, minor);
    QFETCH(QByteArray, major);
    const journal::SaleLine sale{.amount = minor, .currency = Currency::Usd};
    QCOMPARE(csvFields(sale).value("amount"), major);
    QCOMPARE(csvFields(sale).value("amount_minor"), QByteArray::number(minor));
    QCOMPARE(jsonFields(sale)[u"amount"].toString().toLatin1(), major);
    QCOMPARE(jsonFields(sale)[u"amount_minor"].toInteger(), minor);
}

void TestSaleExport::writesTimes_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<qint64>("ms");
    for (const char *zone : {"UTC", "Europe/Berlin", "America/New_York", "America/St_Johns",
             "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu"}) {
        for (const qint64 ms : {qint64(0), qint64(951'782'399'999), qint64(951'782'400'000),
                 qint64(1'774'745'999'999), qint64(1'774'746'000'000), qint64(1'792'889'999'999),
                 qint64(1'792'890'000'000), qint64(4'102'444'800'000), qint64(5'000'000'000'123)})
            QTest::addRow("%s %lld", zone, static_cast<long long>(ms)) << QByteArray(zone) << ms;
        for (int i = 0; i < 20; ++i) {
            const qint64 ms = QRandomGenerator::global()->bounded(qint64(4'000'000'000'000));
            QTest::addRow("%s %lld", zone, static_cast<long long>(ms)) << QByteArray(zone) << ms;
        }
    }
}

void TestSaleExport::writesTimes()
{
    QFETCH(QByteArray, zone);
    QFETCH(qint64, ms);
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    const QTimeZone place(zone);
    const int offset = place.offsetFromUtc(utc);
    QString expected = utc.toOffsetFromUtc(offset).toString(Qt::ISODateWithMs);
    if (offset == 0) // which Qt writes as Z
        expected = expected.replace(u"Z"_s, u"+00:00"_s);
    QCOMPARE(csvFields({.startedMs = ms}, place).value("started_at"), expected.toLatin1());
}

void TestSaleExport::neutralisesFormulas_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("neutralised");
    for (const char *text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "   -1",
             "\xc2\xa0=1", "\xe3\x80\x80@x", "\xef\xbb\xbf=1",
             "\xef\xbc\x9d"
             "1",
             "\xef\xbc\x8b"
             "1",
             "\xef\xbc\x8d"
             "1",
             "\xef\xbc\xa0x",
             " \xef\xbc\x9d"
             "1",
             "=", "=cmd|' /C calc'!A0", "=HYPERLINK(\"https://x\",\"y\")"})
        QTest::newRow(text) << QByteArray(text) << true;
    for (const char *text : {"a=1", "1-2", "'=1", "(=1)", "a@b.c", "\"=1\"", "", " ", "\xe2\x82\xac 1"})
        QTest::newRow(text) << QByteArray(text) << false;
}

void TestSaleExport::neutralisesFormulas()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, neutralised);
    const QByteArray expected = neutralised ? "'" + text : text;
    journal::SaleLine sale = fullSale();
    sale.description = sale.till = sale.customerName = sale.customerEmail = sale.channel = text;
    const Fields csv = csvFields(sale);
    for (const char *name : {"description", "till", "customer_name", "customer_email", "channel"})
        QCOMPARE(csv.value(name), expected);
    QCOMPARE(jsonFields(sale)[u"till"].toString().toUtf8(), text);
}

void TestSaleExport::ownNumbersAreNeverNeutralised()
{
    const Fields csv = csvFields({.paid = 0, .refunded = 705});
    QCOMPARE(csv.value("net"), QByteArray("-7.05"));
    QCOMPARE(csv.value("net_minor"), QByteArray("-705"));
}

void TestSaleExport::anyTextComesBack_data()
{
    QTest::addColumn<quint32>("seed");
    for (int i = 0; i < 300; ++i) {
        const quint32 seed = QRandomGenerator::global()->generate();
        QTest::addRow("%u", seed) << seed;
    }
}

void TestSaleExport::anyTextComesBack()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    const QByteArrayList pieces = {"a", " ", "\"", "\"\"", ",", ";", "\r", "\n", "\r\n", "\t", "=", "+", "-",
        "@", "'", "\\", "\xf0\x9f\x8e\xbb", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "\xe2\x80\xae",
        "\xef\xbb\xbf", QByteArray(1, '\0'), "\x01", "\x1f", "\x7f", "\xc3\xa9", "{", "%", "\xe2\x80\xa8"};
    const auto text = [&] {
        QByteArray made;
        for (int i = random.bounded(12); i > 0; --i)
            made += pieces[random.bounded(pieces.size())];
        return made;
    };
    const QByteArray description = text();
    const QByteArray name = text();
    const Fields csv = csvFields({.customerName = name, .description = description});
    const QJsonObject json = jsonFields({.customerName = name, .description = description});
    QVERIFY2(!csv.isEmpty(), QByteArray(description.toHex() + ' ' + name.toHex()).constData());
    QVERIFY2(!json.isEmpty(), QByteArray(description.toHex() + ' ' + name.toHex()).constData());
    for (const auto &[field, expected] : {std::pair("description", description), {"customer_name", name}}) {
        QByteArray found = csv.value(field);
        if (found != expected) {
            QVERIFY(found.startsWith('\''));
            found = found.sliced(1);
        }
        QCOMPARE(found.toHex(), expected.toHex());
        QCOMPARE(json[QLatin1StringView(field)].toString().toUtf8().toHex(), expected.toHex());
    }
}

QTEST_GUILESS_MAIN(TestSaleExport)
#include "tst_saleexport.moc"
