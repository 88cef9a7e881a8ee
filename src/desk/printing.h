// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QTextDocument>

#include <memory>

class QWidget;

namespace paydesk::desk {

/// Asks for the printer, without blocking, and prints. `name` is the job's, as the printer's queue shows it.
void printDocument(const std::shared_ptr<QTextDocument> &document, const QString &name, QWidget *window);

/// Writes the document as PDF (A4), as a whole or not at all, its owner's only. ErrorKind::Storage.
Result<Done> writePdf(const QTextDocument &document, const QString &name, const QString &fileName);

/// Asks for the file, without blocking, and writes the document there. `told` hears the file's name, or the
/// error; not, where staff thinks better of it.
void savePdf(const std::shared_ptr<QTextDocument> &document, const QString &name,
    const QString &suggestedFile, QWidget *window, const std::function<void(const Result<QString> &)> &told);

} // namespace paydesk::desk
