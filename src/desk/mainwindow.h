// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chargerequest.h"
#include "desk/receipt.h"
#include "journal/salerecord.h"
#include "settings/settings.h"

#include <QMainWindow>
#include <QPointer>
#include <QUuid>

#include <memory>

namespace Ui {
class MainWindow;
}
namespace paydesk::checkout {
class CheckoutProcess;
}
namespace paydesk::journal {
class History;
class Journal;
struct Replacement;
} // namespace paydesk::journal
namespace paydesk::models {
class PaymentsModel;
class TodayTotals;
} // namespace paydesk::models
namespace paydesk::payments {
class Charge;
class ServiceWatch;
class Sync;
class Till;
struct ChargeState;
} // namespace paydesk::payments

namespace paydesk::desk {

class DesktopNotifier;
class FocusHandover;
class HistoryDialogs;
class SaleActions;

/// The desk's window. Only wires: the pages are passive, the rules live in payments/.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(const settings::Settings &settings, bool asRoot);
    ~MainWindow() override;

    /// Both must outlive the window.
    void setModels(models::PaymentsModel &payments, models::TodayTotals &totals);
    /// What managers look into: `found` is a list of its own. All must outlive the window.
    void setHistory(models::PaymentsModel &found, const journal::Journal &journal, journal::History &history);
    /// What brings in the payments of others. Call behind openCounter(). Must outlive the window.
    void setSync(payments::Sync &sync);
    /// Opens the counter. All must outlive the window.
    void openCounter(payments::Till &till, checkout::CheckoutProcess &checkout, journal::Journal &journal);
    /// Shows how well the service can be reached, for as long as the watch lives.
    void watchService(const payments::ServiceWatch &watch);
    /// A damaged journal was replaced, and is being refilled: says so until staff has read it.
    void showReplacement(const journal::Replacement &replacement);
    /// The refill is complete. `imported`: how many payments it brought.
    void showRefilled(qint64 imported);
    /// No payment can be taken, and why.
    void closeCounter(const Error &why);
    /// Something could not be read or recorded; sales go on.
    void showStorageProblem(const Error &error);
    /// Brings the window in front: somebody started the program again.
    void bringToFront();

private:
    void wirePages();
    void wireProblems(checkout::CheckoutProcess &checkout);
    /// Charges, or asks first where an earlier sale of this amount is not known yet.
    void charge(const ChargeRequest &request);
    void chargeAnyway();
    void showInterlock(payments::Charge &earlier);
    void resumeEarlier();
    void showCurrent();
    void wireSales(journal::Journal &journal);
    /// Selects a sale in the list and, where the counter is free, shows it there: one that is not settled can
    /// be asked about or resumed.
    void showSale(const QUuid &attemptId);
    void wireHistoryDialogs(const journal::Journal &journal);
    void showHistory();
    void showCounter();
    /// Nobody is being served, and nothing is typed.
    bool counterIsFree() const;
    void showResult(const payments::ChargeState &state);
    void newPayment();
    void tryAnotherCard();
    void showForm();
    void showPage(QWidget &page);

    std::unique_ptr<Ui::MainWindow> m_ui;
    FocusHandover *m_focus;
    DesktopNotifier *m_desktop;
    SaleActions *m_actions = nullptr;
    ReceiptHead m_head;
    BusinessDay m_day;
    models::TodayTotals *m_totals = nullptr;
    journal::History *m_history = nullptr;
    payments::Till *m_till = nullptr;
    QMetaObject::Connection m_following; ///< to the current charge
    ChargeRequest m_asked; ///< waits on the interlock page
    QPointer<payments::Charge> m_earlier; ///< of the interlock page
    QMetaObject::Connection m_followingEarlier;
    journal::SaleRecord m_shown; ///< on the result page
};

} // namespace paydesk::desk
