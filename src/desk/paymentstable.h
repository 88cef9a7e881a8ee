// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salerecord.h"

#include <QTableView>

namespace paydesk::models {
class PaymentsModel;
}

namespace paydesk::desk {

/// A list of payments: one row a sale, one of them the current one. Keeps to the sale, not to its row, when
/// the rows change.
class PaymentsTable : public QTableView
{
    Q_OBJECT
public:
    explicit PaymentsTable(QWidget *parent = nullptr);

    /// Must outlive the table.
    void showPayments(models::PaymentsModel &payments);
    /// Null where none is selected, or it has not been read yet. Valid until control returns to the event
    /// loop.
    const journal::SaleRecord *currentSale() const;
    /// Makes a sale the current one, where the list has it.
    void select(const journal::SaleRecord &sale);

signals:
    /// Another sale is the current one, or it has changed, or none is any more.
    void currentSaleChanged();
    /// Staff pressed Enter, or clicked twice, on a sale.
    void saleChosen(const QUuid &attemptId);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void changeEvent(QEvent *event) override;

private:
    void setUpColumns();
    void styleHeader();
    void afterReset();

    models::PaymentsModel *m_payments = nullptr;
    journal::SaleRecord m_current; ///< as it was last seen; its row id is 0 while there is none
};

} // namespace paydesk::desk
