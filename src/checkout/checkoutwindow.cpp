// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/checkoutwindow.h"

#include "checkout/guardedpage.h"
#include "checkout/pageframe.h"
#include "checkout/xcbactivation.h"
#include "ui_checkoutwindow.h"

#include <QAction>
#include <QCloseEvent>
#include <QIcon>
#include <QScreen>
#include <QWindow>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

CheckoutWindow::CheckoutWindow(bool sandboxed, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_ui(std::make_unique<Ui::CheckoutWindow>())
    , m_frame(new PageFrame(tr("&Reload page"), this))
{
    m_ui->setupUi(this);
    m_ui->layout->insertWidget(m_ui->layout->indexOf(m_ui->sandboxNote), m_frame, 1);
    m_ui->sandboxNote->setVisible(!sandboxed);
    setWindowIcon(QIcon(u":/checkout/payment.svg"_s));

    // Esc stays the page's own. The button has its letter as well, so the shortcut is an action's.
    auto *leave = new QAction(tr("Leave page"), this);
    leave->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_W));
    addAction(leave);
    m_ui->leaveShortcut->setText(leave->shortcut().toString(QKeySequence::NativeText));
    const auto leavePage = [this] { emit closeRequested(closedby::leave); };
    connect(leave, &QAction::triggered, this, leavePage);
    connect(m_ui->leaveButton, &QPushButton::clicked, this, leavePage);
    connect(m_frame, &PageFrame::overlayActionTriggered, this, &CheckoutWindow::reloadRequested);
}

CheckoutWindow::~CheckoutWindow() = default;

void CheckoutWindow::setPage(GuardedPage *page)
{
    m_frame->setPage(page);
}

void CheckoutWindow::present(const ShowPage &page)
{
    setHeader(page);
    m_frame->expect(page.pageUrl);
    m_appearing = true;
    fitScreen();
    const bool wasVisible = isVisible();
    show();
    windowHandle()->installEventFilter(this); // here, because the engine may have had it made anew
    stayAbove(*this, page.deskWindow);
    takeKeyboard(*this, page.deskWindow);
    m_frame->focusPage();
    if (wasVisible && std::exchange(m_appearing, false))
        emit onScreen();
}

void CheckoutWindow::takeKeyboardAgain(const ShowPage &page)
{
    takeKeyboard(*this, page.deskWindow);
    m_frame->focusPage();
}

void CheckoutWindow::expectPage(const QUrl &url)
{
    m_frame->expect(url);
}

void CheckoutWindow::closeEvent(QCloseEvent *event)
{
    event->ignore(); // the receiver hides it
    emit closeRequested(closedby::window);
}

bool CheckoutWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Expose && windowHandle()->isExposed() && std::exchange(m_appearing, false))
        emit onScreen();
    return QWidget::eventFilter(watched, event);
}

void CheckoutWindow::setHeader(const ShowPage &page)
{
    setWindowTitle(tr("%1 – card payment").arg(page.shop));
    setAccessibleName(windowTitle());
    m_ui->shop->setText(page.shop);
    m_ui->amount->setText(page.amount);
    m_ui->amount->setAccessibleName(page.amount);
    m_ui->description->setText(page.description);
    m_ui->description->setVisible(!page.description.isEmpty());
}

void CheckoutWindow::fitScreen()
{
    const QSize available = screen()->availableSize();
    if (!isVisible() && (width() > available.width() || height() > available.height()))
        resize(size().boundedTo(available));
}

} // namespace paydesk::checkout
