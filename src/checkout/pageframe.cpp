// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/pageframe.h"

#include "checkout/connectionlabel.h"
#include "checkout/pageoverlay.h"
#include "checkout/pageview.h"
#include "checkout/xcbactivation.h"

#include <QApplication>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

namespace {

constexpr int progressHeight = 3;

} // namespace

PageFrame::PageFrame(const QString &overlayAction, QWidget *parent)
    : QWidget(parent)
    , m_connection(new ConnectionLabel(this))
    , m_progress(new QProgressBar(this))
    , m_stack(new QStackedWidget(this))
    , m_view(new PageView(this))
    , m_overlay(new PageOverlay(overlayAction, this))
{
    m_connection->setContentsMargins(16, 4, 16, 6);
    m_progress->setAccessibleName(tr("Loading"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(progressHeight);
    QSizePolicy keepsRoom = m_progress->sizePolicy();
    keepsRoom.setRetainSizeWhenHidden(true); // the page must not jump
    m_progress->setSizePolicy(keepsRoom);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_overlay);
    connect(m_overlay, &PageOverlay::actionTriggered, this, &PageFrame::overlayActionTriggered);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_connection);
    layout->addWidget(m_progress);
    layout->addWidget(m_stack, 1);
}

void PageFrame::setPage(GuardedPage *page)
{
    if (m_page)
        m_page->disconnect(this);
    m_page = page;
    m_view->setPage(page);
    m_stack->setCurrentWidget(m_view);
    m_progress->hide();
    if (!page)
        return;
    connect(page, &GuardedPage::failed, this, &PageFrame::showFailure);
    connect(page, &QWebEnginePage::urlChanged, this, &PageFrame::updateConnection);
    connect(page, &QWebEnginePage::loadStarted, m_progress, &QWidget::show);
    connect(page, &QWebEnginePage::loadProgress, m_progress, &QProgressBar::setValue);
    connect(page, &QWebEnginePage::loadFinished, m_progress, &QWidget::hide);
    connect(page, &QWebEnginePage::loadFinished, this, &PageFrame::noticeKeyboard);
    updateConnection();
}

void PageFrame::expect(const QUrl &url)
{
    m_connection->setConnecting(url);
    m_stack->setCurrentWidget(m_view);
    focusPage();
}

void PageFrame::focusPage()
{
    m_stack->currentWidget()->setFocus();
}

/// Qt overlooks that a window which it hid and showed again within a moment got the keyboard back: keys reach
/// the page then, but it shows no cursor.
void PageFrame::noticeKeyboard()
{
    if (!window()->isActiveWindow() && hasKeyboard(*window()))
        QApplication::setActiveWindow(window());
}

void PageFrame::showFailure(GuardedPage::Failure failure)
{
    m_progress->hide();
    m_connection->setNotConnected();
    m_overlay->explain(failure);
    m_stack->setCurrentWidget(m_overlay);
    focusPage();
}

void PageFrame::updateConnection()
{
    const QUrl url = m_page->url();
    if (url.isEmpty() || url.scheme() == "about"_L1)
        m_connection->setConnecting({});
    else
        m_connection->setUrl(url);
}

} // namespace paydesk::checkout
