// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/popupwindow.h"

#include "checkout/pageframe.h"

#include <QAction>
#include <QCloseEvent>
#include <QScreen>
#include <QVBoxLayout>
#include <QWebEngineNewWindowRequest>

namespace paydesk::checkout {

namespace {

constexpr QSize defaultSize(600, 680);
constexpr QSize smallestSize(400, 400);

} // namespace

PopupWindow::PopupWindow(QWebEngineProfile *profile, const QUrl &returnUrl, QWidget *over)
    : QWidget(over, Qt::Window)
    , m_page(std::make_unique<GuardedPage>(profile, returnUrl))
    , m_frame(new PageFrame(tr("Close window"), this))
{
    setWindowTitle(tr("Card payment"));
    setAccessibleName(windowTitle());
    setWindowIcon(over->windowIcon());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_frame);
    m_frame->setPage(m_page.get());

    auto *close = new QAction(tr("Close window"), this);
    close->setShortcut(QKeySequence::Close);
    addAction(close);
    connect(close, &QAction::triggered, this, &QWidget::close);
    connect(m_frame, &PageFrame::overlayActionTriggered, this, &QWidget::close);
    connect(m_page.get(), &QWebEnginePage::windowCloseRequested, this, &QWidget::close);
}

PopupWindow::~PopupWindow()
{
    m_frame->setPage(nullptr);
}

GuardedPage *PopupWindow::page() const
{
    return m_page.get();
}

void PopupWindow::open(QWebEngineNewWindowRequest &request)
{
    const QSize wanted = request.requestedGeometry().size();
    const QSize available = screen()->availableSize();
    resize((wanted.isEmpty() ? defaultSize : wanted.expandedTo(smallestSize)).boundedTo(available));
    request.openIn(m_page.get());
    show();
    raise();
    activateWindow();
    m_frame->focusPage();
}

void PopupWindow::closeEvent(QCloseEvent *event)
{
    event->accept();
    emit closed();
}

} // namespace paydesk::checkout
