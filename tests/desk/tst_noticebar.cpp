// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/noticebar.h"
#include "desk/palettes.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// The notices under the banner.
class TestNoticeBar : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void nothingHidesAnother();
    void loudestFirst();
    void sameKeyReplaces();
    void clearsOnlyItsOwn();
    void staysWithoutDismiss();
    void fewAreShown();
    void newOneIsSeen();
    void actsOnSpaceOnly();
    void leavesTheKeyboardAlone();
    void givesTheKeyboardBack();
    void actionMayTakeItAway();
    void takesTextAsText();
    void canBeRead();

private:
    void show(NoticeTopic topic, const QString &text, const QUuid &about = {})
    {
        m_bar->show({.key = {topic, about}, .text = text});
    }
    QStringList texts() const
    {
        QMap<int, QString> byPlace; // as on the screen
        for (const QLabel *label : m_bar->findChildren<QLabel *>(u"text"_s)) {
            if (label->isVisible())
                byPlace[label->mapTo(m_bar, QPoint()).y()] = label->text();
        }
        return byPlace.values();
    }
    QPushButton *button(const QString &text) const
    {
        for (QPushButton *button : m_bar->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == text)
                return button;
        }
        return nullptr;
    }
    QPushButton *more() const { return m_bar->findChild<QPushButton *>(u"moreNotices"_s); }
    void press(Qt::Key key) { QTest::keyClick(m_window->windowHandle(), key); }

    std::unique_ptr<QWidget> m_window;
    NoticeBar *m_bar = nullptr;
    QLineEdit *m_field = nullptr;
};

