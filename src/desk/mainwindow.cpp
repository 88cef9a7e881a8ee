// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/mainwindow.h"

#include "checkout/checkoutprocess.h"
#include "desk/desktopnotifier.h"
#include "desk/focushandover.h"
#include "desk/historydialogs.h"
#include "desk/saleactions.h"
#include "desk/salenotices.h"
#include "journal/journal.h"
#include "journal/replacement.h"
#include "models/todaytotals.h"
#include "payments/charge.h"
#include "payments/servicewatch.h"
#include "payments/sync.h"
#include "payments/till.h"
#include "ui_mainwindow.h"

#include <QDir>
#include <QIcon>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using payments::Charge;
using payments::Phase;
using payments::Till;

namespace {

/// Of a sale that is not under way any more.
payments::ChargeState settledState(const journal::SaleRecord &sale)
{
    return {.phase = Phase::Settled, .sale = sale, .pageWanted = false};
}

} // namespace

MainWindow::MainWindow(const settings::Settings &settings, bool asRoot)
    : m_ui(std::make_unique<Ui::MainWindow>())
    , m_focus(new FocusHandover(*this))
    , m_desktop(new DesktopNotifier(QDBusConnection::sessionBus(), this))
    , m_head({settings.shopName, settings.mode})
    , m_day(settings.businessDay)
{
    m_ui->setupUi(this);
    setWindowIcon(QIcon(u":/desk/paydesk.svg"_s));
    setWindowTitle(tr("%1 – Paydesk").arg(settings.shopName));
    m_ui->modeBanner->setMode(settings.mode, settings.shopName, asRoot);
    m_ui->serviceLine->setTraining(settings.mode == Mode::Training);
    m_ui->chargePage->setReady(false, tr("Paydesk is starting."));
    m_ui->chargePage->focusAmount();

    wirePages();
    if (settings.warning)
        m_ui->notices->show({.key = {NoticeTopic::Setup},
            .tone = Tone::Open,
            .text = settings.warning->text,
            .dismissable = true});
}

MainWindow::~MainWindow() = default;

void MainWindow::wirePages()
{
    const auto withCurrent = [this](void (Charge::*act)()) {
        return [this, act] {
            if (Charge *current = m_till->current())
                (current->*act)();
        };
    };
    connect(m_ui->chargePage, &ChargePage::chargeRequested, this, &MainWindow::charge);
    connect(m_ui->interlockPage, &InterlockPage::checkAgainRequested, this, [this] {
        if (m_earlier)
            m_earlier->checkAgain();
    });
    connect(m_ui->interlockPage, &InterlockPage::resumePageRequested, this, &MainWindow::resumeEarlier);
    connect(m_ui->interlockPage, &InterlockPage::backRequested, this, &MainWindow::showForm);
    connect(m_ui->interlockPage, &InterlockPage::chargeAnywayRequested, this, &MainWindow::chargeAnyway);
    connect(m_ui->waitingPage, &WaitingPage::goToPageRequested, this, withCurrent(&Charge::raisePage));
    connect(m_ui->waitingPage, &WaitingPage::stopWaitingRequested, this, withCurrent(&Charge::stopWaiting));
    connect(m_focus, &FocusHandover::askAgain, this, withCurrent(&Charge::raisePage));
    connect(m_ui->resultPage, &ResultPage::newPaymentRequested, this, &MainWindow::newPayment);
    connect(m_ui->resultPage, &ResultPage::tryAnotherCardRequested, this, &MainWindow::tryAnotherCard);
    connect(m_ui->resultPage, &ResultPage::checkAgainRequested, this, withCurrent(&Charge::checkAgain));
    connect(m_ui->resultPage, &ResultPage::reopenPageRequested, this, withCurrent(&Charge::reopenPage));
    connect(m_ui->paymentsPage, &PaymentsPage::saleChosen, this, &MainWindow::showSale);
}

void MainWindow::setModels(models::PaymentsModel &payments, models::TodayTotals &totals)
{
    m_totals = &totals;
    m_ui->paymentsPage->setModels(payments, totals);
}

