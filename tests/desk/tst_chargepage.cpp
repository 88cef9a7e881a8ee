// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "desk/chargepage.h"
#include "desk/metadataedit.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace Qt::StringLiterals;

/// The form, used as a cashier does: with the keyboard.
class TestChargePage : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void chargesWhatIsTyped_data();
    void chargesWhatIsTyped();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void chargesFromEachField();
    void chargesWithTheShortcut();
    void chargesInTheChosenCurrency();
    void countsCharacters_data();
    void countsCharacters();
    void limitsTheDescription();
    void limitsMetadata_data();
    void limitsMetadata();
    void problemGoesWhenTyped();
    void waitsUntilReady();
    void isFilledAndCleared();

private:
    QLineEdit *line(const QString &name) const { return m_page->findChild<QLineEdit *>(name); }
    QPushButton *button(const QString &name) const { return m_page->findChild<QPushButton *>(name); }
    QComboBox *currency() const { return m_page->findChild<QComboBox *>(); }
    QString problem() const { return m_page->findChild<QLabel *>(u"problem"_s)->text(); }
    QString count() const { return m_page->findChild<QLabel *>(u"descriptionCount"_s)->text(); }
    void type(const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    /// As the window system delivers it: to whatever has the keyboard.
    void press(Qt::Key key, Qt::KeyboardModifiers held = {})
    {
        QTest::keyClick(m_page->windowHandle(), key, held);
    }
    ChargeRequest requested() const { return m_requests->last().first().value<ChargeRequest>(); }

    std::unique_ptr<ChargePage> m_page;
    std::unique_ptr<QSignalSpy> m_requests;
};

void TestChargePage::init()
{
    m_page = std::make_unique<ChargePage>();
    m_requests = std::make_unique<QSignalSpy>(m_page.get(), &ChargePage::chargeRequested);
    m_page->resize(460, 700);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_page->focusAmount();
}

void TestChargePage::chargesWhatIsTyped_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<qint64>("minorUnits");

    QTest::newRow("25") << u"25"_s << qint64(2500);
    QTest::newRow("25.00") << u"25.00"_s << qint64(2500);
    QTest::newRow("25,00") << u"25,00"_s << qint64(2500);
    QTest::newRow("1 234,56") << u"1 234,56"_s << qint64(123'456);
    QTest::newRow("least") << u"0.01"_s << qint64(1);
    QTest::newRow("most") << u"999999.99"_s << Money::maximumCharge;
}

void TestChargePage::chargesWhatIsTyped()
{
    QFETCH(QString, typed);
    QFETCH(qint64, minorUnits);
    QVERIFY(m_page->isEmpty());
    type(typed);
    QVERIFY(!m_page->isEmpty());
    press(Qt::Key_Return);
    QTRY_COMPARE(m_requests->size(), 1);
    QCOMPARE(requested().amount, Money(minorUnits, Currency::Eur));
    QCOMPARE(requested().description, QString());
    QVERIFY(requested().metadata.isEmpty());
    QVERIFY(problem().isEmpty());
}

void TestChargePage::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("typed");

    QTest::newRow("nothing") << QString();
    QTest::newRow("zero") << u"0"_s;
    QTest::newRow("words") << u"ten"_s;
    QTest::newRow("negative") << u"-5"_s;
    QTest::newRow("too many digits") << u"1.2345"_s;
    QTest::newRow("too much") << u"1000000"_s;
    QTest::newRow("far too much") << u"99999999999999999999999"_s;
}

void TestChargePage::saysWhatIsWrong()
{
    QFETCH(QString, typed);
    line(u"description"_s)->setText(u"Two tickets"_s);
    type(typed);
    press(Qt::Key_Return);
    QTRY_VERIFY(!problem().isEmpty());
    QCOMPARE(m_requests->size(), 0);
    QCOMPARE(line(u"amount"_s)->text(), typed);
    QCOMPARE(line(u"description"_s)->text(), u"Two tickets"_s);
    QVERIFY2(line(u"amount"_s)->hasFocus(), "what is to be mended has the keyboard");
    QCOMPARE(line(u"amount"_s)->selectedText(), typed);
}

void TestChargePage::chargesFromEachField()
{
    type(u"25"_s);
    for (QWidget *field : std::initializer_list<QWidget *>{
             line(u"amount"_s), line(u"description"_s), button(u"chargeButton"_s)}) {
        field->setFocus();
        const qsizetype before = m_requests->size();
        press(Qt::Key_Enter); // that of the number pad
        QTRY_COMPARE(m_requests->size(), before + 1);
    }
}

