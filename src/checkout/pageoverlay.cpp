// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/pageoverlay.h"

#include "checkout/tintedicon.h"

#include <QEvent>
#include <QKeyEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

namespace {

constexpr int iconSize = 64;
constexpr int textStretch = 2; // of four parts of the width

struct Explanation
{
    QString icon;
    QString heading;
    QString text;
};

Explanation explanationOf(GuardedPage::Failure failure)
{
    switch (failure) {
    case GuardedPage::Failure::Unreachable:
        return {u"offline"_s, PageOverlay::tr("The page could not be reached"),
            PageOverlay::tr("Check that this computer is connected to the internet, then try again.")};
    case GuardedPage::Failure::Untrusted:
        return {u"not-trusted"_s, PageOverlay::tr("The page could not prove where it comes from"),
            PageOverlay::tr("So it was not opened. Check the date and time of this computer, then try again. "
                            "If that does not help, do not enter a card here.")};
    case GuardedPage::Failure::ServerError:
        return {u"offline"_s, PageOverlay::tr("The page is not available just now"),
            PageOverlay::tr("It answered with an error. Wait a moment, then try again.")};
    case GuardedPage::Failure::Crashed:
        break;
    }
    return {u"stopped"_s, PageOverlay::tr("The page has stopped"),
        PageOverlay::tr("What was typed into it is gone. Load it again to continue: it knows "
                        "whether the payment went through.")};
}

QLabel *centredLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    return label;
}

} // namespace

PageOverlay::PageOverlay(const QString &action, QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_heading(centredLabel(this))
    , m_text(centredLabel(this))
    , m_action(new QPushButton(action, this))
{
    QFont large = m_heading->font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    m_heading->setFont(large);
    m_action->setAccessibleName(QString(action).remove(u'&'));
    m_action->setMinimumSize(160, 36);
    setFocusProxy(m_action);
    connect(m_action, &QPushButton::clicked, this, &PageOverlay::actionTriggered);

    auto *column = new QVBoxLayout;
    column->setSpacing(16);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addWidget(m_heading);
    column->addWidget(m_text);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(3);

    // Stretches beside the column, not an alignment in it: that would clip a text of several lines.
    auto *layout = new QHBoxLayout(this);
    layout->addStretch(1);
    layout->addLayout(column, textStretch);
    layout->addStretch(1);
}

void PageOverlay::explain(GuardedPage::Failure failure)
{
    m_failure = failure;
    const Explanation explanation = explanationOf(failure);
    m_heading->setText(explanation.heading);
    m_heading->setAccessibleName(explanation.heading);
    m_text->setText(explanation.text);
    m_text->setAccessibleName(explanation.text);
    m_icon->setAccessibleName(explanation.heading);
    setAccessibleName(explanation.heading);
    drawIcon();
}

void PageOverlay::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcon();
}

void PageOverlay::keyPressEvent(QKeyEvent *event)
{
    // Outside a dialog a button takes only the space bar.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        m_action->click();
    else
        QWidget::keyPressEvent(event);
}

void PageOverlay::drawIcon()
{
    m_icon->setPixmap(tintedIcon(explanationOf(m_failure).icon, Tone::Plain, iconSize, *this));
}

} // namespace paydesk::checkout