void MainWindow::setHistory(
    models::PaymentsModel &found, const journal::Journal &journal, journal::History &history)
{
    m_history = &history;
    m_ui->historyPage->setModel(found, journal, history);
    m_ui->historyPage->setBusinessDay(m_day);
    wireHistoryDialogs(journal);
    connect(m_ui->paymentsPage, &PaymentsPage::historyRequested, this, &MainWindow::showHistory);
    connect(m_ui->historyPage, &HistoryPage::counterRequested, this, &MainWindow::showCounter);
    connect(new QShortcut(QKeySequence(Qt::Key_F2), this), &QShortcut::activated, this,
        [this] { m_ui->historyPage->isVisible() ? showCounter() : showHistory(); });
}

void MainWindow::wireHistoryDialogs(const journal::Journal &journal)
{
    auto *dialogs
        = new HistoryDialogs(*m_history, m_day, settings::defaultFile(), {.shop = m_head, .till = {}}, this);
    dialogs->serve(*m_ui->historyPage, journal);
    connect(dialogs, &HistoryDialogs::businessDayChanged, this, [this](const BusinessDay &day) {
        m_ui->historyPage->setBusinessDay(day);
        m_totals->setBusinessDay(day);
    });
}

void MainWindow::setSync(payments::Sync &sync)
{
    m_ui->historyPage->setServices(*m_till, sync);
    connect(m_ui->historyPage, &HistoryPage::refundRequested, m_actions, &SaleActions::refund);
    connect(m_ui->historyPage, &HistoryPage::receiptRequested, m_actions, &SaleActions::print);
    connect(m_ui->historyPage, &HistoryPage::reviewedRequested, m_actions, &SaleActions::markReviewed);
    connect(m_ui->historyPage, &HistoryPage::openPageRequested, this, [this](const QUuid &attemptId) {
        if (counterIsFree() && m_till->makeCurrent(attemptId))
            m_till->current()->reopenPage();
        else
            showCounter(); // where what stands in the way is seen
    });
    m_actions->setHistory(*m_history);
}

void MainWindow::showHistory()
{
    m_ui->sides->setCurrentWidget(m_ui->historyPage);
    m_ui->historyPage->focusSearch();
}

void MainWindow::showCounter()
{
    if (m_ui->sides->currentWidget() == m_ui->counterSide)
        return;
    m_ui->sides->setCurrentWidget(m_ui->counterSide);
    if (m_ui->counter->currentWidget() == m_ui->chargePage)
        m_ui->chargePage->focusAmount();
    else if (m_ui->counter->currentWidget() == m_ui->resultPage)
        m_ui->resultPage->focusNext();
    else
        m_ui->counter->currentWidget()->setFocus();
}

void MainWindow::openCounter(Till &till, checkout::CheckoutProcess &checkout, journal::Journal &journal)
{
    m_till = &till;
    till.setDeskWindow(quint32(winId()));
    connect(&till, &Till::recovered, this, [this] { m_ui->chargePage->setReady(true); });
    connect(&till, &Till::currentChanged, this, [this] {
        disconnect(m_following);
        if (Charge *current = m_till->current()) {
            m_following = connect(current, &Charge::changed, this, &MainWindow::showCurrent);
            showCurrent();
        }
    });
    wireProblems(checkout);
    wireSales(journal);
}

void MainWindow::wireSales(journal::Journal &journal)
{
    m_actions = new SaleActions(*m_till, journal, m_head, this);
    auto *notices = new SaleNotices(*m_till, journal, *m_actions, *m_ui->notices, *m_desktop, this);
    connect(notices, &SaleNotices::showRequested, this, &MainWindow::showSale);
    connect(m_actions, &SaleActions::failed, this, &MainWindow::showStorageProblem);
    connect(m_ui->resultPage, &ResultPage::receiptRequested, this,
        [this] { m_actions->print(m_shown.attemptId); });
    connect(m_ui->resultPage, &ResultPage::refundRequested, this,
        [this] { m_actions->refund(m_shown.attemptId); });
    connect(m_ui->paymentsPage, &PaymentsPage::receiptRequested, m_actions, &SaleActions::print);
    connect(m_ui->paymentsPage, &PaymentsPage::refundRequested, m_actions, &SaleActions::refund);
    connect(m_ui->paymentsPage, &PaymentsPage::reviewedRequested, m_actions, &SaleActions::markReviewed);
    connect(&journal, &journal::Journal::saleChanged, this, [this](const journal::SaleRecord &sale) {
        // A sale that the till no longer watches: a refund of it, for example.
        if (!m_till->current() && sale.attemptId == m_shown.attemptId)
            m_ui->resultPage->showState(settledState(sale));
    });
}

