// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

namespace paydesk::models {

/// One row of what there is to say about a sale.
struct DetailRow
{
    QString caption; ///< what it is: "Card"; empty for a heading
    QString text; ///< plain text, as it came from outside
    QString copy; ///< what is copied, where that is not the text
    bool isHeading = false;
    friend bool operator==(const DetailRow &, const DetailRow &) = default;
};

/// Such rows as a list. New ones are taken over by what differs, so that a view keeps its place.
class DetailRows : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        CaptionRole = Qt::UserRole, ///< QString
        CopyRole, ///< QString; empty for a heading
        HeadingRole, ///< bool
    };

    explicit DetailRows(QObject *parent = nullptr);

    void setRows(const QList<DetailRow> &rows);
    const QList<DetailRow> &rows() const { return m_rows; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    QList<DetailRow> m_rows;
};

} // namespace paydesk::models
