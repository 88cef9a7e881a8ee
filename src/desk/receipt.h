// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secretkey.h"
#include "journal/salerecord.h"

#include <QTextDocument>

#include <memory>

class QWidget;

namespace paydesk::desk {

/// What every receipt of this till begins with.
struct ReceiptHead
{
    QString shopName;
    Mode mode = Mode::Training;
};

/// A paid sale on paper, in local time: what was paid, with which card as far as the service masks it, and
/// what of it was refunded.
std::unique_ptr<QTextDocument> receiptDocument(const journal::SaleRecord &sale, const ReceiptHead &head);

/// Asks for the printer, without blocking, and prints.
void printReceipt(const journal::SaleRecord &sale, const ReceiptHead &head, QWidget *window);

} // namespace paydesk::desk
