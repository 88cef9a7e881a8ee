// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/dayclosedialog.h"

#include "desk/look.h"
#include "desk/printing.h"
#include "models/dayreport.h"
#include "settings/settings.h"
#include "ui_dayclosedialog.h"

#include <QCompleter>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

namespace {

constexpr int paperMargin = 16;

} // namespace

DayCloseDialog::DayCloseDialog(journal::History &history, const BusinessDay &day, const QString &settingsFile,
    const ReportHead &head, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::DayCloseDialog>())
    , m_day(day)
    , m_settingsFile(settingsFile)
    , m_head(head)
    , m_reader(new models::DayReportReader(history, this))
{
    m_ui->setupUi(this);
    m_ui->news->setTextFormat(Qt::PlainText);
    m_ui->news->hide();
    m_ui->date->setDisplayFormat(QLocale().dateFormat(QLocale::ShortFormat));
    m_ui->date->setDate(day.dateOf(QDateTime::currentDateTimeUtc()));
    m_ui->start->setDisplayFormat(u"HH:mm"_s);
    m_ui->start->setTime(day.start);
    // Its tables are as wide as the page, to the last pixel or one more.
    m_ui->preview->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUpZones();
    m_ui->printButton->setEnabled(false);
    m_ui->pdfButton->setEnabled(false);

    connect(m_ui->date, &QDateEdit::dateChanged, this, &DayCloseDialog::read);
    connect(
        m_ui->previous, &QPushButton::clicked, this, [this] { showDate(m_ui->date->date().addDays(-1)); });
    connect(m_ui->next, &QPushButton::clicked, this, [this] { showDate(m_ui->date->date().addDays(1)); });
    connect(m_ui->start, &QTimeEdit::editingFinished, this, &DayCloseDialog::changeBusinessDay);
    connect(m_ui->zone->lineEdit(), &QLineEdit::editingFinished, this, &DayCloseDialog::changeBusinessDay);
    connect(m_ui->zone, &QComboBox::activated, this, &DayCloseDialog::changeBusinessDay);
    connect(m_reader, &models::DayReportReader::ready, this, &DayCloseDialog::showReport);
    connect(m_reader, &models::DayReportReader::failed, this,
        [this](const Error &error) { showNews(error.text, true); });
    connect(m_ui->printButton, &QPushButton::clicked, this,
        [this] { printDocument(m_document, tr("Day close"), this); });
    connect(m_ui->pdfButton, &QPushButton::clicked, this, [this] {
        savePdf(m_document, tr("Day close"), fileName(), this, [this](const Result<QString> &saved) {
            showNews(saved ? tr("Saved as %1.").arg(*saved) : saved.error().text, !saved);
        });
    });
    connect(m_ui->closeButton, &QPushButton::clicked, this, &QDialog::reject);
    read();
}

DayCloseDialog::~DayCloseDialog()
{
    // A field that loses the keyboard because it goes says that it was edited.
    for (QWidget *field : {static_cast<QWidget *>(m_ui->start), static_cast<QWidget *>(m_ui->zone),
             static_cast<QWidget *>(m_ui->zone->lineEdit())})
        field->disconnect(this);
}

void DayCloseDialog::showDate(const QDate &date)
{
    m_ui->date->setDate(date);
}

void DayCloseDialog::setUpZones()
{
    QStringList names;
    const QList<QByteArray> ids = QTimeZone::availableTimeZoneIds();
    for (const QByteArray &id : ids) {
        // Of the offsets without a place only the one that everybody knows.
        if (!id.startsWith("UTC") || id == "UTC")
            names += QString::fromLatin1(id);
    }
    const QString own = QString::fromLatin1(m_day.zone.id());
    if (!names.contains(own))
        names += own;
    names.sort();
    m_ui->zone->addItems(names);
    m_ui->zone->setCurrentText(own);
    m_ui->zone->completer()->setFilterMode(Qt::MatchContains);
    m_ui->zone->completer()->setCompletionMode(QCompleter::PopupCompletion);
    // The list is long, but the field is not: the longest name would take all the room.
    m_ui->zone->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_ui->zone->setMinimumContentsLength(18);
}

void DayCloseDialog::changeBusinessDay()
{
    BusinessDay changed{.start = m_ui->start->time(), .zone = m_day.zone};
    const int index = m_ui->zone->findText(m_ui->zone->currentText(), Qt::MatchFixedString);
    if (index >= 0)
        changed.zone = QTimeZone(m_ui->zone->itemText(index).toLatin1());
    m_ui->zone->setCurrentText(QString::fromLatin1(changed.zone.id()));
    if (changed == m_day)
        return;
    if (const auto saved = settings::saveBusinessDay(m_settingsFile, changed); !saved) {
        m_ui->start->setTime(m_day.start);
        m_ui->zone->setCurrentText(QString::fromLatin1(m_day.zone.id()));
        showNews(saved.error().text, true);
        return;
    }
    m_day = changed;
    showNews(tr("Saved: the business day begins at %1 (%2).")
                 .arg(m_day.start.toString(u"HH:mm"_s), QString::fromLatin1(m_day.zone.id())),
        false);
    emit businessDayChanged(m_day);
    read();
}

void DayCloseDialog::read()
{
    m_reader->read(m_day, m_ui->date->date());
}

void DayCloseDialog::showReport(const models::DayReport &report)
{
    m_document = dayReportDocument(report, m_head);
    QTextDocument *shown = m_document->clone(m_ui->preview);
    shown->setDocumentMargin(paperMargin);
    m_ui->preview->setDocument(shown);
    delete std::exchange(m_shown, shown);
    m_ui->printButton->setEnabled(true);
    m_ui->pdfButton->setEnabled(true);
}

void DayCloseDialog::showNews(const QString &text, bool isBad)
{
    setTextColor(m_ui->news, toneColor(isBad ? Tone::Bad : Tone::Good, palette()));
    m_ui->news->setText(text);
    m_ui->news->show();
}

QString DayCloseDialog::fileName() const
{
    return u"%1-%2.pdf"_s.arg(tr("day-close"), m_ui->date->date().toString(Qt::ISODate));
}

} // namespace paydesk::desk
