// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/paymentsmodel.h"

#include "journal/journal.h"
#include "models/cellalignment.h"
#include "models/paymentcell.h"
#include "models/saletext.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace paydesk::models {

using journal::SaleRecord;

namespace {

constexpr int firstRows = 100; ///< more than fit on a screen
constexpr int cachedSales = 1500;
constexpr int around = 40; ///< rows read ahead on either side of those that are looked at
constexpr int mostAtOnce = 300;
/// A sale changes some six times in half a minute. What it adds up to need not be found anew each time.
constexpr auto settleTime = 400ms;

bool isNumber(int column)
{
    return column == PaymentsModel::Amount || column == PaymentsModel::Refunded;
}

} // namespace

PaymentsModel::PaymentsModel(journal::Journal &journal, journal::History &history, QObject *parent)
    : QAbstractTableModel(parent)
    , m_journal(journal)
    , m_history(history)
    , m_stop(std::make_shared<std::atomic_bool>(false))
    , m_sales(cachedSales)
{
    connect(&m_journal, &journal::Journal::saleChanged, this, &PaymentsModel::hear);
    for (QTimer *timer : {&m_surveyAgain, &m_totalsAgain, &m_fetch})
        timer->setSingleShot(true);
    m_surveyAgain.setInterval(settleTime);
    m_totalsAgain.setInterval(settleTime);
    m_fetch.setInterval(0);
    // Page after page of them may come: they are looked at now and then, not when there is a rest.
    connect(&m_journal, &journal::Journal::salesImported, this, [this] {
        if (!m_surveyAgain.isActive())
            m_surveyAgain.start();
    });
    connect(&m_surveyAgain, &QTimer::timeout, this, &PaymentsModel::survey);
    connect(&m_totalsAgain, &QTimer::timeout, this, &PaymentsModel::readTotals);
    connect(&m_fetch, &QTimer::timeout, this, &PaymentsModel::fetchWanted);
}

PaymentsModel::~PaymentsModel()
{
    *m_stop = true;
}

void PaymentsModel::setQuery(const journal::SaleQuery &query)
{
    if (query == m_query)
        return;
    m_query = query;
    load();
    emit queryChanged();
}

void PaymentsModel::load()
{
    // What was asked about the query before is given up.
    *m_stop = true;
    m_stop = std::make_shared<std::atomic_bool>(false);
    m_complete = false;
    m_isSurveying = false;
    m_surveyAgain.stop();
    m_totalsAgain.stop();
    readFirst();
    survey();
}

/// The rows before stay until then: an empty list in between would flicker.
void PaymentsModel::readFirst()
{
    m_history.first(m_query, firstRows, m_stop, this, [this](const Result<QList<SaleRecord>> &first) {
        if (!first) {
            emit failed(first.error());
            return;
        }
        takeFirst(*first);
        emit loaded();
    });
}

void PaymentsModel::takeFirst(const QList<SaleRecord> &first)
{
    if (m_complete) { // all rows were found sooner
        keep(first);
        return;
    }
    beginResetModel();
    m_rows.clear();
    m_sales.clear();
    m_wanted.clear();
    for (const SaleRecord &sale : first) {
        m_rows += sale.rowId;
        m_sales.insert(sale.rowId, new SaleRecord(sale));
    }
    endResetModel();
}