void TestNoticeBar::init()
{
    m_window = std::make_unique<QWidget>();
    m_window->setPalette(lightPalette());
    auto *layout = new QVBoxLayout(m_window.get());
    m_bar = new NoticeBar(m_window.get());
    m_field = new QLineEdit(m_window.get());
    layout->addWidget(m_bar);
    layout->addWidget(m_field);
    m_window->resize(900, 300);
    m_window->show();
    m_window->activateWindow();
    m_field->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestNoticeBar::cleanup()
{
    m_window.reset();
}

void TestNoticeBar::nothingHidesAnother()
{
    QVERIFY(!m_bar->isVisible());
    show(NoticeTopic::PaidLate, u"late"_s, QUuid::createUuid());
    show(NoticeTopic::Storage, u"disk"_s);
    QTRY_COMPARE(texts(), (QStringList{u"disk"_s, u"late"_s}));
}

void TestNoticeBar::loudestFirst()
{
    show(NoticeTopic::Refund, u"refund"_s);
    show(NoticeTopic::PaidTwice, u"twice"_s);
    show(NoticeTopic::PaidLate, u"late"_s);
    QTRY_COMPARE(texts(), (QStringList{u"twice"_s, u"late"_s, u"refund"_s}));
    m_bar->clear({NoticeTopic::Refund});
    show(NoticeTopic::PaidLate, u"later"_s, QUuid::createUuid());
    QTRY_COMPARE(texts(), (QStringList{u"twice"_s, u"later"_s, u"late"_s}));
}

void TestNoticeBar::sameKeyReplaces()
{
    const QUuid sale = QUuid::createUuid();
    show(NoticeTopic::Review, u"old"_s, sale);
    show(NoticeTopic::Review, u"new"_s, sale);
    QTRY_COMPARE(texts(), QStringList{u"new"_s});
    show(NoticeTopic::Review, u"another sale"_s, QUuid::createUuid());
    QTRY_COMPARE(texts(), (QStringList{u"another sale"_s, u"new"_s}));
}

void TestNoticeBar::clearsOnlyItsOwn()
{
    const QUuid sale = QUuid::createUuid();
    show(NoticeTopic::PaidLate, u"late"_s, sale);
    m_bar->clear({NoticeTopic::Storage});
    m_bar->clear({NoticeTopic::PaidLate});
    m_bar->clear({NoticeTopic::PaidLate, QUuid::createUuid()});
    QCOMPARE(texts(), QStringList{u"late"_s});
    m_bar->clear({NoticeTopic::PaidLate, sale});
    QVERIFY(!m_bar->isVisible());
}

void TestNoticeBar::staysWithoutDismiss()
{
    show(NoticeTopic::Storage, u"disk"_s);
    QVERIFY(!button(u"Dismiss"_s));
    m_bar->show({.key = {NoticeTopic::PaidLate}, .text = u"late"_s, .dismissable = true});
    QVERIFY(button(u"Dismiss"_s));
    button(u"Dismiss"_s)->click();
    QTRY_COMPARE(texts(), QStringList{u"disk"_s});
}

void TestNoticeBar::fewAreShown()
{
    for (const QString &text : {u"1"_s, u"2"_s, u"3"_s})
        show(NoticeTopic::PaidLate, text, QUuid::createUuid());
    QVERIFY(!more()->isVisible());
    for (const QString &text : {u"4"_s, u"5"_s, u"6"_s, u"7"_s})
        show(NoticeTopic::PaidLate, text, QUuid::createUuid());
    QTRY_COMPARE(texts(), (QStringList{u"7"_s, u"6"_s, u"5"_s}));
    QVERIFY2(more()->text().startsWith(u'4'), qPrintable(more()->text()));
    const int height = m_bar->height();
    more()->click();
    QTRY_COMPARE(texts(), (QStringList{u"4"_s, u"3"_s, u"2"_s}));
    QCOMPARE(m_bar->height(), height);
    more()->click();
    QTRY_COMPARE(texts(), QStringList{u"1"_s});
    more()->click();
    QTRY_COMPARE(texts(), (QStringList{u"7"_s, u"6"_s, u"5"_s}));
}

void TestNoticeBar::newOneIsSeen()
{
    for (int i = 0; i < 6; ++i)
        show(NoticeTopic::PaidLate, QString::number(i), QUuid::createUuid());
    more()->click();
    show(NoticeTopic::PaidTwice, u"twice"_s);
    QTRY_COMPARE(texts().value(0), u"twice"_s);
}

void TestNoticeBar::actsOnSpaceOnly()
{
    int done = 0;
    m_bar->show({.key = {NoticeTopic::PaidLate},
        .text = u"late"_s,
        .actions = {{u"Act"_s, [&done] { ++done; }}},
        .dismissable = true});
    press(Qt::Key_Return);
    press(Qt::Key_Escape);
    press(Qt::Key_Space);
    QCOMPARE(done, 0);
    QVERIFY(m_bar->isVisible());
    press(Qt::Key_Tab);
    QTRY_VERIFY(button(u"Act"_s)->hasFocus());
    press(Qt::Key_Return);
    QCOMPARE(done, 0);
    press(Qt::Key_Space);
    QTRY_COMPARE(done, 1);
}

void TestNoticeBar::leavesTheKeyboardAlone()
{
    m_bar->show({.key = {NoticeTopic::PaidLate},
        .text = u"late"_s,
        .actions = {{u"Act"_s, [] {}}},
        .dismissable = true});
    QVERIFY(m_field->hasFocus());
    QTest::mouseClick(button(u"Act"_s), Qt::LeftButton);
    QVERIFY(m_field->hasFocus());
    QTest::mouseClick(button(u"Dismiss"_s), Qt::LeftButton);
    QVERIFY(m_field->hasFocus());
}

void TestNoticeBar::givesTheKeyboardBack()
{
    for (const QString &text : {u"one"_s, u"two"_s})
        m_bar->show({.key = {NoticeTopic::PaidLate, QUuid::createUuid()}, .text = text, .dismissable = true});
    press(Qt::Key_Tab);
    QTRY_VERIFY(!m_field->hasFocus());
    press(Qt::Key_Space);
    QTRY_COMPARE(texts().size(), 1);
    QVERIFY2(m_field->hasFocus(), "not the next notice, where the next key would act");
}

void TestNoticeBar::actionMayTakeItAway()
{
    m_bar->show({.key = {NoticeTopic::PaidLate},
        .text = u"late"_s,
        .actions = {{u"Act"_s, [this] { m_bar->clear({NoticeTopic::PaidLate}); }}}});
    button(u"Act"_s)->click();
    QVERIFY(!m_bar->isVisible());
}

void TestNoticeBar::takesTextAsText()
{
    m_bar->show({.key = {NoticeTopic::Storage}, .text = u"<b>disk</b>"_s, .detail = u"<i>x</i>"_s});
    QCOMPARE(texts(), QStringList{u"<b>disk</b>"_s});
    const auto *label = m_bar->findChild<QLabel *>(u"text"_s);
    QCOMPARE(label->textFormat(), Qt::PlainText);
    QVERIFY(!label->toolTip().contains(u"<i>"_s));
}

void TestNoticeBar::canBeRead()
{
    for (const QPalette &palette : {lightPalette(), darkPalette()}) {
        m_window->setPalette(palette);
        for (const Tone tone : {Tone::Good, Tone::Bad, Tone::Open}) {
            m_bar->clear({NoticeTopic::Setup});
            m_bar->show({.key = {NoticeTopic::Setup}, .tone = tone, .text = u"text"_s});
            const QList<QLabel *> labels = m_bar->findChildren<QLabel *>(u"text"_s);
            const QLabel *label = labels.last();
            QVERIFY(contrast(label->palette().color(QPalette::WindowText),
                        label->parentWidget()->palette().color(QPalette::Base))
                >= readable);
        }
    }
}

QTEST_MAIN(TestNoticeBar)
#include "tst_noticebar.moc"
