// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/projection.h"

#include "core/uuidv7.h"
#include "journal/projector.h"
#include "journal/salerow.h"
#include "journal/searchtext.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

constexpr int rowBitsBelowTime = 20;
constexpr qint64 lastMoment = (qint64(1) << (63 - rowBitsBelowTime)) - 1; // in the year 2248

/// Time, then the id's own order within the millisecond, then chance.
qint64 rowIdOf(const QUuid &attemptId)
{
    const qint64 withinMillisecond = attemptId.data3 & 0x0fff;
    return Projection::firstRowAt(uuidV7Milliseconds(attemptId)) | withinMillisecond << 8
        | attemptId.data4[7];
}

QString insertSql(const QString &table)
{
    QStringList names;
    QStringList places;
    for (const salerow::Column &column : salerow::columns()) {
        names += QLatin1StringView(column.name);
        places += column.isText ? u"CAST(? AS TEXT)"_s : u"?"_s;
    }
    return u"INSERT INTO %1 (%2) VALUES (%3)"_s.arg(table, names.join(u", "_s), places.join(u", "_s));
}

/// Names the changing columns only, so that no index over the others is touched.
QString updateSql(const QString &table)
{
    QStringList settings;
    for (const salerow::Column &column : salerow::columns()) {
        if (column.changes)
            settings += u"%1 = %2"_s.arg(
                QLatin1StringView(column.name), column.isText ? u"CAST(? AS TEXT)"_s : u"?"_s);
    }
    return u"UPDATE %1 SET %2 WHERE row_id = ?"_s.arg(table, settings.join(u", "_s));
}

QVariantList updateValues(const QVariantList &row)
{
    QVariantList values;
    for (int i = 0; i < row.size(); ++i) {
        if (salerow::columns()[size_t(i)].changes)
            values += row.at(i);
    }
    return values << row.first();
}

} // namespace

QString Projection::newestFirstSql(const QString &table)
{
    return u"SELECT %1 FROM %2 WHERE row_id < ? ORDER BY row_id DESC LIMIT ?"_s.arg(
        salerow::selectList(), table);
}

QString Projection::needingAttentionSql(const QString &table)
{
    return u"SELECT %1 FROM %2 WHERE settled = 0 ORDER BY row_id"_s.arg(salerow::selectList(), table);
}

Projection::Projection(Database &database, const QString &table, const QString &search)
    : m_search(database, search)
    , m_clear(database, u"DELETE FROM %1"_s.arg(table))
    , m_contains(database, u"SELECT 1 FROM %1 WHERE attempt_id = CAST(? AS TEXT)"_s.arg(table))
    , m_sale(database,
          u"SELECT %1 FROM %2 WHERE attempt_id = CAST(? AS TEXT)"_s.arg(salerow::selectList(), table))
    , m_saleOfPayment(database,
          u"SELECT %1 FROM %2 WHERE payment_id = CAST(? AS TEXT)"_s.arg(salerow::selectList(), table))
    , m_insert(database, insertSql(table))
    , m_update(database, updateSql(table))
    , m_rowTaken(database, u"SELECT 1 FROM %1 WHERE row_id = ?"_s.arg(table))
    , m_paymentTaken(
          database, u"SELECT 1 FROM %1 WHERE payment_id = CAST(? AS TEXT) AND row_id <> ?"_s.arg(table))
    , m_newestFirst(database, newestFirstSql(table))
    , m_needingAttention(database, needingAttentionSql(table))
{
}

std::optional<SaleRecord> Projection::apply(const Event &event)
{
    const std::optional<SaleRecord> known = sale(event.attemptId);
    if (!known)
        return begin(event);
    std::optional<SaleRecord> next = project(known, event);
    // The same payment for two sales cannot be true, and must not keep the event from being recorded.
    if (next->payment && !known->payment && belongsToAnother(*next))
        next = contradicted(*known, event);
    const QVariantList row = salerow::toValues(*next);
    if (row == salerow::toValues(*known))
        return next;
    m_update.run(updateValues(row));
    const QString before = searchTextOf(*known);
    if (const QString now = searchTextOf(*next); now != before) {
        m_search.remove(known->rowId, before);
        m_search.insert(known->rowId, now);
    }
    return next;
}

void Projection::clear()
{
    m_clear.run();
    m_search.clear();
}

std::optional<SaleRecord> Projection::begin(const Event &intent)
{
    std::optional<SaleRecord> sale = project({}, intent);
    if (sale && sale->payment && belongsToAnother(*sale))
        return {};
    if (sale) {
        sale->rowId = freeRow(intent.attemptId);
        m_insert.run(salerow::toValues(*sale));
        m_search.insert(sale->rowId, searchTextOf(*sale));
    }
    return sale;
}

bool Projection::contains(const QUuid &attemptId)
{
    const bool found = m_contains.first({attemptId.toByteArray(QUuid::WithoutBraces)});
    m_contains.finish();
    return found;
}

std::optional<SaleRecord> Projection::sale(const QUuid &attemptId)
{
    std::optional<SaleRecord> found;
    if (m_sale.first({attemptId.toByteArray(QUuid::WithoutBraces)}))
        found = salerow::fromRow(m_sale);
    m_sale.finish();
    return found;
}

std::optional<SaleRecord> Projection::saleOfPayment(const QString &paymentId)
{
    std::optional<SaleRecord> found;
    if (m_saleOfPayment.first({paymentId.toUtf8()}))
        found = salerow::fromRow(m_saleOfPayment);
    m_saleOfPayment.finish();
    return found;
}

QList<SaleRecord> Projection::newestFirst(const PageQuery &query)
{
    m_newestFirst.run({query.beforeRow.value_or(std::numeric_limits<qint64>::max()), qMax(0, query.limit)});
    return all(m_newestFirst);
}

QList<SaleRecord> Projection::needingAttention()
{
    m_needingAttention.run();
    return all(m_needingAttention);
}

qint64 Projection::firstRowAt(qint64 ms)
{
    return qBound(qint64(0), ms, lastMoment) << rowBitsBelowTime;
}

/// Two sales in one place come in the order of their events, so that a replay puts them there again.
qint64 Projection::freeRow(const QUuid &attemptId)
{
    qint64 row = rowIdOf(attemptId);
    while (m_rowTaken.first({row})) {
        m_rowTaken.finish();
        ++row;
    }
    return row;
}

bool Projection::belongsToAnother(const SaleRecord &sale)
{
    const bool taken = m_paymentTaken.first({sale.payment->id.toUtf8(), sale.rowId});
    m_paymentTaken.finish();
    return taken;
}

QList<SaleRecord> Projection::all(Statement &statement)
{
    QList<SaleRecord> sales;
    while (statement.next())
        sales.append(salerow::fromRow(statement));
    return sales;
}

} // namespace paydesk::journal
