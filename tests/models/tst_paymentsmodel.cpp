// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/openjournal.h"
#include "models/paymentsmodel.h"
#include "models/saletext.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace paydesk;
using namespace paydesk::models;
using paydesk::test::OpenJournal;
using namespace Qt::StringLiterals;

/// The list of payments over a real journal: any row as it is looked at, changing live.
class TestPaymentsModel : public QObject
{
    Q_OBJECT
private slots:
    void startsEmpty();
    void readsTheFirstRowsThenAll();
    void readsAnyRowThatIsLookedAt();
    void takesANewSaleAtTheTop();
    void takesAChangeInTheMiddle();
    void takesAChangeOfARowThatWasNotRead();
    void changesWhileReading();
    void filters();
    void aSaleLeavesTheFilter();
    void orders();
    void ordersOnlyWhatHasAnOrder();
    void totalsFollow();
    void theNewestQueryWins();
    void showsWhatASaleIs();
    void namesItsColumns();
    void loadsAnew();
    void failsWithoutAJournal();
    void cards_data();
    void cards();
};

namespace {

/// The model under the eyes of Qt's own test of models.
struct List
{
    explicit List(OpenJournal &source)
        : model(source.journal(), source.history())
    {
    }

    /// Reads all rows of the present query.
    void load()
    {
        model.load();
        QTRY_VERIFY(model.isComplete());
    }
    /// Reads another query's.
    void ask(const journal::SaleQuery &query)
    {
        model.setQuery(query);
        QTRY_VERIFY(model.isComplete());
    }
    /// Looks at every row until it has been read.
    QList<QUuid> ids()
    {
        for (int row = 0; row < model.rowCount(); ++row) {
            if (!QTest::qWaitFor([this, row] { return model.sale(model.index(row, 0)) != nullptr; }))
                return {};
        }
        QList<QUuid> list;
        for (int row = 0; row < model.rowCount(); ++row)
            list += model.index(row, 0).data(PaymentsModel::AttemptIdRole).toUuid();
        return list;
    }
    QString cell(int row, int column) const { return model.index(row, column).data().toString(); }

    PaymentsModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
};

QList<QUuid> newestFirst(QList<QUuid> ids)
{
    std::reverse(ids.begin(), ids.end());
    return ids;
}

journal::SaleQuery paidOnly()
{
    return {.filter = {.outcomes = {Outcome::Paid}}, .order = {}};
}

} // namespace

void TestPaymentsModel::startsEmpty()
{
    OpenJournal source;
    source.sell(1);
    List list(source);
    QCOMPARE(list.model.rowCount(), 0);
    QVERIFY2(!list.model.isComplete(), "nothing is read before load()");
    list.load();
    QCOMPARE(list.model.rowCount(), 1);
    QCOMPARE(list.model.columnCount(), int(PaymentsModel::ColumnCount));
}

void TestPaymentsModel::readsTheFirstRowsThenAll()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(450));
    List list(source);
    int rowsWhenLoaded = -1;
    connect(
        &list.model, &PaymentsModel::loaded, &list.model, [&] { rowsWhenLoaded = list.model.rowCount(); });
    const QSignalSpy reset(&list.model, &QAbstractItemModel::modelReset);
    list.load();
    QCOMPARE(list.model.rowCount(), 450);
    QTRY_VERIFY2(
        rowsWhenLoaded == 100 || rowsWhenLoaded == 450, "the first rows, or all, if they came sooner");
    QVERIFY2(reset.size() <= 1, "the rest is added to the first rows");
    QCOMPARE(list.ids(), ids);
}

void TestPaymentsModel::readsAnyRowThatIsLookedAt()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(450));
    List list(source);
    list.load();
    QSignalSpy changed(&list.model, &QAbstractItemModel::dataChanged);
    QCOMPARE(list.cell(300, PaymentsModel::Time), u"…"_s);
    QCOMPARE(list.cell(300, PaymentsModel::Amount), QString());
    QVERIFY(list.model.index(300, 0).data(PaymentsModel::AttemptIdRole).toUuid().isNull());
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(list.model.index(300, 0).data(PaymentsModel::AttemptIdRole).toUuid(), ids.at(300));
    QVERIFY2(list.model.sale(list.model.index(310, 0)), "and what is near it");
    QCOMPARE(list.cell(300, PaymentsModel::Amount), u"EUR 25.00"_s);
}

void TestPaymentsModel::takesANewSaleAtTheTop()
{
    OpenJournal source;
    QList<QUuid> ids = newestFirst(source.sell(210));
    List list(source);
    list.load();
    const QSignalSpy inserted(&list.model, &QAbstractItemModel::rowsInserted);
    ids.prepend(source.sell(1).first());
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 0);
    QCOMPARE(list.ids(), ids);
}