void MainWindow::wireProblems(checkout::CheckoutProcess &checkout)
{
    connect(m_till, &Till::storageFailed, this, &MainWindow::showStorageProblem);
    connect(m_till, &Till::storageRecovered, this, [this] { m_ui->notices->clear({NoticeTopic::Storage}); });

    using checkout::CheckoutProcess;
    connect(&checkout, &CheckoutProcess::failed, this, [this](const QString &reason) {
        m_ui->notices->show({.key = {NoticeTopic::PageWindow},
            .tone = Tone::Bad,
            .text
            = tr("The window of the payment page did not start, so no card can be taken. Restart Paydesk."),
            .detail = reason});
    });
    connect(&checkout, &CheckoutProcess::shown, this,
        [this] { m_ui->notices->clear({NoticeTopic::PageWindow}); });
    connect(&checkout, &CheckoutProcess::shown, m_focus, &FocusHandover::pageShown);
    connect(&checkout, &CheckoutProcess::returned, m_focus, &FocusHandover::pageGone);
    connect(&checkout, &CheckoutProcess::closed, m_focus, &FocusHandover::pageGone);
    connect(&checkout, &CheckoutProcess::lost, m_focus, &FocusHandover::pageGone);
}

void MainWindow::watchService(const payments::ServiceWatch &watch)
{
    const auto show = [this, &watch] {
        m_ui->serviceLine->showState(watch.state());
        m_ui->chargePage->setHint(watch.state().reach == payments::Reach::Offline
                ? tr("No connection: a sale that is charged now is kept, and created as soon as the "
                     "connection is back.")
                : QString());
    };
    connect(&watch, &payments::ServiceWatch::changed, this, show);
    show();
}

void MainWindow::showStorageProblem(const Error &error)
{
    m_ui->notices->show(
        {.key = {NoticeTopic::Storage}, .tone = Tone::Bad, .text = error.text, .detail = error.detail});
}

void MainWindow::showReplacement(const journal::Replacement &replacement)
{
    QStringList files;
    for (const QString &file : replacement.damagedFiles)
        files += QDir::toNativeSeparators(file);
    m_ui->notices->show({.key = {NoticeTopic::Journal},
        .tone = Tone::Open,
        .text
        = tr("The journal was damaged. A fresh one was started, and what could be read was kept. Missing "
             "payments are being fetched from Flowlix; until that is done, look into the Flowlix dashboard "
             "before you charge a sale again. The damaged file is kept for support: %1")
              .arg(files.join(u", "_s)),
        .detail = u"events kept: %1, lost: %2%3"_s.arg(replacement.eventsTaken)
                      .arg(replacement.eventsLost)
                      .arg(replacement.endIsLost ? u" or more"_s : QString()),
        .dismissable = true});
}

void MainWindow::showRefilled(qint64 imported)
{
    m_ui->notices->show({.key = {NoticeTopic::Refill},
        .tone = Tone::Good,
        .text = tr("%n payment(s) were fetched from Flowlix. The list of payments is complete again.",
            nullptr, int(imported)),
        .dismissable = true});
}

void MainWindow::closeCounter(const Error &why)
{
    m_ui->chargePage->setReady(false, why.text);
    m_ui->notices->show(
        {.key = {NoticeTopic::Setup}, .tone = Tone::Bad, .text = why.text, .detail = why.detail});
}

