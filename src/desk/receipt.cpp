// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/receipt.h"

#include "core/moneytext.h"
#include "desk/printing.h"
#include "models/saletext.h"

#include <QCoreApplication>
#include <QTextCursor>
#include <QTextTable>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

namespace {

struct ReceiptText
{
    Q_DECLARE_TR_FUNCTIONS(Receipt)
};

using Line = std::pair<QString, QString>;

QString timeText(const QDateTime &utc)
{
    return QLocale().toString(utc.toLocalTime(), QLocale::ShortFormat);
}

QList<Line> linesOf(const journal::SaleRecord &sale)
{
    const Payment &payment = *sale.payment;
    const QDateTime paidAt = payment.succeededAt.isValid() ? payment.succeededAt : sale.startedAt;
    QList<Line> lines = {{ReceiptText::tr("Date"), timeText(paidAt)},
        {ReceiptText::tr("Amount"), moneyText(payment.amount, QLocale())},
        {ReceiptText::tr("Status"), models::outcomeText(sale)},
        {ReceiptText::tr("Card"), models::cardText(sale.payment)}, {ReceiptText::tr("For"), sale.description},
        {ReceiptText::tr("Payment"), payment.id}};
    for (const Refund &refund : payment.refunds) {
        if (refund.status == "failed"_L1)
            continue;
        const QString amount = moneyText(refund.amount, QLocale());
        lines.append({refund.status == "succeeded"_L1 ? ReceiptText::tr("Refunded")
                                                      : ReceiptText::tr("Refund under way"),
            refund.createdAt.isValid() ? u"%1, %2"_s.arg(amount, timeText(refund.createdAt)) : amount});
    }
    lines.removeIf([](const Line &line) { return line.second.isEmpty(); });
    return lines;
}

} // namespace

std::unique_ptr<QTextDocument> receiptDocument(const journal::SaleRecord &sale, const ReceiptHead &head)
{
    auto document = std::make_unique<QTextDocument>();
    QTextCursor cursor(document.get());
    QTextCharFormat large;
    large.setFontPointSize(document->defaultFont().pointSizeF() * 1.6);
    large.setFontWeight(QFont::Bold);
    QTextCharFormat bold;
    bold.setFontWeight(QFont::Bold);

    cursor.insertText(head.shopName, large);
    cursor.insertBlock();
    if (head.mode != Mode::Live) {
        cursor.insertText(ReceiptText::tr("TEST – no money was moved"), bold);
        cursor.insertBlock();
    }
    const QList<Line> lines = linesOf(sale);
    QTextTableFormat format;
    format.setBorder(0);
    format.setCellPadding(2);
    format.setTopMargin(12);
    QTextTable *table = cursor.insertTable(int(lines.size()), 2, format);
    for (int row = 0; row < lines.size(); ++row) {
        table->cellAt(row, 0).firstCursorPosition().insertText(lines[row].first);
        table->cellAt(row, 1).firstCursorPosition().insertText(lines[row].second, bold);
    }
    return document;
}

void printReceipt(const journal::SaleRecord &sale, const ReceiptHead &head, QWidget *window)
{
    const std::shared_ptr<QTextDocument> document = receiptDocument(sale, head);
    printDocument(document, ReceiptText::tr("Receipt"), window);
}

} // namespace paydesk::desk
