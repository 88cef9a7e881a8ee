// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "desk/metadataedit.h"

#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace Qt::StringLiterals;

/// Name and value rows, typed with the keyboard.
class TestMetadataEdit : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void startsEmpty();
    void isTyped();
    void isReadWhileACellIsOpen();
    void holdsWhatItWasGiven();
    void refusesTheSameNameTwice();
    void leavesEmptyRowsOut();
    void removesRows();
    void endsAtTheLimit();

private:
    QPushButton *button(const QString &name) const { return m_edit->findChild<QPushButton *>(name); }
    QTableWidget *table() const { return m_edit->findChild<QTableWidget *>(); }
    QString count() const { return m_edit->findChild<QLabel *>(u"count"_s)->text(); }
    /// As the window system delivers it: to whatever has the keyboard. Return ends a cell a little later.
    void type(const QString &text)
    {
        for (const QChar letter : text)
            QTest::keyClick(m_edit->windowHandle(), letter.toLatin1());
    }
    void press(Qt::Key key) { QTest::keyClick(m_edit->windowHandle(), key); }

    std::unique_ptr<MetadataEdit> m_edit;
};

void TestMetadataEdit::init()
{
    m_edit = std::make_unique<MetadataEdit>();
    m_edit->resize(400, 400);
    m_edit->show();
    m_edit->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_edit.get()));
}

void TestMetadataEdit::startsEmpty()
{
    QVERIFY(m_edit->isEmpty());
    QVERIFY(m_edit->metadata()->isEmpty());
    QVERIFY(!table()->isVisible());
    QVERIFY(!button(u"remove"_s)->isVisible());
    QCOMPARE(count(), u"0 of 47 rows"_s);
}

void TestMetadataEdit::isTyped()
{
    button(u"add"_s)->setFocus();
    press(Qt::Key_Space);
    type(u"order"_s);
    press(Qt::Key_Tab);
    type(u"4711"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(*m_edit->metadata(), (Metadata{{u"order"_s, u"4711"_s}}));
    QVERIFY(!m_edit->isEmpty());
    QCOMPARE(count(), u"1 of 47 rows"_s);
}

void TestMetadataEdit::isReadWhileACellIsOpen()
{
    button(u"add"_s)->click();
    type(u"order"_s);
    press(Qt::Key_Tab);
    type(u"4711"_s);
    m_edit->finishTyping();
    QCOMPARE(*m_edit->metadata(), (Metadata{{u"order"_s, u"4711"_s}}));
}

void TestMetadataEdit::holdsWhatItWasGiven()
{
    const Metadata metadata = {{u"a"_s, u"1"_s}, {u"b"_s, u" spaces "_s}, {u"Zoë"_s, u"\U0001F3BB"_s}};
    m_edit->setMetadata(metadata);
    QCOMPARE(*m_edit->metadata(), metadata);
    m_edit->setMetadata({});
    QVERIFY(m_edit->isEmpty());
}

void TestMetadataEdit::refusesTheSameNameTwice()
{
    m_edit->setMetadata({{u"order"_s, u"1"_s}});
    button(u"add"_s)->click();
    type(u" order "_s);
    m_edit->finishTyping();
    const auto metadata = m_edit->metadata();
    QVERIFY(!metadata.ok());
    QCOMPARE(metadata.error().kind, ErrorKind::InvalidInput);
    QVERIFY(metadata.error().text.contains(u"order"_s));
    QCOMPARE(table()->rowCount(), 2);
}

void TestMetadataEdit::leavesEmptyRowsOut()
{
    button(u"add"_s)->click();
    press(Qt::Key_Escape);
    QVERIFY(m_edit->metadata()->isEmpty());
    button(u"add"_s)->click();
    press(Qt::Key_Tab);
    type(u"value without a name"_s);
    m_edit->finishTyping();
    QVERIFY2(m_edit->metadata()->contains(QString()), "what was typed is not lost in silence");
}

void TestMetadataEdit::removesRows()
{
    m_edit->setMetadata({{u"a"_s, u"1"_s}, {u"b"_s, u"2"_s}, {u"c"_s, u"3"_s}});
    table()->setCurrentCell(1, 0);
    button(u"remove"_s)->click();
    QCOMPARE(*m_edit->metadata(), (Metadata{{u"a"_s, u"1"_s}, {u"c"_s, u"3"_s}}));
    button(u"remove"_s)->click();
    button(u"remove"_s)->click();
    QVERIFY(m_edit->isEmpty());
    QVERIFY(!table()->isVisible());
    QVERIFY(!button(u"remove"_s)->isVisible());
}

void TestMetadataEdit::endsAtTheLimit()
{
    Metadata metadata;
    for (int i = 1; i < maximumStaffMetadataPairs; ++i)
        metadata.insert(u"key %1"_s.arg(i), u"value"_s);
    m_edit->setMetadata(metadata);
    QVERIFY(button(u"add"_s)->isEnabled());
    button(u"add"_s)->click();
    QVERIFY(!button(u"add"_s)->isEnabled());
    QCOMPARE(count(), u"47 of 47 rows"_s);
    button(u"remove"_s)->click();
    QVERIFY(button(u"add"_s)->isEnabled());
}

QTEST_MAIN(TestMetadataEdit)
#include "tst_metadataedit.moc"