void TestChargePage::chargesWithTheShortcut()
{
    type(u"25"_s);
    button(u"add"_s)->click();
    type(u"order"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    type(u"4711"_s);
    press(Qt::Key_C, Qt::AltModifier); // while the last cell is still being typed
    QTRY_COMPARE(m_requests->size(), 1);
    QCOMPARE(requested().metadata, (Metadata{{u"order"_s, u"4711"_s}}));
}

void TestChargePage::chargesInTheChosenCurrency()
{
    type(u"25"_s);
    currency()->setFocus();
    type(u"G"_s);
    line(u"amount"_s)->setFocus();
    press(Qt::Key_Return);
    QTRY_COMPARE(m_requests->size(), 1);
    QCOMPARE(requested().amount, Money(2500, Currency::Gbp));
    QCOMPARE(currency()->count(), 3);
}

void TestChargePage::countsCharacters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("count");

    QTest::newRow("nothing") << QString() << u"0 of 500 characters"_s;
    QTest::newRow("word") << u"Zoë"_s << u"3 of 500 characters"_s;
    QTest::newRow("emoji") << u"\U0001F3BB\U0001F3BB"_s << u"2 of 500 characters"_s;
    QTest::newRow("too long") << QString(501, u'x') << u"501 of 500 characters"_s;
}

void TestChargePage::countsCharacters()
{
    QFETCH(QString, text);
    line(u"description"_s)->setText(text);
    QTEST(count(), "count");
}

void TestChargePage::limitsTheDescription()
{
    const QString emoji = u"\U0001F3BB"_s;
    type(u"25"_s);
    line(u"description"_s)->setText(emoji.repeated(maximumDescriptionLength));
    press(Qt::Key_Return);
    QTRY_COMPARE(m_requests->size(), 1);
    QCOMPARE(requested().description, emoji.repeated(maximumDescriptionLength));

    const QString tooLong = emoji.repeated(maximumDescriptionLength + 1);
    line(u"description"_s)->setText(tooLong);
    press(Qt::Key_Return);
    QTRY_VERIFY(!problem().isEmpty());
    QCOMPARE(m_requests->size(), 1);
    QCOMPARE(line(u"description"_s)->text(), tooLong);
}

void TestChargePage::limitsMetadata_data()
{
    QTest::addColumn<Metadata>("metadata");
    QTest::addColumn<bool>("allowed");

    const auto rows = [](int count) {
        Metadata metadata;
        for (int i = 0; i < count; ++i)
            metadata.insert(u"key %1"_s.arg(i), u"value"_s);
        return metadata;
    };
    const QString emoji = u"\U0001F3BB"_s;
    QTest::newRow("47 rows") << rows(47) << true;
    QTest::newRow("48 rows") << rows(48) << false;
    QTest::newRow("500 characters") << Metadata{{u"a"_s, emoji.repeated(500)}} << true;
    QTest::newRow("501 characters") << Metadata{{u"a"_s, emoji.repeated(501)}} << false;
    QTest::newRow("value without a name") << Metadata{{QString(), u"value"_s}} << false;
    QTest::newRow("name without a value") << Metadata{{u"a"_s, QString()}} << true;
    QTest::newRow("Paydesk's own name") << Metadata{{u"paydesk_attempt"_s, u"x"_s}} << false;
}

void TestChargePage::limitsMetadata()
{
    QFETCH(Metadata, metadata);
    QFETCH(bool, allowed);
    m_page->fill({.amount = Money(2500, Currency::Eur), .metadata = metadata});
    press(Qt::Key_Return);
    QTRY_VERIFY(allowed ? m_requests->size() == 1 : !problem().isEmpty());
    QCOMPARE(m_requests->size(), allowed ? 1 : 0);
    if (allowed)
        QCOMPARE(requested().metadata, metadata);
    QCOMPARE(*m_page->findChild<MetadataEdit *>()->metadata(), metadata); // nothing is lost
}

void TestChargePage::problemGoesWhenTyped()
{
    press(Qt::Key_Return);
    QTRY_VERIFY(!problem().isEmpty());
    type(u"2"_s);
    QVERIFY(problem().isEmpty());
}

void TestChargePage::waitsUntilReady()
{
    m_page->setReady(false, u"Paydesk is starting."_s);
    type(u"25"_s);
    press(Qt::Key_Return);
    QCoreApplication::processEvents();
    QCOMPARE(m_requests->size(), 0);
    QCOMPARE(button(u"chargeButton"_s)->toolTip(), u"Paydesk is starting."_s);
    QCOMPARE(line(u"amount"_s)->text(), u"25"_s);
    m_page->setReady(true);
    press(Qt::Key_Return);
    QTRY_COMPARE(m_requests->size(), 1);
}

void TestChargePage::isFilledAndCleared()
{
    const ChargeRequest sale{.amount = Money(123'450, Currency::Usd),
        .description = u"Two tickets"_s,
        .metadata = {{u"order"_s, u"4711"_s}}};
    m_page->fill(sale);
    press(Qt::Key_Return);
    QTRY_COMPARE(m_requests->size(), 1);
    QCOMPARE(requested().amount, sale.amount);
    QCOMPARE(requested().description, sale.description);
    QCOMPARE(requested().metadata, sale.metadata);

    m_page->clear();
    QVERIFY(m_page->isEmpty());
    QCOMPARE(currency()->currentText(), u"USD"_s); // the next customer most likely pays in it too
}

QTEST_MAIN(TestChargePage)
#include "tst_chargepage.moc"
