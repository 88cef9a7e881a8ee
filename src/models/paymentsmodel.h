// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "journal/salerecord.h"

#include <QAbstractTableModel>
#include <QLocale>

namespace paydesk::journal {
class Journal;
}

namespace paydesk::models {

/// The payments of the journal, newest first, changing live. Reads a page at a time as the view asks for
/// more; depth costs nothing (keyset paging).
class PaymentsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Time, Amount, Status, Description, CardUsed, FlowlixId, ColumnCount };
    enum Role {
        OutcomeRole = Qt::UserRole, ///< int of paydesk::Outcome
        ToneRole, ///< int of paydesk::Tone
        ReviewRole, ///< bool: staff must look
        AttemptIdRole, ///< QUuid
    };

    /// `journal` must outlive the model. Nothing is read before load().
    explicit PaymentsModel(journal::Journal &journal, QObject *parent = nullptr);

    /// Reads the first page anew. Call once the journal is open.
    void load();
    /// The row of a sale; -1 where it has not been read.
    int rowOf(const QUuid &attemptId) const;
    /// Null where it has not been read. Valid until the model changes.
    const journal::SaleRecord *sale(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

signals:
    /// The first page is in the model.
    void loaded();
    void failed(const paydesk::Error &error);

private:
    void take(const journal::SaleRecord &sale);
    void fetchPage();
    QString text(const journal::SaleRecord &sale, int column) const;

    journal::Journal &m_journal;
    QList<journal::SaleRecord> m_sales; ///< by row id, descending
    bool m_fetching = false;
    bool m_complete = true; ///< nothing older is left to read
};

} // namespace paydesk::models
