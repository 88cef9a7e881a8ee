// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/detailrows.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::models {

namespace {

bool isSameThing(const DetailRow &one, const DetailRow &other)
{
    return one.caption == other.caption && one.isHeading == other.isHeading
        && (!one.isHeading || one.text == other.text);
}

} // namespace

DetailRows::DetailRows(QObject *parent)
    : QAbstractListModel(parent)
{
}

void DetailRows::setRows(const QList<DetailRow> &rows)
{
    // What is the same thing at both ends stays; only what lies between comes and goes.
    const qsizetype shorter = std::min(rows.size(), m_rows.size());
    qsizetype head = 0;
    while (head < shorter && isSameThing(rows[head], m_rows[head]))
        ++head;
    qsizetype tail = 0;
    while (
        tail < shorter - head && isSameThing(rows[rows.size() - 1 - tail], m_rows[m_rows.size() - 1 - tail]))
        ++tail;
    const qsizetype gone = m_rows.size() - head - tail;
    const qsizetype added = rows.size() - head - tail;
    if (gone > 0) {
        beginRemoveRows({}, int(head), int(head + gone - 1));
        m_rows.remove(head, gone);
        endRemoveRows();
    }
    if (added > 0) {
        beginInsertRows({}, int(head), int(head + added - 1));
        m_rows = m_rows.first(head) + rows.sliced(head, added) + m_rows.sliced(head);
        endInsertRows();
    }
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (m_rows[i] == rows[i])
            continue;
        m_rows[i] = rows[i];
        emit dataChanged(index(int(i)), index(int(i)));
    }
}

int DetailRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant DetailRows::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DetailRow &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return row.text;
    case CaptionRole:
        return row.caption;
    case Qt::AccessibleTextRole:
        return row.isHeading ? row.text : row.caption + u": "_s + row.text;
    case CopyRole:
        return row.isHeading || !row.copy.isEmpty() ? row.copy : row.text;
    case HeadingRole:
        return row.isHeading;
    default:
        return {};
    }
}

Qt::ItemFlags DetailRows::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    // The keyboard passes headings by.
    return m_rows[index.row()].isHeading
        ? Qt::ItemNeverHasChildren
        : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace paydesk::models
