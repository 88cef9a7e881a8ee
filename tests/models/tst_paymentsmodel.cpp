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

/// The list of payments over a real journal: newest first, a page at a time, changing live.
class TestPaymentsModel : public QObject
{
    Q_OBJECT
private slots:
    void startsEmpty();
    void readsPageByPage();
    void takesANewSaleAtTheTop();
    void takesAChangeInTheMiddle();
    void changeBelowWhatWasReadLeavesNoGap();
    void changeWhileReading();
    void showsWhatASaleIs();
    void namesItsColumns();
    void loadsAnew();
    void failsWithoutAJournal();
    void cards_data();
    void cards();
};

namespace {

struct List
{
    explicit List(OpenJournal &source)
        : model(source.journal())
    {
    }

    /// Loads the first page.
    void load()
    {
        QSignalSpy loaded(&model, &PaymentsModel::loaded);
        model.load();
        QTRY_COMPARE(loaded.size(), 1);
    }
    /// Reads one page more.
    void more()
    {
        const int before = model.rowCount();
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        QTRY_VERIFY(model.rowCount() > before);
    }
    QList<QUuid> ids() const
    {
        QList<QUuid> list;
        for (int row = 0; row < model.rowCount(); ++row)
            list += model.index(row, 0).data(PaymentsModel::AttemptIdRole).toUuid();
        return list;
    }
    QString cell(int row, int column) const { return model.index(row, column).data().toString(); }

    PaymentsModel model;
};

/// The model under the eyes of Qt's own test of models, which asks for more at every signal.
struct Watched : List
{
    using List::List;

    /// Asks for more until this many rows are there.
    void readAll(qsizetype rows) { QTRY_COMPARE((model.fetchMore({}), model.rowCount()), int(rows)); }

    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
};

QList<QUuid> newestFirst(QList<QUuid> ids)
{
    std::reverse(ids.begin(), ids.end());
    return ids;
}

} // namespace

void TestPaymentsModel::startsEmpty()
{
    OpenJournal source;
    Watched list(source);
    QCOMPARE(list.model.rowCount(), 0);
    QVERIFY2(!list.model.canFetchMore({}), "nothing is read before load()");
    list.load();
    QCOMPARE(list.model.rowCount(), 0);
    QVERIFY(!list.model.canFetchMore({}));
    QCOMPARE(list.model.columnCount(), int(PaymentsModel::ColumnCount));
}

void TestPaymentsModel::readsPageByPage()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(450));
    List list(source);
    list.load();
    QCOMPARE(list.ids(), ids.first(200));
    list.more();
    QCOMPARE(list.ids(), ids.first(400));
    list.more();
    QCOMPARE(list.ids(), ids);
    QVERIFY(!list.model.canFetchMore({}));

    Watched watched(source);
    watched.load();
    watched.readAll(ids.size());
    QCOMPARE(watched.ids(), ids);
}

void TestPaymentsModel::takesANewSaleAtTheTop()
{
    OpenJournal source;
    QList<QUuid> ids = newestFirst(source.sell(210));
    List list(source);
    list.load();
    Watched watched(source);
    watched.load();
    const QSignalSpy inserted(&list.model, &QAbstractItemModel::rowsInserted);
    ids.prepend(source.sell(1).first());
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 0);
    QCOMPARE(list.ids(), ids.first(201));
    list.more();
    QCOMPARE(list.ids(), ids);
    watched.readAll(ids.size());
    QCOMPARE(watched.ids(), ids);
}

void TestPaymentsModel::takesAChangeInTheMiddle()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(20));
    Watched list(source);
    list.load();
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

void TestPaymentsModel::changeBelowWhatWasReadLeavesNoGap()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(220));
    List list(source);
    list.load();
    source.settle(ids[210], PaymentStatus::Failed);
    QCOMPARE(list.ids(), ids.first(200));
    list.more();
    QCOMPARE(list.ids(), ids);
    QCOMPARE(list.cell(210, PaymentsModel::Status), u"Declined"_s);
}

void TestPaymentsModel::changeWhileReading()
{
    OpenJournal source;
    QList<QUuid> ids = newestFirst(source.sell(210));
    Watched list(source);
    list.model.load();
    QVERIFY2(!list.model.canFetchMore({}), "one page at a time");
    // Queued one behind the other: a page is read, then these are appended.
    source.settle(ids[205], PaymentStatus::Expired);
    source.settle(ids[5], PaymentStatus::Canceled);
    ids.prepend(source.sell(1).first());
    list.readAll(ids.size());
    QCOMPARE(list.ids(), ids);
    QCOMPARE(list.cell(206, PaymentsModel::Status), u"Expired"_s);
    QCOMPARE(list.cell(6, PaymentsModel::Status), u"Canceled"_s);
}

void TestPaymentsModel::showsWhatASaleIs()
{
    OpenJournal source;
    const QUuid id = source.sell(1, Money(123'450, Currency::Gbp)).first();
    source.settle(id, PaymentStatus::Succeeded, Money(123'450, Currency::Gbp));
    Watched list(source);
    list.load();
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
    const Watched list(source);
    QStringList names;
    for (int column = 0; column < PaymentsModel::ColumnCount; ++column)
        names += list.model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QCOMPARE(names,
        (QStringList{u"Time"_s, u"Amount"_s, u"Status"_s, u"Description"_s, u"Card"_s, u"Flowlix ID"_s}));
}

void TestPaymentsModel::loadsAnew()
{
    OpenJournal source;
    const QList<QUuid> ids = newestFirst(source.sell(3));
    Watched list(source);
    list.load();
    list.load();
    QCOMPARE(list.ids(), ids);
}

void TestPaymentsModel::failsWithoutAJournal()
{
    const QTemporaryDir directory;
    journal::Journal closed(directory.filePath(u"journal"_s));
    PaymentsModel model(closed);
    QSignalSpy failed(&model, &PaymentsModel::failed);
    model.load();
    QTRY_COMPARE(failed.size(), 1);
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
