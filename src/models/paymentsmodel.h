// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "journal/history.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QTimer>

namespace paydesk::journal {
class Journal;
}

namespace paydesk::models {

/// The payments of a query, in its order, changing live. Knows every row by its id, and holds the sales of
/// those that are looked at: a million rows are some megabytes, and any of them is as near as the first.
///
/// The first rows come at once; the rest, with the totals, when the journal has gone through all of them.
class PaymentsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        Time,
        Amount,
        Status,
        Description,
        CardUsed,
        FlowlixId,
        Refunded,
        Channel,
        TillUsed,
        ColumnCount
    };
    enum Role {
        OutcomeRole = Qt::UserRole, ///< int of paydesk::Outcome
        ToneRole, ///< int of paydesk::Tone
        ReviewRole, ///< bool: staff must look
        AttemptIdRole, ///< QUuid; null while the sale has not been read
    };

    /// Both must outlive the model. Nothing is read before setQuery() or load().
    PaymentsModel(journal::Journal &journal, journal::History &history, QObject *parent = nullptr);
    ~PaymentsModel() override;

    const journal::SaleQuery &query() const { return m_query; }
    /// Reads the sales of another query. The same again does nothing.
    void setQuery(const journal::SaleQuery &query);
    /// Reads anew. Call once the journal is open.
    void load();

    /// Every row is known, and totals() are those of the query.
    bool isComplete() const { return m_complete; }
    const QList<journal::SaleTotal> &totals() const { return m_totals; }

    /// The row of a sale; -1 where it is none of those known so far.
    int rowOf(const journal::SaleRecord &sale) const;
    /// Null where it has not been read yet: then it is on its way, and dataChanged() tells. Valid until
    /// control returns to the event loop.
    const journal::SaleRecord *sale(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Whether a list in the order of this column says something.
    static bool isSortable(int column);
    /// The column by which the list is ordered.
    int orderColumn() const;
    /// Reads in the order of a sortable column; another column is left out of account.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

signals:
    /// Another query, or its order: the rows are on their way.
    void queryChanged();
    /// The first rows are in the model.
    void loaded();
    /// isComplete() has become true, or the totals are others.
    void surveyed();
    void failed(const paydesk::Error &error);

private:
    void readFirst();
    void takeFirst(const QList<journal::SaleRecord> &first);
    void keep(const QList<journal::SaleRecord> &sales);
    void survey();
    void takeSurvey(const journal::Survey &survey);
    void readTotals();
    void hear(const journal::SaleRecord &sale);
    void place(const journal::SaleRecord &sale, bool belongs);
    /// Where the row is, or belongs, in the order of time.
    int positionOf(qint64 rowId) const;
    int findRow(qint64 rowId) const;
    bool isByTime() const { return m_query.order.key == journal::SaleOrder::Time; }
    void fetchWanted();

    journal::Journal &m_journal;
    journal::History &m_history;
    journal::SaleQuery m_query;
    journal::Stop m_stop; ///< of what was asked about the query
    QList<qint64> m_rows; ///< ids, in the order of the query; the first of them while it is not complete
    QList<journal::SaleTotal> m_totals;
    bool m_complete = false;
    QList<journal::SaleRecord> m_heard; ///< changed while the journal is gone through
    bool m_isSurveying = false;
    QTimer m_surveyAgain; ///< many changes, one walk over the journal
    QTimer m_totalsAgain;

    mutable QCache<qint64, journal::SaleRecord> m_sales; ///< by row id: those that were looked at last
    mutable QList<int> m_wanted; ///< rows that were looked at and have not been read
    mutable QTimer m_fetch; ///< all rows of one look at once
    bool m_fetching = false;
};

} // namespace paydesk::models
