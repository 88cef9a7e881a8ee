// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/reportdocument.h"

#include "core/moneytext.h"
#include "desk/look.h"
#include "models/dayreport.h"
#include "models/saletext.h"
#include "models/totalsmodel.h"

#include <QAbstractItemModel>
#include <QCoreApplication>
#include <QTextCursor>
#include <QTextTable>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

namespace {

struct ReportText
{
    Q_DECLARE_TR_FUNCTIONS(Report)
};

/// A document written from the top to the bottom.
class Writer
{
public:
    explicit Writer(QTextDocument &document)
        : m_cursor(&document)
        , m_size(document.defaultFont().pointSizeF())
    {
    }
    void title(const QString &text) { paragraph(text, format(1.6, true)); }
    void heading(const QString &text)
    {
        space();
        paragraph(text, format(1.2, true));
    }
    void line(const QString &text, bool bold = false) { paragraph(text, format(1, bold)); }
    /// White on a ground of its own: read first, on the screen and on paper.
    void loud(const QString &text, const QColor &ground)
    {
        QTextCharFormat loud = format(1.2, true);
        loud.setForeground(Qt::white);
        loud.setBackground(ground);
        paragraph(u' ' + text + u' ', loud);
    }
    void image(const QImage &image, int width)
    {
        begin();
        const QString name = u"image-%1"_s.arg(image.cacheKey());
        m_cursor.document()->addResource(QTextDocument::ImageResource, QUrl(name), image);
        QTextImageFormat picture;
        picture.setName(name);
        picture.setWidth(width);
        m_cursor.insertImage(picture);
    }
    /// `rows` begin with the head's. Columns from `firstNumber` on are numbers; the rows in `bold` are sums.
    void table(const QList<QStringList> &rows, int firstNumber, const QList<int> &bold = {})
    {
        begin();
        QTextTableFormat shape;
        shape.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        shape.setBorder(0.5);
        shape.setBorderCollapse(true);
        shape.setCellPadding(4);
        shape.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        shape.setHeaderRowCount(1);
        shape.setTopMargin(m_size / 2);
        shape.setBottomMargin(m_size);
        QTextTable *table = m_cursor.insertTable(int(rows.size()), int(rows.first().size()), shape);
        for (int row = 0; row < rows.size(); ++row) {
            for (int column = 0; column < rows[row].size(); ++column) {
                QTextCursor cell = table->cellAt(row, column).firstCursorPosition();
                QTextBlockFormat side;
                side.setAlignment(column < firstNumber ? Qt::AlignLeft : Qt::AlignRight);
                cell.setBlockFormat(side);
                cell.insertText(rows[row][column], format(1, row == 0 || bold.contains(row)));
            }
        }
        m_cursor.movePosition(QTextCursor::End);
        m_empty = true;
    }

private:
    QTextCharFormat format(qreal factor, bool bold) const
    {
        QTextCharFormat made;
        made.setFontPointSize(m_size * factor);
        made.setFontWeight(bold ? QFont::Bold : QFont::Normal);
        return made;
    }
    void begin()
    {
        if (!std::exchange(m_empty, false))
            m_cursor.insertBlock(QTextBlockFormat());
    }
    void space()
    {
        begin();
        QTextBlockFormat small;
        small.setTopMargin(m_size);
        m_cursor.setBlockFormat(small);
        m_empty = true;
    }
    void paragraph(const QString &text, const QTextCharFormat &look)
    {
        begin();
        m_cursor.insertText(text, look);
    }

    QTextCursor m_cursor;
    qreal m_size;
    bool m_empty = true; ///< the block at the end has nothing in it yet
};

QString timeText(const BusinessDay &day, const QDateTime &moment)
{
    return QLocale().toString(day.local(moment), QLocale::ShortFormat);
}

QString zoneText(const BusinessDay &day)
{
    return QString::fromLatin1(day.zone.id());
}

void writeHead(Writer &writer, const ReportHead &head, const QString &title)
{
    writer.title(head.shop.shopName);
    if (head.shop.mode != Mode::Live)
        writer.loud(ReportText::tr("TEST – no money was moved"), modeColor(head.shop.mode));
    writer.heading(title);
}

void writeFoot(Writer &writer, const ReportHead &head, const BusinessDay &day, const QDateTime &asOf)
{
    writer.heading(QString());
    if (!head.till.isEmpty())
        writer.line(ReportText::tr("Till: %1").arg(head.till));
    writer.line(ReportText::tr("As of %1 (%2)").arg(timeText(day, asOf), zoneText(day)));
}

void writeModel(Writer &writer, const QAbstractItemModel &model, int firstNumber)
{
    QList<QStringList> rows(1);
    QList<int> bold;
    for (int column = 0; column < model.columnCount(); ++column)
        rows.first() += model.headerData(column, Qt::Horizontal).toString();
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        rows += cells;
        if (model.index(row, 0).data(models::TotalsModel::SumRole).toBool())
            bold += int(rows.size()) - 1;
    }
    writer.table(rows, firstNumber, bold);
}