/// Sales that were read, unless something newer has been heard of them meanwhile.
void PaymentsModel::keep(const QList<SaleRecord> &sales)
{
    for (const SaleRecord &sale : sales) {
        if (!m_sales.contains(sale.rowId))
            m_sales.insert(sale.rowId, new SaleRecord(sale));
    }
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void PaymentsModel::survey()
{
    m_isSurveying = true;
    m_heard.clear();
    m_history.survey(m_query, m_stop, this, [this](const Result<journal::Survey> &survey) {
        m_isSurveying = false;
        if (!survey) {
            emit failed(survey.error());
            return;
        }
        takeSurvey(*survey);
    });
}

void PaymentsModel::takeSurvey(const journal::Survey &survey)
{
    const bool continues = m_rows.size() <= survey.rows.size()
        && std::equal(m_rows.cbegin(), m_rows.cend(), survey.rows.cbegin());
    if (!continues) {
        beginResetModel();
        m_rows = survey.rows;
        endResetModel();
    } else if (survey.rows.size() > m_rows.size()) {
        beginInsertRows({}, int(m_rows.size()), int(survey.rows.size()) - 1);
        m_rows = survey.rows;
        endInsertRows();
    }
    m_totals = survey.totals;
    m_complete = true;
    // The survey may or may not have seen them.
    const QList<SaleRecord> heard = std::exchange(m_heard, {});
    for (const SaleRecord &sale : heard)
        hear(sale);
    emit surveyed();
}

void PaymentsModel::readTotals()
{
    m_history.totals(
        m_query.filter, this, [this, stop = m_stop](const Result<QList<journal::SaleTotal>> &totals) {
            if (*stop || !totals) // of a query before; or what the list, which reads the same file, reports
                return;
            m_totals = *totals;
            emit surveyed();
        });
}

void PaymentsModel::hear(const SaleRecord &sale)
{
    if (m_isSurveying)
        m_heard += sale;
    if (m_query.filter == journal::SaleFilter()) {
        place(sale, true);
        return;
    }
    m_history.matches(
        sale.rowId, m_query.filter, this, [this, stop = m_stop, sale](const Result<bool> &matches) {
            if (!*stop && matches)
                place(sale, *matches);
        });
}

void PaymentsModel::place(const SaleRecord &sale, bool belongs)
{
    if (m_complete)
        m_totalsAgain.start();
    const int known = findRow(sale.rowId);
    if (known >= 0 && belongs) {
        m_sales.insert(sale.rowId, new SaleRecord(sale));
        emit dataChanged(index(known, 0), index(known, ColumnCount - 1));
    } else if (known >= 0) {
        beginRemoveRows({}, known, known);
        m_rows.removeAt(known);
        endRemoveRows();
    } else if (belongs && isByTime()) {
        const int row = positionOf(sale.rowId);
        // Behind all that is known so far: it comes with the rest. Taken now it would leave a gap.
        if (row == m_rows.size() && !m_complete && !m_rows.isEmpty())
            return;
        beginInsertRows({}, row, row);
        m_sales.insert(sale.rowId, new SaleRecord(sale));
        m_rows.insert(row, sale.rowId);
        endInsertRows();
    }
    // In another order only the journal knows where it belongs now.
    if (!isByTime() && m_complete)
        m_surveyAgain.start();
}

int PaymentsModel::positionOf(qint64 rowId) const
{
    const auto place = m_query.order.descending
        ? std::lower_bound(m_rows.cbegin(), m_rows.cend(), rowId, std::greater())
        : std::lower_bound(m_rows.cbegin(), m_rows.cend(), rowId);
    return int(place - m_rows.cbegin());
}

int PaymentsModel::findRow(qint64 rowId) const
{
    if (!isByTime())
        return int(m_rows.indexOf(rowId));
    const int row = positionOf(rowId);
    return row < m_rows.size() && m_rows.at(row) == rowId ? row : -1;
}

int PaymentsModel::rowOf(const SaleRecord &sale) const
{
    return findRow(sale.rowId);
}

const SaleRecord *PaymentsModel::sale(const QModelIndex &index) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return nullptr;
    if (const SaleRecord *known = m_sales.object(m_rows.at(index.row())))
        return known;
    if (m_wanted.size() > 4 * mostAtOnce) // somebody walks through all: the last is what counts
        m_wanted.clear();
    m_wanted += index.row();
    if (!m_fetch.isActive() && !m_fetching)
        m_fetch.start();
    return nullptr;
}

/// Only those that were looked at last: who drags the bar through a million rows waits for none of those in
/// between.
void PaymentsModel::fetchWanted()
{
    QList<qint64> ids;
    const qsizetype last = m_wanted.isEmpty() ? 0 : m_wanted.last();
    const auto [least, greatest] = [this, last] {
        qsizetype from = last;
        qsizetype to = last;
        for (const int row : std::as_const(m_wanted)) {
            if (std::abs(row - last) < mostAtOnce / 2) {
                from = std::min<qsizetype>(from, row);
                to = std::max<qsizetype>(to, row);
            }
        }
        return std::pair(
            std::max<qsizetype>(from - around, 0), std::min<qsizetype>(to + around, m_rows.size() - 1));
    }();
    m_wanted.clear();
    for (qsizetype row = least; row <= greatest; ++row) {
        if (!m_sales.contains(m_rows.at(row)))
            ids += m_rows.at(row);
    }
    if (ids.isEmpty())
        return;
    m_fetching = true;
    m_history.rows(ids, this, [this](const Result<QList<SaleRecord>> &sales) {
        m_fetching = false;
        if (!sales) {
            emit failed(sales.error());
            return;
        }
        keep(*sales);
        if (!m_wanted.isEmpty())
            m_fetch.start();
    });
}

int PaymentsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PaymentsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PaymentsModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(isNumber(index.column()));
    const SaleRecord *known
        = role == Qt::DisplayRole || role == Qt::ToolTipRole || role >= Qt::UserRole ? sale(index) : nullptr;
    if (!known)
        return role == Qt::DisplayRole && index.column() == Time ? QVariant(u"…"_s) : QVariant();
    switch (role) {
    case Qt::DisplayRole:
        return paymentcell::text(*known, index.column(), m_journal.tillId());
    case Qt::ToolTipRole:
        return paymentcell::toolTip(*known, index.column(), m_journal.tillId());
    case OutcomeRole:
        return int(known->outcome);
    case ToneRole:
        return int(saleStatus(*known).tone);
    case ReviewRole:
        return saleStatus(*known).review;
    case AttemptIdRole:
        return known->attemptId;
    default:
        return {};
    }
}

QVariant PaymentsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(isNumber(section));
    if (role != Qt::DisplayRole)
        return {};
    return paymentcell::title(section);
}

bool PaymentsModel::isSortable(int column)
{
    return paymentcell::orderOf(column).has_value();
}

int PaymentsModel::orderColumn() const
{
    return paymentcell::columnOf(m_query.order.key);
}

void PaymentsModel::sort(int column, Qt::SortOrder order)
{
    const auto key = paymentcell::orderOf(column);
    if (!key)
        return;
    journal::SaleQuery query = m_query;
    query.order = {.key = *key, .descending = order == Qt::DescendingOrder};
    setQuery(query);
}

} // namespace paydesk::models
