// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/exportdialog.h"

#include "desk/look.h"
#include "models/exporter.h"
#include "ui_exportdialog.h"

#include <QAccessible>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using models::ExportFormat;

namespace {

constexpr int progressSteps = 1000;

QString suffixOf(ExportFormat format)
{
    return QString::fromLatin1(models::SaleExport::fileSuffix(format));
}

} // namespace

ExportDialog::ExportDialog(
    journal::History &history, const journal::SaleQuery &query, const QTimeZone &zone, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::ExportDialog>())
    , m_exporter(new models::Exporter(history, this))
    , m_query(query)
    , m_zone(zone)
{
    m_ui->setupUi(this);
    m_ui->news->setTextFormat(Qt::PlainText);
    m_ui->format->addItem(tr("CSV, for spreadsheets"), int(ExportFormat::Csv));
    m_ui->format->addItem(tr("JSON Lines, for programs"), int(ExportFormat::JsonLines));
    m_ui->progress->setRange(0, progressSteps);
    makePrimary(m_ui->exportButton);
    m_ui->exportButton->setDefault(true);
    const QString name
        = u"%1-%2.%3"_s.arg(tr("payments"), QDate::currentDate().toString(Qt::ISODate), suffixOf(format()));
    m_ui->file->setText(
        QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)).filePath(name));

    connect(m_ui->format, &QComboBox::currentIndexChanged, this, &ExportDialog::showFormat);
    connect(m_ui->choose, &QPushButton::clicked, this, &ExportDialog::choose);
    connect(m_ui->exportButton, &QPushButton::clicked, this, &ExportDialog::start);
    connect(m_ui->closeButton, &QPushButton::clicked, this, &ExportDialog::reject);
    connect(m_exporter, &models::Exporter::progressed, this, [this](qint64 done, qint64 of) {
        m_ui->progress->setValue(int(progressSteps * done / of));
        m_ui->news->setText(tr("%1 of %2 payments").arg(QLocale().toString(done), QLocale().toString(of)));
    });
    connect(m_exporter, &models::Exporter::finished, this, [this](const QString &file, qint64 rows) {
        showRunning(false);
        m_ui->progress->setValue(progressSteps);
        showNews(tr("%n payment(s) exported to %1.", nullptr, int(rows)).arg(file), false);
        m_ui->closeButton->setFocus();
    });
    connect(m_exporter, &models::Exporter::failed, this, [this](const Error &error) {
        showRunning(false);
        showNews(error.text, true);
        m_ui->file->setFocus();
    });
    connect(m_exporter, &models::Exporter::canceled, this, [this] {
        showRunning(false);
        showNews(tr("Canceled: no file was written."), false);
        m_ui->exportButton->setFocus();
    });
    showRunning(false);
}

ExportDialog::~ExportDialog() = default;

void ExportDialog::reject()
{
    if (m_exporter->isRunning())
        m_exporter->cancel();
    else
        QDialog::reject();
}

ExportFormat ExportDialog::format() const
{
    return ExportFormat(m_ui->format->currentData().toInt());
}

void ExportDialog::showFormat()
{
    const QFileInfo file(m_ui->file->text());
    if (file.suffix() == "csv"_L1 || file.suffix() == "jsonl"_L1)
        m_ui->file->setText(file.dir().filePath(file.completeBaseName() + u'.' + suffixOf(format())));
}

void ExportDialog::choose()
{
    const QString kind = format() == ExportFormat::Csv ? tr("CSV files (*.csv)") : tr("JSON Lines (*.jsonl)");
    auto *dialog = new QFileDialog(this, tr("Export to"), QString(), kind);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffixOf(format()));
    dialog->selectFile(m_ui->file->text());
    connect(dialog, &QFileDialog::fileSelected, m_ui->file, &QLineEdit::setText);
    dialog->open();
}

void ExportDialog::start()
{
    const QString file = m_ui->file->text().trimmed();
    if (file.isEmpty()) {
        showNews(tr("Choose a file first."), true);
        m_ui->file->setFocus();
        return;
    }
    showRunning(true);
    m_ui->progress->setValue(0);
    showNews(tr("Looking for the payments…"), false);
    m_exporter->start(m_query, format(), m_zone, file);
}

void ExportDialog::showRunning(bool runs)
{
    // The keyboard first: the button with it is about to be disabled.
    if (runs)
        m_ui->closeButton->setFocus();
    for (QWidget *widget : {static_cast<QWidget *>(m_ui->format), static_cast<QWidget *>(m_ui->file),
             static_cast<QWidget *>(m_ui->choose), static_cast<QWidget *>(m_ui->exportButton)})
        widget->setEnabled(!runs);
    m_ui->closeButton->setText(runs ? tr("Cancel (Esc)") : tr("Close (Esc)"));
    m_ui->closeButton->setAccessibleName(runs ? tr("Cancel") : tr("Close"));
}

void ExportDialog::showNews(const QString &text, bool isBad)
{
    setTextColor(m_ui->news, isBad ? toneColor(Tone::Bad, palette()) : palette().color(QPalette::WindowText));
    m_ui->news->setText(text);
    QAccessibleEvent alert(m_ui->news, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace paydesk::desk