void writeRefunds(Writer &writer, const models::DayReport &report)
{
    writer.heading(ReportText::tr("Refunds made on this day, of whichever sales"));
    if (report.refundsMade.isEmpty()) {
        writer.line(ReportText::tr("None."));
        return;
    }
    QList<QStringList> rows = {{ReportText::tr("Currency"), ReportText::tr("Refunds"),
        ReportText::tr("Returned"), ReportText::tr("Under way")}};
    for (const journal::RefundTotal &total : report.refundsMade) {
        const auto sum
            = [&total](qint64 minor) { return amountText(Money(minor, total.currency), QLocale()); };
        rows.append({currencyCode(total.currency), QLocale().toString(total.count), sum(total.refunded),
            sum(total.pending)});
    }
    writer.table(rows, 1);
}

/// Each sale with its time, amount, description, id and what `last` says of it.
void writeSales(Writer &writer, const BusinessDay &day, const QList<journal::SaleRecord> &sales,
    const QString &lastTitle, const std::function<QString(const journal::SaleRecord &)> &last)
{
    QList<QStringList> rows = {{ReportText::tr("Time"), ReportText::tr("Amount"),
        ReportText::tr("Description"), ReportText::tr("Flowlix id"), lastTitle}};
    for (const journal::SaleRecord &sale : sales)
        rows.append({QLocale().toString(day.local(sale.startedAt).time(), QLocale::ShortFormat),
            moneyText(sale.amount, QLocale()), sale.description.simplified(),
            sale.payment ? sale.payment->id : ReportText::tr("none yet"), last(sale)});
    writer.table(rows, 5);
}

void writeUnresolved(Writer &writer, const models::DayReport &report)
{
    const qint64 count = report.unresolvedSales();
    if (count == 0)
        return;
    writer.heading(ReportText::tr("%n payment(s) not known yet", nullptr, int(count)));
    writer.line(
        ReportText::tr("These are not in the takings. Look for each of them in the list and press Check now. "
                       "Do not charge again before you know."));
    writeSales(writer, report.day, report.unresolved, ReportText::tr("Status"),
        [](const journal::SaleRecord &sale) { return models::saleStatus(sale).text; });
    if (count > report.unresolved.size())
        writer.line(ReportText::tr("… and %n more", nullptr, int(count - report.unresolved.size())));
}

void writeReviews(Writer &writer, const models::DayReport &report)
{
    if (report.toReview.isEmpty())
        return;
    writer.heading(ReportText::tr("Somebody must look at these"));
    writeSales(writer, report.day, report.toReview, ReportText::tr("Why"),
        [](const journal::SaleRecord &sale) { return models::reviewText(sale); });
    if (report.toReview.size() == models::DayReport::mostNamed)
        writer.line(ReportText::tr("There may be more: the list shows all that need review."));
}

} // namespace

std::unique_ptr<QTextDocument> dayReportDocument(const models::DayReport &report, const ReportHead &head)
{
    auto document = std::make_unique<QTextDocument>();
    Writer writer(*document);
    writeHead(writer, head,
        ReportText::tr("Day close, %1").arg(QLocale().toString(report.date, QLocale::LongFormat)));
    if (!report.isOver())
        writer.line(ReportText::tr("So far: this day is not over."), true);
    writer.line(ReportText::tr("From %1 to %2 (%3)")
                    .arg(timeText(report.day, report.from), timeText(report.day, report.before),
                        zoneText(report.day)));
    if (report.firstSale.isValid())
        writer.line(ReportText::tr("First sale %1, last sale %2")
                        .arg(timeText(report.day, report.firstSale), timeText(report.day, report.lastSale)));

    writer.heading(ReportText::tr("Sales of this day"));
    if (report.totals.isEmpty()) {
        writer.line(ReportText::tr("None."));
    } else {
        models::TotalsModel totals;
        totals.setTotals(report.totals);
        writeModel(writer, totals, models::TotalsModel::Count);
    }
    writeRefunds(writer, report);
    writeUnresolved(writer, report);
    writeReviews(writer, report);
    writeFoot(writer, head, report.day, report.asOf);
    return document;
}

std::unique_ptr<QTextDocument> totalsDocument(const TotalsPaper &paper, const ReportHead &head)
{
    auto document = std::make_unique<QTextDocument>();
    Writer writer(*document);
    writeHead(writer, head, ReportText::tr("Totals"));
    writer.line(paper.range);
    writeModel(writer, paper.totals, models::TotalsModel::Count);
    if (paper.takings.rowCount() > 0) {
        writer.heading(paper.takingsTitle);
        if (!paper.chart.isNull())
            writer.image(paper.chart, 600);
        writeModel(writer, paper.takings, 1);
    }
    writeFoot(writer, head, paper.day, QDateTime::currentDateTimeUtc());
    return document;
}

} // namespace paydesk::desk