void TestPaymentsModel::takesAChangeInTheMiddle()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(20));
    List list(source);
    list.load();
    QCOMPARE(list.ids(), ids);
    const QSignalSpy changed(&list.model, &QAbstractItemModel::dataChanged);
    const QSignalSpy inserted(&list.model, &QAbstractItemModel::rowsInserted);
    source.settle(ids[7], PaymentStatus::Succeeded);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(changed.last().at(0).toModelIndex(), list.model.index(7, 0));
    QCOMPARE(changed.last().at(1).toModelIndex(), list.model.index(7, PaymentsModel::ColumnCount - 1));
    QCOMPARE(inserted.size(), 0);
    QCOMPARE(list.cell(7, PaymentsModel::Status), u"Paid"_s);
    QCOMPARE(list.cell(8, PaymentsModel::Status), list.cell(6, PaymentsModel::Status));
    QCOMPARE(list.ids(), ids);
}

void TestPaymentsModel::takesAChangeOfARowThatWasNotRead()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(220));
    List list(source);
    list.load();
    source.settle(ids[210], PaymentStatus::Failed);
    QCOMPARE(list.ids(), ids);
    QCOMPARE(list.cell(210, PaymentsModel::Status), u"Declined"_s);
}

void TestPaymentsModel::changesWhileReading()
{
    OpenJournal source;
    QList<QUuid> ids = newestFirst(source.sell(210));
    List list(source);
    list.model.load();
    source.settle(ids[205], PaymentStatus::Expired);
    source.settle(ids[5], PaymentStatus::Canceled);
    ids.prepend(source.sell(1).first());
    QTRY_VERIFY(list.model.isComplete());
    QTRY_COMPARE(list.model.rowCount(), 211);
    QCOMPARE(list.ids(), ids);
    QCOMPARE(list.cell(206, PaymentsModel::Status), u"Expired"_s);
    QCOMPARE(list.cell(6, PaymentsModel::Status), u"Canceled"_s);
}

void TestPaymentsModel::filters()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(6));
    source.settle(ids[1], PaymentStatus::Succeeded);
    source.settle(ids[4], PaymentStatus::Succeeded);
    List list(source);
    list.load();
    QCOMPARE(list.ids(), ids);
    list.ask(paidOnly());
    QCOMPARE(list.ids(), (QList{ids[1], ids[4]}));
    const QSignalSpy loaded(&list.model, &PaymentsModel::loaded);
    list.model.setQuery(paidOnly());
    QVERIFY2(list.model.isComplete() && loaded.isEmpty(), "the same query is not read again");
    list.ask({});
    QCOMPARE(list.ids(), ids);
}

void TestPaymentsModel::aSaleLeavesTheFilter()
{
    OpenJournal source;
    QList<QUuid> ids = newestFirst(source.sell(3));
    List list(source);
    list.ask({.filter = {.outcomes = {Outcome::InProgress}}, .order = {}});
    QCOMPARE(list.ids(), ids);
    source.settle(ids[1], PaymentStatus::Succeeded);
    QTRY_COMPARE(list.model.rowCount(), 2);
    QCOMPARE(list.ids(), (QList{ids[0], ids[2]}));
    // And one enters it, where its time is.
    list.ask(paidOnly());
    source.settle(ids[2], PaymentStatus::Succeeded);
    QTRY_COMPARE(list.model.rowCount(), 2);
    source.settle(ids[0], PaymentStatus::Succeeded);
    QTRY_COMPARE(list.model.rowCount(), 3);
    QCOMPARE(list.ids(), ids);
}

void TestPaymentsModel::orders()
{
    OpenJournal source;
    QList<QUuid> ids;
    for (const qint64 amount : {300, 100, 200})
        ids += source.sell(1, Money(amount, Currency::Eur));
    List list(source);
    list.load();
    list.model.sort(PaymentsModel::Amount, Qt::AscendingOrder);
    QTRY_VERIFY(list.model.isComplete());
    QCOMPARE(list.ids(), (QList{ids[1], ids[2], ids[0]}));
    QCOMPARE(list.model.orderColumn(), int(PaymentsModel::Amount));
    ids += source.sell(1, Money(250, Currency::Eur));
    QTRY_COMPARE(list.model.rowCount(), 4);
    QCOMPARE(list.ids(), (QList{ids[1], ids[2], ids[3], ids[0]}));
    list.model.sort(PaymentsModel::Time, Qt::AscendingOrder);
    QTRY_VERIFY(list.model.isComplete());
    QCOMPARE(list.ids(), ids);
}

void TestPaymentsModel::ordersOnlyWhatHasAnOrder()
{
    OpenJournal source;
    List list(source);
    list.load();
    QVERIFY(!PaymentsModel::isSortable(PaymentsModel::FlowlixId));
    list.model.sort(PaymentsModel::FlowlixId, Qt::AscendingOrder);
    QCOMPARE(list.model.query(), journal::SaleQuery());
    for (int column = 0; column < PaymentsModel::ColumnCount; ++column) {
        if (column == PaymentsModel::FlowlixId)
            continue;
        QVERIFY(PaymentsModel::isSortable(column));
        list.model.sort(column, Qt::DescendingOrder);
        QCOMPARE(list.model.orderColumn(), column);
    }
}

