// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/printing.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QPdfWriter>
#include <QPrintDialog>
#include <QPrinter>
#include <QSaveFile>
#include <QStandardPaths>

namespace paydesk::desk {

namespace {

struct PrintingText
{
    Q_DECLARE_TR_FUNCTIONS(Printing)
};

} // namespace

void printDocument(const std::shared_ptr<QTextDocument> &document, const QString &name, QWidget *window)
{
    const auto printer = std::make_shared<QPrinter>();
    printer->setDocName(name);
    auto *dialog = new QPrintDialog(printer.get(), window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(PrintingText::tr("Print: %1").arg(name));
    QObject::connect(
        dialog, &QDialog::accepted, window, [document, printer] { document->print(printer.get()); });
    dialog->open();
}

Result<Done> writePdf(const QTextDocument &document, const QString &name, const QString &fileName)
{
    QSaveFile file(fileName);
    if (file.open(QFile::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)) {
        {
            QPdfWriter writer(&file);
            writer.setTitle(name);
            writer.setCreator(QStringLiteral("Paydesk"));
            writer.setPageSize(QPageSize(QPageSize::A4));
            document.print(&writer);
        }
        if (file.commit())
            return Done();
    }
    return Error{.kind = ErrorKind::Storage,
        .text = PrintingText::tr(
            "The PDF could not be written to %1. Check that there is room on the disk, or choose another "
            "folder.")
                    .arg(fileName),
        .detail = file.errorString()};
}

void savePdf(const std::shared_ptr<QTextDocument> &document, const QString &name,
    const QString &suggestedFile, QWidget *window, const std::function<void(const Result<QString> &)> &told)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto *dialog = new QFileDialog(
        window, PrintingText::tr("Save as PDF"), folder, PrintingText::tr("PDF files (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pdf"));
    dialog->selectFile(suggestedFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, window, [document, name, told](const QString &file) {
        const auto written = writePdf(*document, name, file);
        told(written ? Result<QString>(file) : written.error());
    });
    dialog->open();
}

} // namespace paydesk::desk