void MainWindow::bringToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::charge(const ChargeRequest &request)
{
    if (Charge *earlier = m_till->unresolved(request.amount)) {
        m_asked = request;
        showInterlock(*earlier);
    } else if (const auto started = m_till->charge(request); !started) {
        m_ui->chargePage->showProblem(started.error());
    }
}

void MainWindow::showInterlock(Charge &earlier)
{
    disconnect(m_followingEarlier);
    m_earlier = &earlier;
    m_followingEarlier = connect(&earlier, &Charge::changed, m_ui->interlockPage,
        [this, &earlier] { m_ui->interlockPage->showState(earlier.state()); });
    m_ui->interlockPage->showState(earlier.state());
    showPage(*m_ui->interlockPage);
    m_ui->interlockPage->focusDefault();
}

void MainWindow::chargeAnyway()
{
    if (const auto started = m_till->charge(m_asked, payments::Repeat::Intended); !started) {
        showForm();
        m_ui->chargePage->showProblem(started.error());
    }
}

void MainWindow::resumeEarlier()
{
    if (m_earlier && m_till->makeCurrent(m_earlier->attemptId()))
        m_earlier->reopenPage();
}

void MainWindow::showCurrent()
{
    const payments::ChargeState &state = m_till->current()->state();
    if (state.phase == Phase::NotStarted) {
        const Error why = *state.problem;
        m_till->clearCurrent();
        showForm();
        m_ui->chargePage->showProblem(why);
        return;
    }
    const bool waiting = !isSettled(state.sale.outcome)
        && (state.pageOpen || state.phase == Phase::Committing
            || (state.pageWanted && (state.phase == Phase::Creating || state.phase == Phase::LookingUp))
            || (state.phase == Phase::Open && !state.asking.isEmpty() && state.asksSincePage == 0
                && !state.problem));
    if (waiting) {
        m_ui->waitingPage->showState(state);
        const bool isThere = m_ui->counter->currentWidget() == m_ui->waitingPage;
        showPage(*m_ui->waitingPage);
        // Keys that are meant for the hosted page must find nothing here to act on. While there is none,
        // staff may be on the way to a button.
        if (!isThere || state.pageOpen)
            m_ui->waitingPage->setFocus();
        return;
    }
    showResult(state);
}

void MainWindow::showResult(const payments::ChargeState &state)
{
    m_shown = state.sale;
    m_ui->resultPage->showState(state);
    if (m_ui->counter->currentWidget() == m_ui->resultPage)
        return;
    showPage(*m_ui->resultPage);
    m_ui->resultPage->focusNext();
}

void MainWindow::showSale(const QUuid &attemptId)
{
    const bool isWatched = counterIsFree() && m_till->makeCurrent(attemptId);
    m_actions->withSale(attemptId, [this, isWatched](const journal::SaleRecord &sale) {
        m_ui->paymentsPage->select(sale);
        if (isWatched || !counterIsFree())
            return;
        m_till->clearCurrent();
        showResult(settledState(sale));
    });
}

bool MainWindow::counterIsFree() const
{
    // While a customer pays, or something is typed, the counter is not taken away.
    return m_till && m_ui->counter->currentWidget() != m_ui->waitingPage && m_ui->chargePage->isEmpty();
}

void MainWindow::newPayment()
{
    m_till->clearCurrent();
    m_ui->chargePage->clear();
    showForm();
}

void MainWindow::tryAnotherCard()
{
    m_ui->chargePage->fill(
        {.amount = m_shown.amount, .description = m_shown.description, .metadata = m_shown.metadata});
    m_till->clearCurrent();
    showForm();
}

void MainWindow::showPage(QWidget &page)
{
    showCounter(); // what happens there is seen
    if (m_ui->counter->currentWidget() == &page)
        return;
    // First nothing has the keyboard: it would go on to the list, where keys that are meant for the next page
    // would act.
    QWidget *before = focusWidget();
    if (before && m_ui->counter->currentWidget()->isAncestorOf(before))
        before->clearFocus();
    m_ui->counter->setCurrentWidget(&page);
}

void MainWindow::showForm()
{
    showPage(*m_ui->chargePage);
    m_ui->chargePage->focusAmount();
}

} // namespace paydesk::desk