void TestPaymentsModel::totalsFollow()
{
    OpenJournal source;
    const QList<QUuid> ids = source.sell(2);
    List list(source);
    list.load();
    QCOMPARE(list.model.totals().size(), 1);
    QCOMPARE(list.model.totals().first().count, 2);
    QCOMPARE(list.model.totals().first().gross, 0);
    source.settle(ids.first(), PaymentStatus::Succeeded);
    QTRY_COMPARE(list.model.totals().size(), 2);
    QCOMPARE(list.model.totals().last().count + list.model.totals().first().count, 2);
    const auto paid = std::find_if(list.model.totals().cbegin(), list.model.totals().cend(),
        [](const journal::SaleTotal &total) { return total.outcome == Outcome::Paid; });
    QCOMPARE(paid->gross, 2500);
    QCOMPARE(paid->net(), 2500);
}

/// As when somebody types: each letter asks, the last one counts.
void TestPaymentsModel::theNewestQueryWins()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(300));
    source.settle(ids[3], PaymentStatus::Succeeded);
    List list(source);
    list.load();
    for (const QString &text : {u"t"_s, u"ti"_s, u"tic"_s, u"tick"_s, u"nothing is like this"_s})
        list.model.setQuery({.filter = {.text = text}, .order = {}});
    list.ask(paidOnly());
    QCOMPARE(list.ids(), QList{ids[3]});
}

void TestPaymentsModel::showsWhatASaleIs()
{
    OpenJournal source;
    const QUuid id = source.sell(1, Money(123'450, Currency::Gbp)).first();
    source.settle(id, PaymentStatus::Succeeded, Money(123'450, Currency::Gbp));
    List list(source);
    list.load();
    QCOMPARE(list.ids(), QList{id});
    QCOMPARE(list.cell(0, PaymentsModel::Amount), u"GBP 1,234.50"_s);
    QCOMPARE(list.cell(0, PaymentsModel::Status), u"Paid"_s);
    QCOMPARE(list.cell(0, PaymentsModel::Description), samples::charge(id).request.description);
    QCOMPARE(list.cell(0, PaymentsModel::CardUsed), u"Visa •••• 1111"_s);
    QCOMPARE(list.cell(0, PaymentsModel::FlowlixId), u"pay_"_s + id.toString(QUuid::WithoutBraces));
    QVERIFY(!list.cell(0, PaymentsModel::Time).isEmpty());
    const QModelIndex amount = list.model.index(0, PaymentsModel::Amount);
    QCOMPARE(amount.data(PaymentsModel::OutcomeRole).toInt(), int(Outcome::Paid));
    QVERIFY(amount.data(Qt::TextAlignmentRole).value<Qt::Alignment>().testFlag(Qt::AlignRight));
}

void TestPaymentsModel::namesItsColumns()
{
    OpenJournal source;
    List list(source);
    QStringList names;
    for (int column = 0; column < PaymentsModel::ColumnCount; ++column)
        names += list.model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QCOMPARE(names,
        (QStringList{u"Time"_s, u"Amount"_s, u"Status"_s, u"Description"_s, u"Card"_s, u"Flowlix ID"_s,
            u"Refunded"_s, u"Channel"_s, u"Till"_s}));
}

void TestPaymentsModel::loadsAnew()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(3));
    List list(source);
    list.load();
    list.load();
    QCOMPARE(list.ids(), ids);
}

void TestPaymentsModel::failsWithoutAJournal()
{
    const QTemporaryDir directory;
    journal::Journal closed(directory.filePath(u"journal"_s));
    journal::History history(directory.filePath(u"journal"_s));
    PaymentsModel model(closed, history);
    QSignalSpy failed(&model, &PaymentsModel::failed);
    model.load();
    QTRY_VERIFY(!failed.isEmpty());
    QCOMPARE(failed.first().first().value<Error>().kind, ErrorKind::Storage);
}

void TestPaymentsModel::cards_data()
{
    QTest::addColumn<QString>("brand");
    QTest::addColumn<QString>("last4");
    QTest::addColumn<QString>("text");

    QTest::newRow("whole") << u"visa"_s << u"1111"_s << u"Visa •••• 1111"_s;
    QTest::newRow("no brand") << QString() << u"1111"_s << u"•••• 1111"_s;
    QTest::newRow("no digits") << u"mastercard"_s << QString() << u"Mastercard"_s;
    QTest::newRow("nothing") << QString() << QString() << QString();
}

void TestPaymentsModel::cards()
{
    QFETCH(QString, brand);
    QFETCH(QString, last4);
    Payment payment;
    QCOMPARE(cardText(payment), QString());
    payment.card = Card{.brand = brand, .last4 = last4};
    QTEST(cardText(payment), "text");
    QCOMPARE(cardText({}), QString());
}

QTEST_GUILESS_MAIN(TestPaymentsModel)
#include "tst_paymentsmodel.moc"
